#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListInstanceProfileTagsResponse> list_instance_profile_tags(Iam&, ports::Call& call,
                                                                   const ListInstanceProfileTagsRequest& request) {
  InstanceProfiles profiles(call);
  auto profile = TRY(profiles.find(request.instance_profile_name));
  ListInstanceProfileTagsResponse response;
  response.tags = TRY(page_of(tag_list(profile.tags), request, response, [](const Tag& tag) { return tag.key; }));
  return response;
}

}  // namespace stellwerk::iam
