#include "ports/face.h"

#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

ports::Face open(ports::Foundation& on) {
  auto secretsmanager = std::make_shared<SecretsManager>(on.get<store::Store>(), on.get<ports::Principals>());
  return {.service = secretsmanager,
          .operations = {bound(*secretsmanager)},
          .attend = std::bind_front(&SecretsManager::attend, secretsmanager.get())};
}

}  // namespace stellwerk::secretsmanager
