#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<GetRandomPasswordResponse> get_random_password(SecretsManager&, ports::Call& call,
                                                      const GetRandomPasswordRequest& request) {
  return GetRandomPasswordResponse{TRY(random_password(request, call.ids))};
}

}  // namespace stellwerk::secretsmanager
