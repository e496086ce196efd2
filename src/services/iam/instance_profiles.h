#pragma once
#include <string>
#include <vector>

#include "api/iam.h"
#include "ports/call.h"
#include "services/iam/directory.h"

namespace stellwerk::iam {

/// An account's instance profiles within a transaction.
class InstanceProfiles {
 public:
  explicit InstanceProfiles(ports::Call& call);

  /// Not saved yet. Errors: EntityAlreadyExists.
  Result<InstanceProfileRecord> create(const std::string& name, const std::string& path, Timestamp now, IdSource& ids);
  /// Errors: NoSuchEntity.
  Result<InstanceProfileRecord> find(const std::string& name);
  std::vector<InstanceProfileRecord> all();
  void save(const InstanceProfileRecord& profile);
  void erase(const InstanceProfileRecord& profile);
  Result<InstanceProfile> view(const InstanceProfileRecord& profile);

 private:
  store::Transaction& transaction_;
  store::Scope scope_;
  Directory directory_;
};

}  // namespace stellwerk::iam
