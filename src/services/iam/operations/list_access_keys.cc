#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"

namespace stellwerk::iam {

Result<ListAccessKeysResponse> list_access_keys(Iam&, ports::Call& call, const ListAccessKeysRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(TRY(user_or_caller(call, request.user_name))));
  std::vector<AccessKeyMetadata> keys;
  for (const auto& id : user.access_key_ids) {
    auto key = TRY(access_key(call, user, id));
    keys.push_back({user.name, key.access_key_id, key.is_active ? "Active" : "Inactive", key.create_date});
  }
  ListAccessKeysResponse response;
  response.access_key_metadata = TRY(sorted_page_of(std::move(keys), request, response,
                                                    [](const AccessKeyMetadata& key) { return *key.access_key_id; }));
  return response;
}

}  // namespace stellwerk::iam
