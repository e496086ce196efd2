#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"
#include "store/topic.h"

namespace stellwerk::secretsmanager {

struct SecretRecord {
  std::string name;
  std::string suffix;  // six characters that end the ARN
  std::string description;
  std::string kms_key_id;  // empty: aws/secretsmanager
  Timestamp created;
  Timestamp changed;
  std::optional<Timestamp> accessed;  // the day
  std::optional<Timestamp> deletion_asked;
  std::optional<Timestamp> deletion_due;
  std::map<std::string, std::string> tags;
  std::string policy;
  std::map<std::string, std::string> stages;  // label → version id
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.suffix);
    visit(3, record.description);
    visit(4, record.kms_key_id);
    visit(5, record.created);
    visit(6, record.changed);
    visit(7, record.accessed);
    visit(8, record.deletion_asked);
    visit(9, record.deletion_due);
    visit(10, record.tags);
    visit(11, record.policy);
    visit(12, record.stages);
  }
};

/// A value, sealed under a data key of its own, which is kept as KMS encrypted it. Another key that the secret is given
/// later opens it too, without shutting out those who may use the first only.
struct VersionRecord {
  std::string id;
  Timestamp created;
  std::optional<Timestamp> accessed;  // the day
  bool is_binary = false;
  std::string kms_key_id;
  std::string encrypted_data_key;
  std::string sealed;
  std::map<std::string, std::string> later_data_keys;  // the same data key, by the later key's id
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.created);
    visit(3, record.accessed);
    visit(4, record.is_binary);
    visit(5, record.kms_key_id);
    visit(6, record.encrypted_data_key);
    visit(7, record.sealed);
    visit(8, record.later_data_keys);
  }
};

/// By name.
inline constexpr store::Table<SecretRecord> kSecrets{"secretsmanager.secret"};
/// By name, version id.
inline constexpr store::Table<VersionRecord> kVersions{"secretsmanager.version"};

/// Effect: the recovery window of a secret is over.
struct DeletionEffect {
  std::string name;
  Timestamp due;  // tells it from that of an earlier deletion, taken back since
  static void fields(auto& record, auto& visit) {
    visit(3, record.name);
    visit(4, record.due);
  }
};
inline constexpr store::Topic<DeletionEffect> kDeletion{"secretsmanager.delete", 1};

}  // namespace stellwerk::secretsmanager
