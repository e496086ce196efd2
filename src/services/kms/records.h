#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"
#include "store/topic.h"

namespace stellwerk::kms {

/// One generation of a key's material, sealed under the installation's wrapping key.
struct Material {
  std::string sealed;
  Timestamp created;
  bool on_demand = false;
  static void fields(auto& record, auto& visit) {
    visit(1, record.sealed);
    visit(2, record.created);
    visit(3, record.on_demand);
  }
};

struct KeyRecord {
  std::string key_id;
  std::string arn;
  std::string description;
  std::string state = "Enabled";
  std::string manager = "CUSTOMER";
  std::string policy;
  Timestamp created;
  std::optional<Timestamp> deletion_date;
  std::int64_t pending_window_in_days = 0;
  bool rotation_enabled = false;
  std::int64_t rotation_period_in_days = 0;
  std::optional<Timestamp> next_rotation;
  std::vector<Material> materials;
  std::map<std::string, std::string> tags;
  static void fields(auto& record, auto& visit) {
    visit(1, record.key_id);
    visit(2, record.arn);
    visit(3, record.description);
    visit(4, record.state);
    visit(5, record.manager);
    visit(6, record.policy);
    visit(7, record.created);
    visit(8, record.deletion_date);
    visit(9, record.pending_window_in_days);
    visit(10, record.rotation_enabled);
    visit(11, record.rotation_period_in_days);
    visit(12, record.next_rotation);
    visit(13, record.materials);
    visit(14, record.tags);
  }
};

struct AliasRecord {
  std::string name;  // "alias/…"
  std::string target_key_id;
  Timestamp created;
  Timestamp updated;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.target_key_id);
    visit(3, record.created);
    visit(4, record.updated);
  }
};

struct GrantRecord {
  std::string grant_id;
  std::string key_id;
  std::string name;
  std::string grantee_principal;
  std::string retiring_principal;
  std::string issuing_account;
  std::vector<std::string> operations;
  std::map<std::string, std::string> context_subset;
  std::map<std::string, std::string> context_equals;
  Timestamp created;
  static void fields(auto& record, auto& visit) {
    visit(1, record.grant_id);
    visit(2, record.key_id);
    visit(3, record.name);
    visit(4, record.grantee_principal);
    visit(5, record.retiring_principal);
    visit(6, record.issuing_account);
    visit(7, record.operations);
    visit(8, record.context_subset);
    visit(9, record.context_equals);
    visit(10, record.created);
  }
};

/// What a scheduled effect is about.
struct KeyEffect {
  std::string key_id;
  static void fields(auto& record, auto& visit) { visit(3, record.key_id); }
};

inline constexpr store::Table<KeyRecord> kKeys{"kms.key"};         // key id
inline constexpr store::Table<AliasRecord> kAliases{"kms.alias"};  // alias name
inline constexpr store::Table<GrantRecord> kGrants{"kms.grant"};   // key id, grant id

inline constexpr store::Topic<KeyEffect> kDelete{"kms.delete-key", 1};
inline constexpr store::Topic<KeyEffect> kRotate{"kms.rotate-key", 1};

}  // namespace stellwerk::kms
