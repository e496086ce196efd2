#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<UntagInstanceProfileResponse> untag_instance_profile(Iam&, ports::Call& call,
                                                            const UntagInstanceProfileRequest& request) {
  InstanceProfiles profiles(call);
  auto profile = TRY(profiles.find(request.instance_profile_name));
  remove_tags(profile.tags, request.tag_keys);
  profiles.save(profile);
  return UntagInstanceProfileResponse{};
}

}  // namespace stellwerk::iam
