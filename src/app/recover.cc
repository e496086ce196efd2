#include "app/recover.h"

#include "store/recovery.h"

namespace stellwerk::app {
namespace {

std::string counted(std::uint64_t writes) { return std::to_string(writes) + (writes == 1 ? " write" : " writes"); }

std::string losses(const store::RecoveryReport& report) {
  if (report.lost_writes == 0) return "Lost: nothing that was acknowledged.\n";
  std::string out = "Lost: " + counted(report.lost_writes);
  if (report.kept.time != Timestamp{}) out += " after " + to_iso8601(report.kept.time);
  if (report.acknowledged.time != Timestamp{}) out += ", up to " + to_iso8601(report.acknowledged.time);
  out += "\n";
  std::uint64_t readable = 0;
  for (const auto& [table, writes] : report.lost_by_table) {
    out += "  " + table + ": " + counted(writes) + "\n";
    readable += writes;
  }
  if (readable < report.lost_writes) out += "  unreadable: " + counted(report.lost_writes - readable) + "\n";
  return out;
}

}  // namespace

Result<Recovered> recover(const Home& home, bool is_loss_accepted, const Clock& clock) {
  const store::StoreOptions options{home.data, TRY(find_master_key(home))};
  const store::RecoveryReport report =
      is_loss_accepted ? TRY(store::recover(options, clock.now())) : TRY(store::examine(options));
  if (report.damages.empty()) return Recovered{home.data.string() + " is whole. There is nothing to recover.\n", false};
  Recovered out;
  out.report = home.data.string() + " is damaged:\n";
  for (const store::Damage& damage : report.damages) out.report += "  " + damage.file + " " + damage.what + "\n";
  out.report += losses(report);
  if (is_loss_accepted) {
    out.report += "Recovered. What was there before is kept in " + report.set_aside.string() + "\n";
  } else {
    out.report += "Nothing was changed. A backup may lose less. To recover so, run:\n  stellwerk recover --home '" +
                  home.root.string() + "' --accept-loss\n";
    out.is_loss_left = true;
  }
  return out;
}

}  // namespace stellwerk::app
