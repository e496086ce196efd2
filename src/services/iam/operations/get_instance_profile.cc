#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<GetInstanceProfileResponse> get_instance_profile(Iam&, ports::Call& call,
                                                        const GetInstanceProfileRequest& request) {
  InstanceProfiles profiles(call);
  return GetInstanceProfileResponse{TRY(profiles.view(TRY(profiles.find(request.instance_profile_name))))};
}

}  // namespace stellwerk::iam
