#pragma once
#include "gateway/environment.h"
#include "gateway/witness.h"

namespace stellwerk::gateway {

/// When a principal last used a service, as IAM shows it.
class LastUse final : public Witness {
 public:
  explicit LastUse(const Environment& environment) : environment_(environment) {}
  bool keeps(const Carried& carried) const override { return carried.error == nullptr; }
  void saw(store::Transaction& transaction, const Carried& carried) override {
    environment_.identity->note_use(transaction, carried.caller, carried.service, carried.region, carried.now);
  }

 private:
  const Environment& environment_;
};

}  // namespace stellwerk::gateway
