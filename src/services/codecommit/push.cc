#include "services/codecommit/push.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include "base/bytes.h"
#include "dataplane/files/directory.h"
#include "dataplane/git/packet_line.h"

namespace stellwerk::codecommit {
namespace {

constexpr std::size_t kUpdatesLimit = 1000;
constexpr std::size_t kPackHeaderBytes = 12;

::stellwerk::Error malformed() { return {"MalformedPacket", "The push is not in git's form", 400}; }

Result<ReferenceUpdate> parse_update(const std::string& line) {
  std::istringstream words(line.substr(0, line.find('\0')));
  ReferenceUpdate update;
  words >> update.old_id >> update.new_id >> update.name;
  if (!git::is_object_id(update.old_id) || !git::is_object_id(update.new_id) || update.name.empty()) return malformed();
  return update;
}

// The number of objects, from "PACK", version and count.
Result<std::uint32_t> objects_in(const std::filesystem::path& pack) {
  auto source = TRY(files::read_file(pack));
  std::string head(kPackHeaderBytes, '\0');
  if (TRY(source->read(head)) != kPackHeaderBytes || !head.starts_with("PACK")) return malformed();
  std::uint32_t count = 0;
  for (std::size_t i = 8; i < kPackHeaderBytes; ++i) count = count << 8 | static_cast<unsigned char>(head[i]);
  return count;
}

bool brings_objects(const Push& push) {
  return std::ranges::any_of(push.updates, [](const ReferenceUpdate& update) { return update.new_id != git::kZeroId; });
}

// One push on its way into a repository; what it added to the working copy goes again unless it was committed.
class Receiver {
 public:
  Receiver(CodeCommit& service, const store::Scope& scope, git::BareRepository bare, std::string data_key)
      : service_(service), scope_(scope), bare_(std::move(bare)), data_key_(std::move(data_key)) {}
  ~Receiver() {
    if (is_new_ && !is_committed_) bare_.remove_pack(pack_name_);
  }

  Result<void> unpack(const Push& push, const git::References& known) {
    if (!push.pack_file.empty() && TRY(objects_in(push.pack_file)) > 0) TRY(add_pack_file(push.pack_file));
    std::vector<std::string> tips;
    for (const ReferenceUpdate& update : push.updates) {
      if (update.new_id != git::kZeroId) tips.push_back(update.new_id);
    }
    if (!tips.empty()) TRY(bare_.check_connected(tips, known));
    return {};
  }

  Result<PushReport> commit(const std::string& name, const Push& push, const Actor& actor) {
    PushReport report;
    auto done = service_.with().store.run([&](store::Transaction& transaction) -> Result<void> {
      report = {};
      RepositoryRecord repository = TRY(service_.find(transaction, scope_, name));
      if (staged_) {
        add_pack(transaction, scope_, repository, {pack_name_, service_.with().blobs.commit(transaction, *staged_)});
      }
      bool is_any_accepted = false;
      for (const ReferenceUpdate& update : push.updates) {
        auto applied = apply(transaction, scope_, repository, update, actor, service_.with().events);
        if (!applied && push.is_atomic) return std::move(applied).error();
        is_any_accepted = is_any_accepted || applied.has_value();
        report.references.emplace_back(update.name, applied ? "" : applied.error().message);
      }
      if (!is_any_accepted) return ::stellwerk::Error{"ReferenceRejected", "no reference was updated", 400};
      return {};
    });
    if (!done && done.error().code != "ReferenceRejected") return std::move(done).error();
    is_committed_ = done.has_value();
    if (!done && push.is_atomic) {
      report.references.clear();
      for (const ReferenceUpdate& update : push.updates)
        report.references.emplace_back(update.name, done.error().message);
    }
    return report;
  }

 private:
  Result<void> add_pack_file(const std::filesystem::path& file) {
    auto source = TRY(files::read_file(file));
    pack_name_ = TRY(bare_.add_pack(*source));
    is_new_ = true;
    auto completed = bare_.pack_file(pack_name_);
    auto bytes = TRY(files::read_file(completed));
    staged_ = TRY(service_.with().blobs.stage(*bytes, {.sealing_key = data_key_}));
    return {};
  }

  CodeCommit& service_;
  const store::Scope& scope_;
  git::BareRepository bare_;
  std::string data_key_;
  std::string pack_name_;
  std::optional<objects::StagedBlob> staged_;
  bool is_new_ = false;
  bool is_committed_ = false;
};

}  // namespace

Result<Push> receive_push(CodeCommit& service, ByteSource& body) {
  Push push;
  while (auto line = TRY(git::read_packet(body))) {
    if (push.updates.empty() && line->find('\0') != std::string::npos) {
      std::string capabilities = " " + line->substr(line->find('\0') + 1) + " ";
      push.is_atomic = capabilities.find(" atomic ") != std::string::npos;
      push.has_report = capabilities.find(" report-status ") != std::string::npos;
    }
    push.updates.push_back(TRY(parse_update(std::string(trim(*line)))));
    if (push.updates.size() > kUpdatesLimit) return malformed();
  }
  if (!brings_objects(push)) return push;
  push.pack_file = TRY(service.working_copies().incoming(service.with().ids.hex(32) + ".pack"));
  TRY(files::spool(body, push.pack_file, kPushBytesLimit));
  return push;
}

Result<PushReport> apply_push(CodeCommit& service, const ports::Session& session, const store::Scope& scope,
                              const std::string& name, const Push& push) {
  auto transaction = service.with().store.begin();
  RepositoryRecord repository = TRY(service.find(*transaction, scope, name));
  std::string key = TRY(service.data_key(session, repository));
  auto held = TRY(service.working_copies().lock(repository.id));
  // Begun anew: what was committed while this waited for the lock counts.
  transaction = service.with().store.begin();
  repository = TRY(service.find(*transaction, scope, name));
  auto bare = TRY(service.working_copies().refresh(*transaction, scope, repository, key));
  Receiver receiver(service, scope, bare, key);
  if (auto unpacked = receiver.unpack(push, references_of(*transaction, scope, repository.id)); !unpacked) {
    PushReport report;
    report.unpack = unpacked.error().message;
    for (const ReferenceUpdate& update : push.updates) report.references.emplace_back(update.name, "unpacker error");
    return report;
  }
  PushReport report = TRY(receiver.commit(name, push, {session.caller.arn, service.with().clock.now()}));
  transaction = service.with().store.begin();
  if (auto now = service.find(*transaction, scope, name)) {
    TRY(service.working_copies().refresh(*transaction, scope, *now, key));
  }
  return report;
}

std::string encode(const PushReport& report) {
  std::string out = git::packet("unpack " + report.unpack + "\n");
  for (const auto& [name, reason] : report.references) {
    out += git::packet(reason.empty() ? "ok " + name + "\n" : "ng " + name + " " + reason + "\n");
  }
  return out + std::string(git::kFlushPacket);
}

}  // namespace stellwerk::codecommit
