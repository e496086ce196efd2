#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListGroupsResponse> list_groups(Iam&, ports::Call& call, const ListGroupsRequest& request) {
  Directory directory(call);
  auto prefix = request.path_prefix.value_or("/");
  std::vector<Group> groups;
  for (const auto& record : directory.groups()) {
    if (record.path.starts_with(prefix)) groups.push_back(view(directory, record));
  }
  ListGroupsResponse response;
  response.groups =
      TRY(sorted_page_of(std::move(groups), request, response, [](const Group& group) { return group.group_name; }));
  return response;
}

}  // namespace stellwerk::iam
