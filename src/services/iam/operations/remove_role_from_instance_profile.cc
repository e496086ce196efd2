#include "base/bytes.h"
#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<RemoveRoleFromInstanceProfileResponse> remove_role_from_instance_profile(
    Iam&, ports::Call& call, const RemoveRoleFromInstanceProfileRequest& request) {
  InstanceProfiles profiles(call);
  auto profile = TRY(profiles.find(request.instance_profile_name));
  if (profile.role_name.empty() || to_lower(profile.role_name) != to_lower(request.role_name)) {
    return errors::NoSuchEntityException("The role with name " + request.role_name + " cannot be found.");
  }
  profile.role_name.clear();
  profiles.save(profile);
  return RemoveRoleFromInstanceProfileResponse{};
}

}  // namespace stellwerk::iam
