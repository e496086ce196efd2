#include "services/iam/directory.h"
#include "services/iam/managed_policies.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

namespace {

bool has_kind(const AttachmentRecord& holder, const std::optional<std::string>& filter) {
  if (!filter) return true;
  if (*filter == "User") return holder.holder_kind == "user";
  if (*filter == "Group") return holder.holder_kind == "group";
  return *filter == "Role" && holder.holder_kind == "role";
}

std::string holder_path(Directory& directory, const AttachmentRecord& holder) {
  if (holder.holder_kind == "user") return directory.user(holder.holder_name)->path;
  if (holder.holder_kind == "group") return directory.group(holder.holder_name)->path;
  return directory.role(holder.holder_name)->path;
}

void add_holder(Directory& directory, const AttachmentRecord& holder, ListEntitiesForPolicyResponse& response) {
  const auto& name = holder.holder_name;
  if (holder.holder_kind == "user") response.policy_users->push_back({name, directory.user(name)->id});
  if (holder.holder_kind == "group") response.policy_groups->push_back({name, directory.group(name)->id});
  if (holder.holder_kind == "role") response.policy_roles->push_back({name, directory.role(name)->id});
}

}  // namespace

Result<ListEntitiesForPolicyResponse> list_entities_for_policy(Iam&, ports::Call& call,
                                                               const ListEntitiesForPolicyRequest& request) {
  Directory directory(call);
  if (!find_managed_policy(request.policy_arn)) TRY(directory.policy(request.policy_arn));
  auto usage = request.policy_usage_filter.value_or("");
  std::vector<AttachmentRecord> holders;
  for (const auto& kind : {kPolicyUsage, kBoundaryUsage}) {
    if (usage == "PermissionsPolicy" && kind != kPolicyUsage) continue;
    if (usage == "PermissionsBoundary" && kind != kBoundaryUsage) continue;
    for (auto& holder : directory.holders(request.policy_arn, kind)) {
      if (!has_kind(holder, request.entity_filter)) continue;
      if (!holder_path(directory, holder).starts_with(request.path_prefix.value_or("/"))) continue;
      holders.push_back(std::move(holder));
    }
  }
  auto key_of = [](const AttachmentRecord& holder) { return holder.holder_kind + "/" + holder.holder_name; };
  std::ranges::sort(holders, {}, key_of);
  auto [first, last] = std::ranges::unique(holders, {}, key_of);  // attached and boundary at once
  holders.erase(first, last);
  ListEntitiesForPolicyResponse response;
  response.policy_groups.emplace();
  response.policy_users.emplace();
  response.policy_roles.emplace();
  for (const auto& holder : TRY(page_of(std::move(holders), request, response, key_of))) {
    add_holder(directory, holder, response);
  }
  return response;
}

}  // namespace stellwerk::iam
