#pragma once
#include "base/result.h"
#include "ports/principals.h"
#include "services/secretsmanager/records.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::secretsmanager {

class SecretsManager {
 public:
  SecretsManager(store::Store& store, ports::Principals& principals) : store_(store), principals_(principals) {}
  /// Registers deletion at the end of the recovery window.
  void attend(store::Outbox& outbox);
  ports::Principals& principals() { return principals_; }

 private:
  Result<void> delete_secret(const store::Scope& scope, const DeletionEffect& effect);

  store::Store& store_;
  ports::Principals& principals_;
};

}  // namespace stellwerk::secretsmanager
