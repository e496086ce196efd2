#include <algorithm>

#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<LabelParameterVersionResponse> label_parameter_version(Ssm& ssm, ports::Call& call,
                                                              const LabelParameterVersionRequest& request) {
  Parameters parameters(call);
  auto parameter = TRY(parameters.existing(request.name));
  auto reference =
      Reference{parameter.name, request.parameter_version ? ":" + std::to_string(*request.parameter_version) : ""};
  auto target = TRY(parameters.find(reference));
  LabelParameterVersionResponse response;
  response.invalid_labels.emplace();
  response.parameter_version = target.version;
  for (const auto& label : request.labels) {
    if (!is_label(label)) {
      response.invalid_labels->push_back(label);
      continue;
    }
    // A label names one version: it moves.
    for (auto& version : parameters.versions(parameter.name)) {
      if (version.version != target.version && std::erase(version.labels, label) > 0) parameters.save_version(version);
    }
    if (std::ranges::find(target.labels, label) == target.labels.end()) target.labels.push_back(label);
  }
  if (target.labels.size() > kLabelsLimit) {
    return errors::ParameterVersionLabelLimitExceeded("A version can have up to " + std::to_string(kLabelsLimit) +
                                                      " labels.");
  }
  parameters.save_version(target);
  tell(ssm.events(), call, parameter, "LabelParameterVersion");
  return response;
}

}  // namespace stellwerk::ssm
