#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"

namespace stellwerk::ssm {

/// A value as it is kept. A SecureString's is the ciphertext that KMS answered (standard tier), or is sealed
/// under a data key of its own, kept beside it as KMS encrypted it (advanced tier: KMS takes 4096 bytes).
struct ValueRecord {
  std::string text;
  std::string encrypted_data_key;
  static void fields(auto& record, auto& visit) {
    visit(1, record.text);
    visit(2, record.encrypted_data_key);
  }
};

struct ParameterRecord {
  std::string name;
  std::string type;  // "String", "StringList", "SecureString"
  std::string tier;  // "Standard", "Advanced"
  std::string data_type;
  std::string key_id;  // SecureString only, as it was given
  std::string description;
  std::string allowed_pattern;
  std::int64_t version = 1;
  Timestamp modified;
  std::string modified_by;  // ARN
  ValueRecord value;
  std::vector<std::string> labels;  // of this version
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.type);
    visit(3, record.tier);
    visit(4, record.data_type);
    visit(5, record.key_id);
    visit(6, record.description);
    visit(7, record.allowed_pattern);
    visit(8, record.version);
    visit(9, record.modified);
    visit(10, record.modified_by);
    visit(11, record.value);
    visit(12, record.labels);
  }
};

struct TagsRecord {
  std::map<std::string, std::string> tags;
  static void fields(auto& record, auto& visit) { visit(1, record.tags); }
};

/// The newest version of each, by name.
inline constexpr store::Table<ParameterRecord> kParameters{"ssm.parameter"};
/// Every version, by name and number.
inline constexpr store::Table<ParameterRecord> kVersions{"ssm.parameter-version"};
/// By parameter name.
inline constexpr store::Table<TagsRecord> kTags{"ssm.tags"};

}  // namespace stellwerk::ssm
