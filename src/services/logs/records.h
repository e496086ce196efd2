#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"
#include "store/topic.h"

namespace stellwerk::logs {

/// A data key of a KMS key, as KMS sealed it.
struct GroupDataKey {
  std::string kms_key_arn;
  std::string sealed;
  static void fields(auto& record, auto& visit) {
    visit(1, record.kms_key_arn);
    visit(2, record.sealed);
  }
};

struct GroupRecord {
  std::string id;  // of this life of the name
  std::string name;
  Timestamp created;
  std::optional<std::int64_t> retention_in_days;
  bool is_deletion_protected = false;
  std::map<std::string, std::string> tags;
  std::optional<std::string> kms_key_arn;
  std::vector<GroupDataKey> data_keys;  // events name one by its place, counted from 1; none is taken away
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.name);
    visit(3, record.created);
    visit(4, record.retention_in_days);
    visit(5, record.is_deletion_protected);
    visit(6, record.tags);
    visit(7, record.kms_key_arn);
    visit(8, record.data_keys);
  }
};

struct StreamRecord {
  std::string id;
  std::string name;
  Timestamp created;
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.name);
    visit(3, record.created);
  }
};

/// Written with each append, read only for descriptions: apart from the stream, so that appends do not meet there.
struct StreamActivity {
  Timestamp last_ingestion;
  static void fields(auto& record, auto& visit) { visit(1, record.last_ingestion); }
};

struct GroupSize {
  std::int64_t stored_bytes = 0;
  static void fields(auto& record, auto& visit) { visit(1, record.stored_bytes); }
};

struct EventRecord {
  std::string message;  // sealed if data_key is not 0
  Timestamp ingested;
  std::uint32_t data_key = 0;
  static void fields(auto& record, auto& visit) {
    visit(1, record.message);
    visit(2, record.ingested);
    visit(3, record.data_key);
  }
};

inline constexpr store::Table<GroupRecord> kGroups{"logs.group"};            // name
inline constexpr store::Table<StreamRecord> kStreams{"logs.stream"};         // group id, name
inline constexpr store::Table<StreamActivity> kActivities{"logs.activity"};  // stream id
inline constexpr store::Table<GroupSize> kSizes{"logs.size"};                // group id
inline constexpr store::Table<EventRecord> kEvents{"logs.event"};  // stream id, time, order, tie: see Position

/// Effects kErase (the streams of a deleted group, or one stream) and kSweep (a group).
struct GroupEffect {
  std::string group_id;
  std::string group_name;
  std::string stream_id;  // empty: all of the group's
  static void fields(auto& record, auto& visit) {
    visit(3, record.group_id);
    visit(4, record.group_name);
    visit(5, record.stream_id);
  }
};
inline constexpr store::Topic<GroupEffect> kErase{"logs.erase", 1};
inline constexpr store::Topic<GroupEffect> kSweep{"logs.sweep", 1};

}  // namespace stellwerk::logs
