#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"

namespace stellwerk::iam {

Result<ListInstanceProfilesResponse> list_instance_profiles(Iam&, ports::Call& call,
                                                            const ListInstanceProfilesRequest& request) {
  InstanceProfiles profiles(call);
  ListInstanceProfilesResponse response;
  auto prefix = request.path_prefix.value_or("/");
  std::vector<InstanceProfile> found;
  for (const auto& profile : profiles.all()) {
    if (profile.path.starts_with(prefix)) found.push_back(TRY(profiles.view(profile)));
  }
  response.instance_profiles =
      TRY(sorted_page_of(std::move(found), request, response,
                         [](const InstanceProfile& profile) { return profile.instance_profile_name; }));
  return response;
}

}  // namespace stellwerk::iam
