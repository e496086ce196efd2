#pragma once
#include "ports/identity.h"
#include "store/outbox.h"

namespace stellwerk::sts {

/// Temporary credentials. Keeps nothing itself: roles and sessions are the identity port's.
class Sts {
 public:
  explicit Sts(ports::Identity& identity) : identity_(identity) {}
  void attend(store::Outbox&) {}
  ports::Identity& identity() { return identity_; }

 private:
  ports::Identity& identity_;
};

}  // namespace stellwerk::sts
