#include "services/codecommit/push.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include "base/bytes.h"
#include "base/log.h"
#include "dataplane/git/packet_line.h"

namespace stellwerk::codecommit {
namespace {

/// Of one push. Source: https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
constexpr std::size_t kUpdatesLimit = 4000;
/// More than this is not read, not even to be refused.
constexpr std::size_t kCommandsLimit = 100'000;

::stellwerk::Error malformed() { return {"MalformedPacket", "The push is not in git's form", 400}; }

Result<ReferenceUpdate> parse_update(const std::string& line) {
  ReferenceUpdate update;
  constexpr std::size_t kIdBytes = git::kZeroId.size();
  constexpr std::size_t kNameBegins = 2 * (kIdBytes + 1);
  if (line.size() <= kNameBegins || line[kIdBytes] != ' ' || line[kNameBegins - 1] != ' ') return malformed();
  update.old_id = line.substr(0, kIdBytes);
  update.new_id = line.substr(kIdBytes + 1, kIdBytes);
  update.name = line.substr(kNameBegins);
  if (!git::is_object_id(update.old_id) || !git::is_object_id(update.new_id)) return malformed();
  return update;
}

void take_capabilities(PushCommands& commands, const std::string& text) {
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    commands.is_atomic = commands.is_atomic || word == "atomic";
    commands.has_report = commands.has_report || word == "report-status";
    commands.has_side_band = commands.has_side_band || word == "side-band-64k";
  }
}

// git reads the answer only after it has sent the whole pack.
Result<void> pass_over(ByteSource& body) {
  std::array<char, 32 * 1024> rubbish;
  std::uint64_t count = 0;
  while (std::size_t read = TRY(body.read(rubbish))) {
    count += read;
    if (count > kPushBytesLimit) return ::stellwerk::Error{"RequestEntityTooLarge", "The push is too large", 413};
  }
  return {};
}

std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < ' '; }, ' ');
  return text;
}

// One push on its way into a repository.
class Reception {
 public:
  Reception(CodeCommit& service, const Pusher& pusher, const std::string& name, const PushCommands& commands)
      : service_(service), pusher_(pusher), name_(name), commands_(commands) {
    for (const ReferenceUpdate& update : commands.updates) report_.references.emplace_back(update.name, "");
  }

  Result<PushReport> run(ByteSource& body) {
    refuse_what_may_not_be();
    auto transaction = service_.with().store.begin();
    RepositoryRecord repository = TRY(service_.find(*transaction, pusher_.scope, name_));
    transaction.reset();
    auto key = service_.data_key(pusher_.session, repository);
    if (!key) refuse_all(key.error().message);
    if (!has_open_update()) {
      TRY(pass_over(body));
      return report_;
    }
    git::IncomingPack pack = TRY(service_.working_copies().incoming());
    if (auto taken = take_in(pack, repository, *key, body); !taken) {
      if (taken.error().http_status >= 500) return std::move(taken).error();
      report_.unpack = one_line(taken.error().message);
      refuse_all(broken_off());
      TRY(pass_over(body));
      return report_;
    }
    if (has_open_update()) TRY(commit(pack, repository, *key));
    return report_;
  }

 private:
  std::string& reason(std::size_t update) { return report_.references[update].second; }
  bool is_open(std::size_t update) { return reason(update).empty(); }

  void refuse_all(const std::string& why) {
    for (std::size_t i = 0; i < commands_.updates.size(); ++i) {
      if (is_open(i)) reason(i) = one_line(why);
    }
  }

  bool has_open_update() {
    std::size_t open = 0;
    for (std::size_t i = 0; i < commands_.updates.size(); ++i) open += is_open(i) ? 1 : 0;
    if (commands_.is_atomic && open < commands_.updates.size()) refuse_all("atomic push failure");
    return commands_.is_atomic ? open == commands_.updates.size() : open > 0;
  }

  // The history that a shallow clone lacks is here, unless it is of another repository.
  std::string broken_off() const {
    return commands_.is_from_shallow_clone ? "shallow update not allowed" : "unpacker error";
  }

  void refuse_what_may_not_be() {
    if (commands_.updates.size() > kUpdatesLimit) refuse_all("a push moves at most 4,000 references");
    for (std::size_t i = 0; i < commands_.updates.size(); ++i) {
      const ReferenceUpdate& update = commands_.updates[i];
      if (!is_open(i)) continue;
      if (auto fault = update.is_deletion() ? std::nullopt : git::fault_in_reference_name(update.name)) {
        reason(i) = *fault;
      } else if (auto allowed = pusher_.may_push(update.name); !allowed) {
        reason(i) = one_line(allowed.error().message);
      }
    }
  }

  // The pack as it comes, apart from the repository and without holding anyone up.
  Result<void> take_in(git::IncomingPack& pack, const RepositoryRecord& repository, const std::string& key,
                       ByteSource& body) {
    bool brings_objects = !std::ranges::all_of(commands_.updates, &ReferenceUpdate::is_deletion);
    if (brings_objects) TRY(pack.receive(body, {.pack_bytes = kPushBytesLimit, .object_bytes = kBlobBytesLimit}));
    bare_ = TRY(service_.working_copies().open(pusher_.scope, repository, key));
    TRY(pack.index(*bare_));
    git::ObjectReader reader = TRY(pack.reader(*bare_));
    std::vector<std::string> tips;
    for (std::size_t i = 0; i < commands_.updates.size(); ++i) {
      const ReferenceUpdate& update = commands_.updates[i];
      if (!is_open(i) || update.is_deletion()) continue;
      auto kind = reader.kind(update.new_id);
      if (!kind) {
        reason(i) = "missing necessary objects";
      } else if (update.name.starts_with(git::kBranchPrefix) && *kind != git::ObjectKind::commit) {
        reason(i) = "a branch must lead to a commit";
      } else {
        tips.push_back(update.new_id);
      }
    }
    if (tips.empty()) return {};
    auto transaction = service_.with().store.begin();
    auto whole = pack.check_connected(*bare_, tips, references_of(*transaction, pusher_.scope, repository.id));
    if (whole || whole.error().http_status >= 500) return whole;
    refuse_all(commands_.is_from_shallow_clone ? broken_off() : whole.error().message);
    return {};
  }

  Result<void> commit(git::IncomingPack& pack, const RepositoryRecord& repository, const std::string& key) {
    std::optional<objects::StagedBlob> staged;
    if (!pack.name().empty()) {
      auto bytes = TRY(pack.open());
      staged = TRY(service_.with().blobs.stage(*bytes, {.sealing_key = key}));
      // Unseen until a reference leads to it; so whoever sees the reference finds the pack here.
      TRY(pack.release(*bare_));
    }
    auto done = move_references(pack.name(), staged, repository);
    if (!done && !pack.name().empty()) service_.working_copies().remove_packs(repository.id, {pack.name()});
    if (!done && done.error().code != kRejected) return std::move(done).error();
    if (done) service_.packs().consider(pusher_.scope, repository, key);
    return {};
  }

  Result<void> move_references(const std::string& pack_name, std::optional<objects::StagedBlob>& staged,
                               const RepositoryRecord& begun) {
    const PushReport before = report_;
    return service_.with().store.run([&](store::Transaction& transaction) -> Result<void> {
      report_ = before;
      RepositoryRecord repository = TRY(service_.find(transaction, pusher_.scope, name_));
      if (repository.id != begun.id) return errors::RepositoryDoesNotExistException(name_ + " does not exist");
      if (staged) {
        add_pack(transaction, pusher_.scope, repository,
                 {pack_name, service_.with().blobs.commit(transaction, *staged)});
      }
      Actor actor{pusher_.session.caller.arn, service_.with().clock.now()};
      ReferenceUpdates moves(transaction, pusher_.scope, repository, actor, service_.with().events);
      // What goes makes room for what comes: `dd` for `dd/e`.
      for (bool is_deletion : {true, false}) {
        for (std::size_t i = 0; i < commands_.updates.size(); ++i) {
          if (!is_open(i) || commands_.updates[i].is_deletion() != is_deletion) continue;
          if (auto moved = moves.apply(commands_.updates[i]); !moved) reason(i) = one_line(moved.error().message);
        }
      }
      if (!has_open_update()) return ::stellwerk::Error{std::string(kRejected), "no reference was updated", 400};
      return {};
    });
  }

  static constexpr std::string_view kRejected = "ReferenceRejected";

  CodeCommit& service_;
  const Pusher& pusher_;
  const std::string& name_;
  const PushCommands& commands_;
  PushReport report_;
  std::optional<git::BareRepository> bare_;
};

}  // namespace

Result<PushCommands> read_commands(ByteSource& body) {
  PushCommands commands;
  constexpr std::string_view kShallow = "shallow ";
  while (auto line = TRY(git::read_packet(body))) {
    std::string text = line->substr(0, line->find('\0'));
    if (commands.updates.empty()) take_capabilities(commands, line->substr(std::min(text.size() + 1, line->size())));
    if (text.ends_with('\n')) text.pop_back();
    if (text.starts_with(kShallow)) {
      if (!git::is_object_id(std::string_view(text).substr(kShallow.size()))) return malformed();
      commands.is_from_shallow_clone = true;
      continue;
    }
    commands.updates.push_back(TRY(parse_update(text)));
    if (commands.updates.size() > kCommandsLimit) return malformed();
  }
  return commands;
}

Result<PushReport> receive_push(CodeCommit& service, const Pusher& pusher, const std::string& repository,
                                const PushCommands& commands, ByteSource& body) {
  return Reception(service, pusher, repository, commands).run(body);
}

std::string encode(const PushReport& report, const PushCommands& commands) {
  if (!commands.has_report) return commands.has_side_band ? std::string(git::kFlushPacket) : "";
  std::string out = git::packet("unpack " + report.unpack + "\n");
  for (const auto& [name, reason] : report.references) {
    out += git::packet(reason.empty() ? "ok " + name + "\n" : "ng " + name + " " + reason + "\n");
  }
  out += git::kFlushPacket;
  return commands.has_side_band ? git::in_band(git::Band::data, out) + std::string(git::kFlushPacket) : out;
}

}  // namespace stellwerk::codecommit
