#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<TagInstanceProfileResponse> tag_instance_profile(Iam&, ports::Call& call,
                                                        const TagInstanceProfileRequest& request) {
  InstanceProfiles profiles(call);
  auto profile = TRY(profiles.find(request.instance_profile_name));
  TRY(add_tags(profile.tags, tag_pairs(request.tags)));
  profiles.save(profile);
  return TagInstanceProfileResponse{};
}

}  // namespace stellwerk::iam
