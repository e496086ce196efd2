#include <algorithm>

#include "auth/policy.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/service.h"
#include "services/iam/simulation.h"

namespace stellwerk::iam {

Result<SimulatePrincipalPolicyResponse> simulate_principal_policy(Iam& iam, ports::Call& call,
                                                                  const SimulatePrincipalPolicyRequest& request) {
  if (request.resource_handling_option) {
    return errors::InvalidInputException(
        "ResourceHandlingOption is not supported; name the resources in ResourceArns.");
  }
  auto principal = TRY(simulated_principal(iam, call, request));
  std::vector<EvaluationResult> results;
  for (const auto& action : request.action_names) {
    for (const auto& resource : request.resource_arns.value_or(std::vector<std::string>{"*"})) {
      results.push_back(simulate(iam, call, principal, request, action, resource));
    }
  }
  // Results keep the order of the request, so a page is named by the place of its last item.
  struct Numbered {
    std::string place;
    EvaluationResult result;
  };
  std::vector<Numbered> numbered;
  for (auto& result : results) numbered.push_back({store::ordered(numbered.size()), std::move(result)});
  SimulatePrincipalPolicyResponse response;
  response.evaluation_results.emplace();
  for (auto& item : TRY(page_of(std::move(numbered), request, response, [](const Numbered& n) { return n.place; }))) {
    response.evaluation_results->push_back(std::move(item.result));
  }
  return response;
}

}  // namespace stellwerk::iam
