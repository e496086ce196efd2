#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<DeleteInstanceProfileResponse> delete_instance_profile(Iam&, ports::Call& call,
                                                              const DeleteInstanceProfileRequest& request) {
  InstanceProfiles profiles(call);
  auto profile = TRY(profiles.find(request.instance_profile_name));
  if (!profile.role_name.empty()) {
    return errors::DeleteConflictException("Cannot delete entity, must remove roles from instance profile first.");
  }
  profiles.erase(profile);
  return DeleteInstanceProfileResponse{};
}

}  // namespace stellwerk::iam
