#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListCreateAccountStatusResponse> list_create_account_status(Organizations&, ports::Call& call,
                                                                   const ListCreateAccountStatusRequest& request) {
  Tree tree = TRY(managed_tree(call));
  auto creations = kCreations.all(call.transaction, tree.scope());
  if (request.states) {
    std::erase_if(creations, [&](const CreationRecord& creation) {
      return std::find(request.states->begin(), request.states->end(), creation.state) == request.states->end();
    });
  }
  auto page = TRY(page_of(
      request.kOperation, creations, [](const auto& one) { return one.id; }, request.max_results, request.next_token));
  ListCreateAccountStatusResponse response{.next_token = page.next};
  auto& out = response.create_account_statuses.emplace();
  for (const CreationRecord& creation : page.items) out.push_back(view_of(creation));
  return response;
}

}  // namespace stellwerk::organizations
