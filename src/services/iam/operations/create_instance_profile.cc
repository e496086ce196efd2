#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<CreateInstanceProfileResponse> create_instance_profile(Iam&, ports::Call& call,
                                                              const CreateInstanceProfileRequest& request) {
  InstanceProfiles profiles(call);
  auto profile =
      TRY(profiles.create(request.instance_profile_name, TRY(checked_path(request.path)), call.now, call.ids));
  TRY(add_tags(profile.tags, tag_pairs(request.tags)));
  profiles.save(profile);
  return CreateInstanceProfileResponse{TRY(profiles.view(profile))};
}

}  // namespace stellwerk::iam
