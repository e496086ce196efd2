#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListRoleTagsResponse> list_role_tags(Iam&, ports::Call& call, const ListRoleTagsRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  ListRoleTagsResponse response;
  response.tags = TRY(page_of(tag_list(role.tags), request, response, [](const Tag& tag) { return tag.key; }));
  return response;
}

}  // namespace stellwerk::iam
