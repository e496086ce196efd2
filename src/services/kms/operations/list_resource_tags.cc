#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListResourceTagsResponse> list_resource_tags(Kms& kms, ports::Call& call,
                                                    const ListResourceTagsRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  auto page = aws::page_of("kms.tags", aws::tags_as<Tag>(key.record.tags), request.marker, size_of_page(request.limit),
                           &Tag::tag_key);
  ListResourceTagsResponse response;
  response.tags = TRY(items_of(std::move(page), response));
  return response;
}

}  // namespace stellwerk::kms
