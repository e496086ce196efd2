#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<UnlabelParameterVersionResponse> unlabel_parameter_version(Ssm&, ports::Call& call,
                                                                  const UnlabelParameterVersionRequest& request) {
  Parameters parameters(call);
  auto target = TRY(parameters.find({request.name, ":" + std::to_string(request.parameter_version)}));
  UnlabelParameterVersionResponse response;
  response.removed_labels.emplace();
  response.invalid_labels.emplace();
  for (const auto& label : request.labels) {
    auto& list = std::erase(target.labels, label) > 0 ? *response.removed_labels : *response.invalid_labels;
    list.push_back(label);
  }
  parameters.save_version(target);
  return response;
}

}  // namespace stellwerk::ssm
