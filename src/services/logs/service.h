#pragma once
#include <map>
#include <mutex>
#include <string>

#include "base/id_source.h"
#include "ports/call.h"
#include "services/logs/rules.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::logs {

class Logs {
 public:
  Logs(store::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Registers the erasing of what was deleted, and of what a group's retention has passed.
  void attend(store::Outbox& outbox);

  /// Error: ResourceNotFoundException.
  Result<GroupRecord> find_group(ports::Call& call, const std::string& name);
  Result<StreamRecord> find_stream(ports::Call& call, const GroupRecord& group, const std::string& name);

  /// Ties a group to a KMS key: asks for a data key under it.
  /// Error: InvalidParameterException if the key does not exist or does not let this service in.
  Result<void> associate(ports::Call& call, GroupRecord& group, const std::string& kms_key_id);
  /// The plain data key numbered `number` (from 1). Error: AccessDeniedException, as KMS answers.
  Result<std::string> open_data_key(ports::Call& call, const GroupRecord& group, std::uint32_t number);

 private:
  struct OpenKey {
    std::string plain;
    Timestamp until;
  };
  Result<void> erase(const store::Scope& scope, const GroupEffect& effect);
  Result<void> sweep(const store::Scope& scope, const GroupEffect& effect);

  store::Store& store_;
  const Clock& clock_;
  std::mutex open_keys_guard_;
  std::map<std::string, OpenKey> open_keys_;  // by sealed key
};

}  // namespace stellwerk::logs
