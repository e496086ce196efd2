#include "aws/arn.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListAliasesResponse> list_aliases(Kms& kms, ports::Call& call, const ListAliasesRequest& request) {
  std::optional<std::string> target;
  if (request.key_id) target = TRY(kms.find(call, *request.key_id)).record.key_id;
  auto page = aws::page(
      kAliases, call.transaction, call.scope(), {}, request.marker, size_of_page(request.limit), aws::Order::ascending,
      [&](const auto&, const AliasRecord& alias) { return !target || alias.target_key_id == *target; });
  ListAliasesResponse response;
  response.aliases.emplace();
  for (const AliasRecord& alias : TRY(items_of(std::move(page), response))) {
    AliasListEntry entry;
    entry.alias_name = alias.name;
    entry.alias_arn = aws::arn("kms", call.scope(), alias.name);
    entry.target_key_id = alias.target_key_id;
    entry.creation_date = alias.created;
    entry.last_updated_date = alias.updated;
    response.aliases->push_back(std::move(entry));
  }
  return response;
}

}  // namespace stellwerk::kms
