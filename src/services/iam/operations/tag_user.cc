#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<TagUserResponse> tag_user(Iam&, ports::Call& call, const TagUserRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  TRY(add_tags(user.tags, tag_pairs(request.tags)));
  directory.save(user);
  return TagUserResponse{};
}

}  // namespace stellwerk::iam
