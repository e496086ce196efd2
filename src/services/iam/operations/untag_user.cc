#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<UntagUserResponse> untag_user(Iam&, ports::Call& call, const UntagUserRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  remove_tags(user.tags, request.tag_keys);
  directory.save(user);
  return UntagUserResponse{};
}

}  // namespace stellwerk::iam
