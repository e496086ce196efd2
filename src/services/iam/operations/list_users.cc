#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListUsersResponse> list_users(Iam&, ports::Call& call, const ListUsersRequest& request) {
  Directory directory(call);
  auto prefix = request.path_prefix.value_or("/");
  std::vector<User> users;
  for (const auto& record : directory.users()) {
    if (record.path.starts_with(prefix)) users.push_back(view(directory, record, Detail::listed));
  }
  ListUsersResponse response;
  response.users =
      TRY(sorted_page_of(std::move(users), request, response, [](const User& user) { return user.user_name; }));
  return response;
}

}  // namespace stellwerk::iam
