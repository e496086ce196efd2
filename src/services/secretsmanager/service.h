#pragma once
#include "base/result.h"
#include "services/secretsmanager/records.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::secretsmanager {

class SecretsManager {
 public:
  explicit SecretsManager(store::Store& store) : store_(store) {}
  /// Registers deletion at the end of the recovery window.
  void attend(store::Outbox& outbox);

 private:
  Result<void> delete_secret(const store::Scope& scope, const DeletionEffect& effect);

  store::Store& store_;
};

}  // namespace stellwerk::secretsmanager
