#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListRolesResponse> list_roles(Iam&, ports::Call& call, const ListRolesRequest& request) {
  Directory directory(call);
  auto prefix = request.path_prefix.value_or("/");
  std::vector<Role> roles;
  for (const auto& record : directory.roles()) {
    if (record.path.starts_with(prefix)) roles.push_back(view(directory, record, Detail::listed));
  }
  ListRolesResponse response;
  response.roles =
      TRY(sorted_page_of(std::move(roles), request, response, [](const Role& role) { return role.role_name; }));
  return response;
}

}  // namespace stellwerk::iam
