#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"
#include "store/topic.h"

namespace stellwerk::codepipeline {

/// The gate before a stage, and who is in it or waits for it. Executions are named by their sequence number.
struct StageGate {
  std::uint64_t occupant = 0;          // 0: free
  std::vector<std::uint64_t> waiting;  // in order of arrival
  bool is_enabled = true;
  std::string disabled_reason;
  std::string changed_by;
  std::optional<Timestamp> changed;
  std::uint64_t latest = 0;  // the execution that entered last
  static void fields(auto& record, auto& visit) {
    visit(1, record.occupant);
    visit(2, record.waiting);
    visit(3, record.is_enabled);
    visit(4, record.disabled_reason);
    visit(5, record.changed_by);
    visit(6, record.changed);
    visit(7, record.latest);
  }
};

struct PipelineRecord {
  std::string name;
  std::int64_t version = 1;
  std::string definition;  // the declaration as JSON, see definition.h
  Timestamp created;
  Timestamp updated;
  std::map<std::string, std::string> tags;
  std::map<std::string, StageGate> gates;  // by stage name
  std::uint64_t next_sequence = 1;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.version);
    visit(3, record.definition);
    visit(4, record.created);
    visit(5, record.updated);
    visit(6, record.tags);
    visit(7, record.gates);
    visit(8, record.next_sequence);
  }
};

/// A version's declaration: executions keep to the one they started with.
struct VersionRecord {
  std::string definition;
  static void fields(auto& record, auto& visit) { visit(1, record.definition); }
};

struct ArtifactLocation {
  std::string name;
  std::string bucket;
  std::string key;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.bucket);
    visit(3, record.key);
  }
};

struct RevisionRecord {
  std::string action;
  std::string artifact;
  std::string revision_id;
  std::string summary;
  Timestamp created;
  static void fields(auto& record, auto& visit) {
    visit(1, record.action);
    visit(2, record.artifact);
    visit(3, record.revision_id);
    visit(4, record.summary);
    visit(5, record.created);
  }
};

struct StageRun {
  std::string name;
  std::string status;  // "", InProgress, Succeeded, Failed, Stopping, Stopped, Cancelled
  std::string type;    // STANDARD, ROLLBACK, AUTOMATED_ROLLBACK
  std::int64_t manual_retries = 0;
  std::int64_t automatic_retries = 0;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.status);
    visit(3, record.type);
    visit(4, record.manual_retries);
    visit(5, record.automatic_retries);
  }
};

struct ExecutionRecord {
  std::string id;
  std::uint64_t sequence = 0;
  std::string pipeline;
  std::int64_t version = 1;
  std::string status = "InProgress";  // InProgress, Stopping, Stopped, Succeeded, Superseded, Failed, Cancelled
  std::string status_summary;
  std::string trigger_type;
  std::string trigger_detail;
  std::string type = "STANDARD";  // or ROLLBACK
  std::string rollback_target;
  std::string stop_reason;
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> source_overrides;  // source action → commit id
  std::vector<RevisionRecord> revisions;
  std::vector<ArtifactLocation> artifacts;     // outputs so far
  std::map<std::string, std::string> outputs;  // "namespace.name" → value
  std::vector<StageRun> stages;                // those that this execution goes through
  std::uint64_t stage = 0;                     // index of the one it is in or waits for
  Timestamp started;
  Timestamp updated;
  std::string client_request_token;
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.sequence);
    visit(3, record.pipeline);
    visit(4, record.version);
    visit(5, record.status);
    visit(6, record.status_summary);
    visit(7, record.trigger_type);
    visit(8, record.trigger_detail);
    visit(9, record.type);
    visit(10, record.rollback_target);
    visit(11, record.stop_reason);
    visit(12, record.variables);
    visit(13, record.source_overrides);
    visit(14, record.revisions);
    visit(15, record.artifacts);
    visit(16, record.outputs);
    visit(17, record.stages);
    visit(18, record.stage);
    visit(19, record.started);
    visit(20, record.updated);
    visit(21, record.client_request_token);
  }
};

/// One run of an action within an execution. A retry makes a new one.
struct ActionRun {
  std::string id;
  std::string execution_id;
  std::string stage;
  std::string action;
  std::string status = "InProgress";  // InProgress, Succeeded, Failed, Abandoned
  std::string summary;
  std::string token;  // approvals
  std::string external_id;
  std::string external_url;
  std::string log_stream_arn;
  std::string error_code;
  std::string error_message;
  std::string updated_by;
  std::vector<ArtifactLocation> inputs;
  std::vector<ArtifactLocation> outputs;
  std::map<std::string, std::string> output_variables;
  std::map<std::string, std::string> resolved_configuration;
  Timestamp started;
  Timestamp updated;
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.execution_id);
    visit(3, record.stage);
    visit(4, record.action);
    visit(5, record.status);
    visit(6, record.summary);
    visit(7, record.token);
    visit(8, record.external_id);
    visit(9, record.external_url);
    visit(10, record.log_stream_arn);
    visit(11, record.error_code);
    visit(12, record.error_message);
    visit(13, record.updated_by);
    visit(14, record.inputs);
    visit(15, record.outputs);
    visit(16, record.output_variables);
    visit(17, record.resolved_configuration);
    visit(18, record.started);
    visit(19, record.updated);
  }
};

/// Which run of which action.
struct ActionReference {
  std::string pipeline;
  std::uint64_t sequence = 0;
  std::string stage;
  std::string action;
  std::string run_id;
  static void fields(auto& record, auto& visit) {
    visit(3, record.pipeline);
    visit(4, record.sequence);
    visit(5, record.stage);
    visit(6, record.action);
    visit(7, record.run_id);
  }
};

/// An execution that may be able to go on.
struct ExecutionReference {
  std::string pipeline;
  std::uint64_t sequence = 0;
  static void fields(auto& record, auto& visit) {
    visit(3, record.pipeline);
    visit(4, record.sequence);
  }
};

/// A source that is looked at again and again, while the pipeline has this version.
struct PolledSource {
  std::string pipeline;
  std::uint64_t version = 0;
  std::string action;
  static void fields(auto& record, auto& visit) {
    visit(3, record.pipeline);
    visit(4, record.version);
    visit(6, record.action);
  }
};

/// The number that stands behind an execution's id.
struct SequenceRecord {
  std::uint64_t sequence = 0;
  static void fields(auto& record, auto& visit) { visit(1, record.sequence); }
};

inline constexpr store::Table<PipelineRecord> kPipelines{"codepipeline.pipeline"};     // name
inline constexpr store::Table<VersionRecord> kVersions{"codepipeline.version"};        // name, ordered version
inline constexpr store::Table<ExecutionRecord> kExecutions{"codepipeline.execution"};  // name, ordered sequence
inline constexpr store::Table<SequenceRecord> kSequences{"codepipeline.sequence"};     // name, execution id
inline constexpr store::Table<ActionRun> kActionRuns{"codepipeline.action"};  // name, ordered sequence, stage, action
inline constexpr store::Table<ActionRun> kPastActionRuns{"codepipeline.past-action"};  // name, ordered sequence, run id

inline constexpr store::Topic<ExecutionReference> kAdvance{"codepipeline.advance", 4};
inline constexpr store::Topic<ActionReference> kRunAction{"codepipeline.run-action", 8};
inline constexpr store::Topic<ActionReference> kLookAtAction{"codepipeline.look-at-action", 8};
inline constexpr store::Topic<ActionReference> kAbandonAction{"codepipeline.abandon-action", 1};
inline constexpr store::Topic<ActionReference> kActionTimeout{"codepipeline.action-timeout", 1};
inline constexpr store::Topic<PolledSource> kPollSource{"codepipeline.poll-source", 1};

}  // namespace stellwerk::codepipeline
