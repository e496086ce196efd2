#pragma once
#include <string>

#include "auth/caller.h"
#include "base/result.h"
#include "ports/client.h"
#include "store/key.h"

namespace stellwerk::ports {

/// What a service acts in a role for. Every part is known to whoever acts, so none has a default.
struct Errand {
  std::string service;       // its principal, "codebuild.amazonaws.com"
  store::Scope scope;        // whose resource it acts for, and where
  std::string source_arn;    // that resource: aws:SourceArn
  std::string session_name;  // cut to 64 characters
};

/// Services in roles. The one place where a service comes by a role's session, so here it is checked that the role
/// belongs to the account of the resource (which is aws:SourceAccount) and that its trust policy names the service.
/// Each in a transaction of its own. Error: AccessDenied with AWS's text. Kept by services/iam.
class Roles {
 public:
  virtual ~Roles() = default;
  /// To call others with, inside the server; in the scope's region.
  virtual Result<Session> enter(const Errand& errand, const std::string& role_arn) = 0;
  /// For a build or function to use: they call from outside.
  virtual Result<auth::Credential> credential(const Errand& errand, const std::string& role_arn) = 0;
};

}  // namespace stellwerk::ports
