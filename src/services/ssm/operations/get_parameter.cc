#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/secret_references.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<GetParameterResponse> get_parameter(Ssm&, ports::Call& call, const GetParameterRequest& request) {
  auto reference = parse_reference(request.name, call.scope());
  bool decrypt = request.with_decryption.value_or(false);
  if (is_secret_reference(reference.name)) {
    return GetParameterResponse{TRY(secret_as_parameter(call, reference, decrypt))};
  }
  auto parameter = TRY(Parameters(call).find(reference));
  return GetParameterResponse{TRY(view(call, parameter, reference.selector, decrypt))};
}

}  // namespace stellwerk::ssm
