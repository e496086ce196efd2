#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<DeleteParametersResponse> delete_parameters(Ssm& ssm, ports::Call& call,
                                                   const DeleteParametersRequest& request) {
  Parameters parameters(call);
  DeleteParametersResponse response;
  response.deleted_parameters.emplace();
  response.invalid_parameters.emplace();
  for (const auto& name : request.names) {
    auto parameter = parameters.newest(parse_reference(name, call.scope()).name);
    if (!parameter) {
      response.invalid_parameters->push_back(name);
      continue;
    }
    parameters.erase(parameter->name);
    tell(ssm.events(), call, *parameter, "Delete");
    response.deleted_parameters->push_back(name);
  }
  return response;
}

}  // namespace stellwerk::ssm
