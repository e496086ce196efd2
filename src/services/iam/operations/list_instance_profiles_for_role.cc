#include "services/iam/directory.h"
#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"

namespace stellwerk::iam {

Result<ListInstanceProfilesForRoleResponse> list_instance_profiles_for_role(
    Iam&, ports::Call& call, const ListInstanceProfilesForRoleRequest& request) {
  InstanceProfiles profiles(call);
  auto role = TRY(Directory(call).role(request.role_name));
  ListInstanceProfilesForRoleResponse response;
  std::vector<InstanceProfile> found;
  for (const auto& profile : profiles.all()) {
    if (profile.role_name == role.name) found.push_back(TRY(profiles.view(profile)));
  }
  response.instance_profiles =
      TRY(sorted_page_of(std::move(found), request, response,
                         [](const InstanceProfile& profile) { return profile.instance_profile_name; }));
  return response;
}

}  // namespace stellwerk::iam
