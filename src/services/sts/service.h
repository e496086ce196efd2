#pragma once
#include "ports/identity.h"
#include "ports/root_sessions.h"
#include "store/outbox.h"

namespace stellwerk::sts {

/// Temporary credentials. Keeps nothing itself: roles and sessions are the identity port's.
class Sts {
 public:
  Sts(ports::Identity& identity, ports::RootSessions& root_sessions)
      : identity_(identity), root_sessions_(root_sessions) {}
  void attend(store::Outbox&) {}
  ports::Identity& identity() { return identity_; }
  ports::RootSessions& root_sessions() { return root_sessions_; }

 private:
  ports::Identity& identity_;
  ports::RootSessions& root_sessions_;
};

}  // namespace stellwerk::sts
