#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<CreatePolicyResponse> create_policy(Iam&, ports::Call& call, const CreatePolicyRequest& request) {
  Directory directory(call);
  if (directory.has_policy(request.policy_name)) {
    return errors::EntityAlreadyExistsException("A policy called " + request.policy_name +
                                                " already exists. Duplicate names are not allowed.");
  }
  TRY(check_managed_policy_document(request.policy_document));
  PolicyRecord policy{.name = request.policy_name,
                      .id = new_entity_id(kPolicyIdPrefix, call.ids),
                      .path = TRY(checked_path(request.path)),
                      .description = request.description.value_or(""),
                      .create_date = call.now,
                      .update_date = call.now,
                      .document = request.policy_document};
  TRY(add_tags(policy.tags, tag_pairs(request.tags)));
  directory.save(policy);
  directory.save(policy, PolicyVersionRecord{1, policy.document, call.now});
  return CreatePolicyResponse{view(directory, policy, Detail::full)};
}

}  // namespace stellwerk::iam
