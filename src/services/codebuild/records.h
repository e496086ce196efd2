#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"
#include "store/topic.h"

namespace stellwerk::codebuild {

struct VariableRecord {
  std::string name;
  std::string value;
  std::string type = "PLAINTEXT";
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.value);
    visit(3, record.type);
  }
};

struct SourceRecord {
  std::string type;
  std::string location;
  std::string buildspec;
  std::string identifier;  // secondary sources
  std::int64_t git_clone_depth = 0;
  bool insecure_ssl = false;
  bool report_build_status = false;
  bool says_no_submodules = false;  // gitSubmodulesConfig was given: it comes back only then
  static void fields(auto& record, auto& visit) {
    visit(1, record.type);
    visit(2, record.location);
    visit(3, record.buildspec);
    visit(4, record.identifier);
    visit(5, record.git_clone_depth);
    visit(6, record.insecure_ssl);
    visit(7, record.report_build_status);
    visit(8, record.says_no_submodules);
  }
};

struct SourceVersionRecord {
  std::string identifier;
  std::string version;
  static void fields(auto& record, auto& visit) {
    visit(1, record.identifier);
    visit(2, record.version);
  }
};

struct ArtifactsRecord {
  std::string type;
  std::string location;
  std::string path;
  std::string namespace_type;
  std::string name;
  std::string packaging;
  std::string identifier;  // secondary artifacts
  bool override_artifact_name = false;
  bool encryption_disabled = false;
  static void fields(auto& record, auto& visit) {
    visit(1, record.type);
    visit(2, record.location);
    visit(3, record.path);
    visit(4, record.namespace_type);
    visit(5, record.name);
    visit(6, record.packaging);
    visit(7, record.identifier);
    visit(8, record.override_artifact_name);
    visit(9, record.encryption_disabled);
  }
};

struct EnvironmentRecord {
  std::string type;
  std::string image;
  std::string compute_type;
  std::string image_pull_credentials_type = "CODEBUILD";
  std::vector<VariableRecord> variables;
  static void fields(auto& record, auto& visit) {
    visit(1, record.type);
    visit(2, record.image);
    visit(3, record.compute_type);
    visit(4, record.image_pull_credentials_type);
    visit(5, record.variables);
  }
};

struct LogsRecord {
  bool is_enabled = true;
  std::string group_name;
  std::string stream_name;
  static void fields(auto& record, auto& visit) {
    visit(1, record.is_enabled);
    visit(2, record.group_name);
    visit(3, record.stream_name);
  }
};

/// What a project says and each of its builds takes over, unless StartBuild says otherwise.
struct Settings {
  SourceRecord source;
  std::vector<SourceRecord> secondary_sources;
  std::string source_version;
  std::vector<SourceVersionRecord> secondary_source_versions;
  ArtifactsRecord artifacts;
  std::vector<ArtifactsRecord> secondary_artifacts;
  EnvironmentRecord environment;
  std::string service_role;
  std::string encryption_key;
  std::int64_t timeout_in_minutes = 60;
  std::int64_t queued_timeout_in_minutes = 480;
  LogsRecord logs;
  static void fields(auto& record, auto& visit) {
    visit(1, record.source);
    visit(2, record.secondary_sources);
    visit(3, record.source_version);
    visit(4, record.secondary_source_versions);
    visit(5, record.artifacts);
    visit(6, record.secondary_artifacts);
    visit(7, record.environment);
    visit(8, record.service_role);
    visit(9, record.encryption_key);
    visit(10, record.timeout_in_minutes);
    visit(11, record.queued_timeout_in_minutes);
    visit(12, record.logs);
  }
};

struct ProjectRecord {
  std::string name;
  std::string description;
  Settings settings;
  std::map<std::string, std::string> tags;
  Timestamp created;
  Timestamp last_modified;
  std::int64_t concurrent_build_limit = 0;  // 0: none
  std::string visibility = "PRIVATE";
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.description);
    visit(3, record.settings);
    visit(4, record.tags);
    visit(5, record.created);
    visit(6, record.last_modified);
    visit(7, record.concurrent_build_limit);
    visit(8, record.visibility);
  }
};

struct ContextRecord {
  std::string status_code;
  std::string message;
  static void fields(auto& record, auto& visit) {
    visit(1, record.status_code);
    visit(2, record.message);
  }
};

struct PhaseRecord {
  std::string type;
  std::string status;  // empty while it runs
  Timestamp started;
  std::optional<Timestamp> ended;
  std::vector<ContextRecord> contexts;
  static void fields(auto& record, auto& visit) {
    visit(1, record.type);
    visit(2, record.status);
    visit(3, record.started);
    visit(4, record.ended);
    visit(5, record.contexts);
  }
};

/// Where artifacts went.
struct UploadRecord {
  std::string location;
  std::string sha256;
  std::string md5;
  static void fields(auto& record, auto& visit) {
    visit(1, record.location);
    visit(2, record.sha256);
    visit(3, record.md5);
  }
};

struct BuildRecord {
  std::string id;  // "project:uuid"
  std::string project;
  std::int64_t number = 0;
  Settings settings;
  std::string initiator;
  std::string status = "IN_PROGRESS";
  std::string current_phase = "QUEUED";
  std::vector<PhaseRecord> phases;
  Timestamp started;
  std::optional<Timestamp> ended;
  std::string resolved_source_version;
  std::vector<VariableRecord> exported;
  UploadRecord upload;
  std::map<std::string, UploadRecord> secondary_uploads;  // by identifier
  bool is_stop_requested = false;
  std::int64_t concurrent_build_limit = 0;
  std::string log_group;  // empty: no logs
  std::string log_stream;
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.project);
    visit(3, record.number);
    visit(4, record.settings);
    visit(5, record.initiator);
    visit(6, record.status);
    visit(7, record.current_phase);
    visit(8, record.phases);
    visit(9, record.started);
    visit(10, record.ended);
    visit(11, record.resolved_source_version);
    visit(12, record.exported);
    visit(13, record.upload);
    visit(14, record.secondary_uploads);
    visit(15, record.is_stop_requested);
    visit(16, record.concurrent_build_limit);
    visit(17, record.log_group);
    visit(18, record.log_stream);
  }
  bool is_complete() const { return status != "IN_PROGRESS"; }
};

/// Counts a project's builds, also over its deletion and creation anew.
struct CounterRecord {
  std::int64_t last_number = 0;
  static void fields(auto& record, auto& visit) { visit(1, record.last_number); }
};

/// A StartBuild or RetryBuild that was answered: within kIdempotencySeconds the same token gets the same build.
struct TokenRecord {
  std::string build_id;
  std::string request_digest;
  Timestamp used;
  static void fields(auto& record, auto& visit) {
    visit(1, record.build_id);
    visit(2, record.request_digest);
    visit(3, record.used);
  }
};

/// Builds in the order of their start.
struct BuildIndexRecord {
  std::string build_id;
  static void fields(auto& record, auto& visit) { visit(1, record.build_id); }
};

inline constexpr store::Table<ProjectRecord> kProjects{"codebuild.project"};                 // name
inline constexpr store::Table<BuildRecord> kBuilds{"codebuild.build"};                       // id
inline constexpr store::Table<BuildIndexRecord> kBuildOrder{"codebuild.order"};              // time, id
inline constexpr store::Table<BuildIndexRecord> kProjectBuilds{"codebuild.project-builds"};  // project, time, id
inline constexpr store::Table<CounterRecord> kCounters{"codebuild.counter"};                 // project
inline constexpr store::Table<TokenRecord> kTokens{"codebuild.token"};                       // project, token

struct BuildEffect {
  std::string build_id;
  static void fields(auto& record, auto& visit) { visit(3, record.build_id); }
};
/// Builds on this host at one time; further ones stay QUEUED.
inline constexpr int kBuildsAtOnce = 4;
inline constexpr store::Topic<BuildEffect> kRun{"codebuild.run", kBuildsAtOnce};
inline constexpr store::Topic<BuildEffect> kStop{"codebuild.stop", 1};

}  // namespace stellwerk::codebuild
