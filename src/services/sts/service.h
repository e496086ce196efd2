#pragma once
#include "ports/root_sessions.h"
#include "ports/sessions.h"

namespace stellwerk::sts {

/// Temporary credentials. Keeps nothing itself: roles and sessions are the identity port's.
class Sts {
 public:
  Sts(ports::Sessions& sessions, ports::RootSessions& root_sessions)
      : sessions_(sessions), root_sessions_(root_sessions) {}
  ports::Sessions& sessions() { return sessions_; }
  ports::RootSessions& root_sessions() { return root_sessions_; }

 private:
  ports::Sessions& sessions_;
  ports::RootSessions& root_sessions_;
};

}  // namespace stellwerk::sts
