#include "services/iam/directory.h"
#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<AddRoleToInstanceProfileResponse> add_role_to_instance_profile(Iam&, ports::Call& call,
                                                                      const AddRoleToInstanceProfileRequest& request) {
  InstanceProfiles profiles(call);
  auto profile = TRY(profiles.find(request.instance_profile_name));
  auto role = TRY(Directory(call).role(request.role_name));
  if (!profile.role_name.empty()) {
    return errors::LimitExceededException("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  }
  profile.role_name = role.name;
  profiles.save(profile);
  return AddRoleToInstanceProfileResponse{};
}

}  // namespace stellwerk::iam
