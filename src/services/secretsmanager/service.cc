#include "services/secretsmanager/service.h"

#include "services/secretsmanager/secrets.h"

namespace stellwerk::secretsmanager {

namespace {

constexpr int kConcurrentDeletions = 1;

}  // namespace

void SecretsManager::attend(store::Outbox& outbox) {
  outbox.handle(kDeletionTopic, kConcurrentDeletions, [this](const store::Effect& effect) {
    return delete_secret(store::decode_record<DeletionEffect>(effect.payload));
  });
}

Result<void> SecretsManager::delete_secret(const DeletionEffect& effect) {
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    store::Scope scope{effect.account, effect.region};
    auto secret = kSecrets.get(transaction, scope, {effect.name});
    if (secret && secret->deletion_due == effect.due) erase_secret(transaction, scope, *secret);
    return {};
  });
}

}  // namespace stellwerk::secretsmanager
