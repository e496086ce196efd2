#include <algorithm>

#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListKeyRotationsResponse> list_key_rotations(Kms& kms, ports::Call& call,
                                                    const ListKeyRotationsRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  if (request.include_key_material.value_or("ROTATIONS_ONLY") != "ROTATIONS_ONLY") {
    return errors::UnsupportedOperationException("IncludeKeyMaterial can only be ROTATIONS_ONLY here.");
  }
  auto page = TRY(page_of(key.record.materials.size(), request.limit, request.marker));
  ListKeyRotationsResponse response;
  response.rotations.emplace();
  for (std::size_t i = std::max<std::size_t>(page.begin, 1); i < page.end; ++i) {
    const Material& material = key.record.materials[i];
    RotationsListEntry entry;
    entry.key_id = key.record.arn;
    entry.rotation_date = material.created;
    entry.rotation_type = material.on_demand ? "ON_DEMAND" : "AUTOMATIC";
    response.rotations->push_back(std::move(entry));
  }
  response.truncated = page.next.has_value();
  response.next_marker = page.next;
  return response;
}

}  // namespace stellwerk::kms
