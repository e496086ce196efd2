#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id_source.h"
#include "ports/event_sink.h"
#include "services/codepipeline/definition.h"
#include "services/codepipeline/records.h"
#include "services/codepipeline/rules.h"

namespace stellwerk::codepipeline {

/// Why and with what an execution starts.
struct ExecutionStart {
  std::string trigger_type;  // CreatePipeline, StartPipelineExecution, CloudWatchEvent, PollForSourceChanges, ...
  std::string trigger_detail;
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> source_overrides;
  std::string client_request_token;
};

/// How an action ended.
struct ActionOutcome {
  bool succeeded = false;
  std::string summary;
  std::string error_code;  // JobFailed, ConfigurationError, PermissionError, RevisionUnavailable, TimeOut
  std::string error_message;
  std::map<std::string, std::string> output_variables = {};
  std::vector<RevisionRecord> revisions = {};
  std::string external_id = {};
  std::string external_url = {};
  std::string log_stream_arn = {};
  std::string updated_by = {};
};

/// What an action started elsewhere, such as a build.
struct Work {
  std::string id;  // the action's external execution id
  std::string arn;
};

/// The state machine of executions, stages and actions, inside one transaction. Whatever must happen outside
/// goes through the outbox.
/// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
class Engine {
 public:
  Engine(store::Transaction& transaction, store::Scope scope, Timestamp now, IdSource& ids, ports::EventSink& events)
      : transaction_(transaction), scope_(std::move(scope)), now_(now), ids_(ids), events_(events) {}

  ExecutionRecord start(PipelineRecord& pipeline, ExecutionStart start);
  /// A new execution of one stage with what `target` brought there.
  ExecutionRecord start_rollback(PipelineRecord& pipeline, const ExecutionRecord& target, const std::string& stage,
                                 const std::string& type, const std::string& trigger_detail);

  /// Moves an execution as far as it goes without waiting.
  void advance(const std::string& pipeline, std::uint64_t sequence);
  /// Has no effect if the run is over or was replaced.
  void finish_action(const ActionReference& reference, const ActionOutcome& outcome);
  void retry_stage(PipelineRecord& pipeline, ExecutionRecord execution, bool all_actions, bool is_automatic);
  void stop(ExecutionRecord execution, bool abandon, const std::string& reason);
  void set_gate(PipelineRecord& pipeline, const std::string& stage, bool is_enabled, const std::string& reason,
                const std::string& by);

  std::optional<ExecutionRecord> execution(const std::string& pipeline, std::uint64_t sequence);
  std::optional<ActionRun> action_run(const ActionReference& reference);
  /// What a running action started elsewhere, whose end is waited for. If the action was abandoned meanwhile, so is
  /// this.
  void note_work(const ActionReference& reference, const Work& work);
  PipelineDeclaration declaration(const ExecutionRecord& execution);
  /// A stage's runs by action, those that a retry replaced left out.
  std::map<std::string, ActionRun> runs_of(const ExecutionRecord& execution, const std::string& stage);
  /// Also those that were replaced; latest start first.
  std::vector<ActionRun> all_runs(const ExecutionRecord& execution);
  /// Of all executions, newest first, until `visit` answers false.
  void each_action_run(const std::string& pipeline,
                       const std::function<bool(const ActionReference&, const ActionRun&)>& visit);
  /// Newest first, until `visit` answers false.
  void each_execution(const std::string& pipeline, const std::function<bool(ExecutionRecord)>& visit);

 private:
  bool enter_stage(PipelineRecord& pipeline, ExecutionRecord& execution, const std::string& mode);
  void supersede(const std::string& pipeline, std::uint64_t sequence);
  void leave_stage(PipelineRecord& pipeline, const ExecutionRecord& execution, const std::string& stage);
  bool advance_stage(PipelineRecord& pipeline, ExecutionRecord& execution, const PipelineDeclaration& declaration);
  void fail_stage(PipelineRecord& pipeline, ExecutionRecord& execution, const StageDeclaration& stage);
  void start_action(ExecutionRecord& execution, const PipelineDeclaration& declaration, const StageDeclaration& stage,
                    const ActionDeclaration& action);
  void put(const ExecutionRecord& execution);
  void put(const ExecutionRecord& execution, const ActionRun& run);
  ActionReference reference(const ExecutionRecord& execution, const ActionRun& run) const;
  void wake(const std::string& pipeline, std::uint64_t sequence);
  void end_execution(ExecutionRecord& execution, const std::string& status, const std::string& summary);

  void tell_pipeline(const ExecutionRecord& execution, std::string_view state);
  void tell_stage(const ExecutionRecord& execution, std::string_view stage, std::string_view state);
  void tell_action(const ExecutionRecord& execution, const ActionDeclaration& action, const ActionRun& run,
                   std::string_view state);

  store::Transaction& transaction_;
  store::Scope scope_;
  Timestamp now_;
  IdSource& ids_;
  ports::EventSink& events_;
};

}  // namespace stellwerk::codepipeline
