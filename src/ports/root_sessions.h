#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "auth/caller.h"
#include "base/result.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// Sessions of an account's root user, for what nobody else can undo: a bucket policy that denies all. Kept by
/// services/iam.
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
class RootSessions {
 public:
  virtual ~RootSessions() = default;

  struct Request {
    std::string account;
    std::string task_policy_arn;  // one of arn:aws:iam::aws:policy/root-task/…: all that the session may do
    std::int64_t duration_seconds = 0;
    std::string source_identity;
  };

  /// Whether `caller`'s account manages an organisation that `account` is a member of, and that lets its root
  /// users be entered so. Error: AccessDenied, with what is missing.
  virtual Result<void> check_root_session(store::Transaction& transaction, const auth::Caller& caller,
                                          const std::string& account) = 0;
  /// Whoever calls this has made that check. Error: ValidationError for a policy of another kind.
  virtual Result<auth::Credential> issue_root_session(store::Transaction& transaction, const Request& request) = 0;
};

}  // namespace stellwerk::ports
