#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListPolicyTagsResponse> list_policy_tags(Iam&, ports::Call& call, const ListPolicyTagsRequest& request) {
  Directory directory(call);
  auto policy = TRY(directory.policy(request.policy_arn));
  ListPolicyTagsResponse response;
  response.tags = TRY(page_of(tag_list(policy.tags), request, response, [](const Tag& tag) { return tag.key; }));
  return response;
}

}  // namespace stellwerk::iam
