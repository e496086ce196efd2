#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListResourceTagsResponse> list_resource_tags(Kms& kms, ports::Call& call,
                                                    const ListResourceTagsRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  std::vector<Tag> tags;
  for (const auto& [name, value] : key.record.tags) tags.push_back({name, value});
  auto page = TRY(page_of(tags.size(), request.limit, request.marker));
  ListResourceTagsResponse response;
  response.tags = std::vector<Tag>(tags.begin() + static_cast<std::ptrdiff_t>(page.begin),
                                   tags.begin() + static_cast<std::ptrdiff_t>(page.end));
  response.truncated = page.next.has_value();
  response.next_marker = page.next;
  return response;
}

}  // namespace stellwerk::kms
