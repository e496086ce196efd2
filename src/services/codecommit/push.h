#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "services/codecommit/reference_updates.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

/// What git wants to change, and the pack that it sent along.
struct Push {
  std::vector<ReferenceUpdate> updates;
  bool is_atomic = false;
  bool has_report = false;          // the client reads a report
  std::filesystem::path pack_file;  // empty: none was sent
};

/// How each update ended; git's own words.
struct PushReport {
  std::string unpack = "ok";
  std::vector<std::pair<std::string, std::string>> references;  // name → "" or the reason of its rejection
};

/// Reads the commands and puts the pack into a file of the work directory. Error MalformedPacket,
/// RequestEntityTooLarge. Source:
/// https://git-scm.com/docs/pack-protocol#_reference_update_request_and_packfile_transfer
Result<Push> receive_push(CodeCommit& service, ByteSource& body);

/// Checks the pack and makes it and the references durable in one transaction.
Result<PushReport> apply_push(CodeCommit& service, const ports::Session& session, const store::Scope& scope,
                              const std::string& repository, const Push& push);

/// As the client reads it.
std::string encode(const PushReport& report);

}  // namespace stellwerk::codecommit
