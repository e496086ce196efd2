#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<GetParameterResponse> get_parameter(Ssm&, ports::Call& call, const GetParameterRequest& request) {
  auto reference = parse_reference(request.name);
  auto parameter = TRY(Parameters(call).find(reference));
  return GetParameterResponse{TRY(view(call, parameter, reference.selector, request.with_decryption.value_or(false)))};
}

}  // namespace stellwerk::ssm
