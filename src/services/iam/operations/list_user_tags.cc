#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListUserTagsResponse> list_user_tags(Iam&, ports::Call& call, const ListUserTagsRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  ListUserTagsResponse response;
  response.tags = TRY(page_of(tag_list(user.tags), request, response, [](const Tag& tag) { return tag.key; }));
  return response;
}

}  // namespace stellwerk::iam
