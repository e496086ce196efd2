#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<DeleteParameterResponse> delete_parameter(Ssm& ssm, ports::Call& call, const DeleteParameterRequest& request) {
  Parameters parameters(call);
  auto parameter = TRY(parameters.existing(parse_reference(request.name, call.scope()).name));
  parameters.erase(parameter.name);
  tell(ssm.events(), call, parameter, "Delete");
  return DeleteParameterResponse{};
}

}  // namespace stellwerk::ssm
