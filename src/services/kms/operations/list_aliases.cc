#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListAliasesResponse> list_aliases(Kms& kms, ports::Call& call, const ListAliasesRequest& request) {
  std::vector<AliasRecord> aliases = kAliases.all(call.transaction, call.scope());
  if (request.key_id) {
    FoundKey key = TRY(kms.find(call, *request.key_id));
    std::erase_if(aliases, [&](const AliasRecord& alias) { return alias.target_key_id != key.record.key_id; });
  }
  auto page = TRY(page_of(aliases.size(), request.limit, request.marker));
  ListAliasesResponse response;
  response.aliases.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    const AliasRecord& alias = aliases[i];
    AliasListEntry entry;
    entry.alias_name = alias.name;
    entry.alias_arn = "arn:aws:kms:" + call.region + ":" + call.account + ":" + alias.name;
    entry.target_key_id = alias.target_key_id;
    entry.creation_date = alias.created;
    entry.last_updated_date = alias.updated;
    response.aliases->push_back(std::move(entry));
  }
  response.truncated = page.next.has_value();
  response.next_marker = page.next;
  return response;
}

}  // namespace stellwerk::kms
