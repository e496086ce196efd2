#include "services/secretsmanager/service.h"

#include <functional>

#include "services/secretsmanager/secrets.h"

namespace stellwerk::secretsmanager {

void SecretsManager::attend(store::Outbox& outbox) {
  kDeletion.handle(outbox, std::bind_front(&SecretsManager::delete_secret, this));
}

Result<void> SecretsManager::delete_secret(const store::Scope& scope, const DeletionEffect& effect) {
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    auto secret = kSecrets.get(transaction, scope, {effect.name});
    if (secret && secret->deletion_due == effect.due) erase_secret(transaction, scope, *secret);
    return {};
  });
}

}  // namespace stellwerk::secretsmanager
