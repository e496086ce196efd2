#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "services/codecommit/reference_updates.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

/// What git wants to change, and how it wants to hear of it.
struct PushCommands {
  std::vector<ReferenceUpdate> updates;
  bool is_atomic = false;
  bool is_from_shallow_clone = false;
  bool has_report = false;     // the client reads a report
  bool has_side_band = false;  // the report comes in packets of the first band
};

/// How each update ended; git's own words.
struct PushReport {
  std::string unpack = "ok";
  std::vector<std::pair<std::string, std::string>> references;  // name → "" or the reason of its rejection
};

/// Who pushes, and what he may move. `may_push`: an Error's message is the reason why not.
struct Pusher {
  ports::Session session;
  store::Scope scope;
  std::function<Result<void>(const std::string& reference)> may_push;
};

/// Reads the commands, up to the pack. Error MalformedPacket (400). Source:
/// https://git-scm.com/docs/gitprotocol-pack#_reference_update_request_and_packfile_transfer
Result<PushCommands> read_commands(ByteSource& body);

/// Reads and checks the pack that follows the commands, and makes it and the references durable in one transaction.
/// A reference that cannot be moved is in the report with its reason, the others are moved. Error: the pack could not
/// be read from the client, or the server failed.
Result<PushReport> receive_push(CodeCommit& service, const Pusher& pusher, const std::string& repository,
                                const PushCommands& commands, ByteSource& body);

/// As the client reads it.
std::string encode(const PushReport& report, const PushCommands& commands);

}  // namespace stellwerk::codecommit
