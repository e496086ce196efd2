#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/secret_references.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<GetParametersResponse> get_parameters(Ssm&, ports::Call& call, const GetParametersRequest& request) {
  Parameters parameters(call);
  GetParametersResponse response;
  response.parameters.emplace();
  response.invalid_parameters.emplace();
  for (const auto& name : request.names) {
    auto reference = parse_reference(name, call.scope());
    if (is_secret_reference(reference.name)) {
      auto secret = secret_as_parameter(call, reference, request.with_decryption.value_or(false));
      if (secret) {
        response.parameters->push_back(std::move(*secret));
      } else if (secret.error().code == "ParameterNotFound") {
        response.invalid_parameters->push_back(name);
      } else {
        return std::move(secret).error();
      }
      continue;
    }
    auto parameter = parameters.find(reference);
    if (!parameter) {
      response.invalid_parameters->push_back(name);
      continue;
    }
    response.parameters->push_back(
        TRY(view(call, *parameter, reference.selector, request.with_decryption.value_or(false))));
  }
  return response;
}

}  // namespace stellwerk::ssm
