#pragma once
#include <optional>
#include <string>
#include <vector>

#include "auth/caller.h"
#include "base/id_source.h"
#include "services/iam/records.h"

namespace stellwerk::iam {

/// What a session token says. It is the session: nothing about it is kept elsewhere.
struct SessionRecord {
  std::string account;
  std::string role_name;  // of a role's session; else the user's below
  std::string role_id;
  std::string session_name;
  std::string user_name;
  std::string user_id;
  std::string secret_access_key;
  Timestamp issue_time;
  Timestamp expiry;
  std::vector<std::string> policies;  // JSON texts
  std::vector<std::string> policy_arns;
  Tags tags;
  std::vector<std::string> transitive_tag_keys;
  std::string source_identity;
  bool is_root = false;  // of the account's root user
  static void fields(auto& record, auto& visit) {
    visit(1, record.account);
    visit(2, record.role_name);
    visit(3, record.role_id);
    visit(4, record.session_name);
    visit(5, record.user_name);
    visit(6, record.user_id);
    visit(7, record.secret_access_key);
    visit(8, record.issue_time);
    visit(9, record.expiry);
    visit(10, record.policies);
    visit(11, record.policy_arns);
    visit(12, record.tags);
    visit(13, record.transitive_tag_keys);
    visit(14, record.source_identity);
    visit(15, record.is_root);
  }
};

/// A token is bound to its access key id: neither is of use with another's.
std::string seal_session(const SessionRecord& session, const std::string& access_key_id, const std::string& key,
                         IdSource& ids);
/// Nothing for a token that was not sealed with `key` for this access key id.
std::optional<SessionRecord> open_session(const std::string& token, const std::string& access_key_id,
                                          const std::string& key);

}  // namespace stellwerk::iam
