#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListKeyRotationsResponse> list_key_rotations(Kms& kms, ports::Call& call,
                                                    const ListKeyRotationsRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  if (request.include_key_material.value_or("ROTATIONS_ONLY") != "ROTATIONS_ONLY") {
    return errors::UnsupportedOperationException("IncludeKeyMaterial can only be ROTATIONS_ONLY here.");
  }
  // Every material but the first came by a rotation; its number tells which.
  std::vector<std::size_t> numbers;
  for (std::size_t number = 1; number < key.record.materials.size(); ++number) numbers.push_back(number);
  auto page = aws::page_of("kms.rotations", std::move(numbers), request.marker, size_of_page(request.limit),
                           [](std::size_t number) { return store::ordered(number); });
  ListKeyRotationsResponse response;
  response.rotations.emplace();
  for (std::size_t number : TRY(items_of(std::move(page), response))) {
    const Material& material = key.record.materials[number];
    RotationsListEntry entry;
    entry.key_id = key.record.arn;
    entry.rotation_date = material.created;
    entry.rotation_type = material.on_demand ? "ON_DEMAND" : "AUTOMATIC";
    response.rotations->push_back(std::move(entry));
  }
  return response;
}

}  // namespace stellwerk::kms
