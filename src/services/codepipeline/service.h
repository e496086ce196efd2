#pragma once
#include <string>

#include "base/id_source.h"
#include "base/timestamp.h"
#include "ports/client.h"
#include "ports/event_sink.h"
#include "ports/roles.h"
#include "ports/site.h"
#include "ports/source_tree.h"
#include "services/codepipeline/action_provider.h"
#include "services/codepipeline/engine.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::codepipeline {

/// Pipelines: the engine moves executions through stages inside transactions, the workers registered by attend
/// carry out actions outside of them, acting in the pipeline's role.
class CodePipeline {
 public:
  CodePipeline(store::Store& store, const Clock& clock, IdSource& ids, ports::Client& client, ports::Roles& roles,
               ports::EventSink& events, ports::SourceTree& sources, const ports::Site& site)
      : store_(store),
        clock_(clock),
        ids_(ids),
        roles_(roles),
        events_(events),
        providers_({client, roles, sources, site}) {}

  void attend(store::Outbox& outbox);

  Engine engine(store::Transaction& transaction, const store::Scope& scope, Timestamp now) {
    return Engine(transaction, scope, now, ids_, events_);
  }
  Engine engine(ports::Call& call) { return engine(call.transaction, call.scope(), call.now); }

  /// Errors: PipelineNotFoundException.
  Result<PipelineRecord> find(ports::Call& call, const std::string& name);
  /// Errors: PipelineExecutionNotFoundException.
  Result<ExecutionRecord> find_execution(ports::Call& call, const std::string& pipeline, const std::string& id);

  /// InvalidStructureException if the service cannot act in the declared role.
  Result<void> check_role(ports::Call& call, const PipelineDeclaration& declaration);
  /// Stores the record and its version, and begins to poll the sources that ask for it.
  void put_version(ports::Call& call, const PipelineRecord& record);
  void erase(ports::Call& call, const std::string& pipeline);

 private:
  Result<void> in_engine(const store::Scope& scope, const std::function<void(Engine&)>& work);
  Result<void> run_action(const store::Scope& scope, const ActionReference& reference);
  Result<void> look_at_action(const store::Scope& scope, const ActionReference& reference);
  Result<void> abandon_action(const store::Scope& scope, const ActionReference& reference);
  Result<void> poll_source(const store::Scope& scope, const PolledSource& source);
  Result<void> finish(const store::Scope& scope, const ActionReference& reference, const ActionOutcome& outcome);
  /// Nothing if the run is over, was replaced, or is in another state than `status`.
  std::optional<ActionJob> load_job(const store::Scope& scope, const ActionReference& reference,
                                    std::string_view status = "InProgress");

  store::Store& store_;
  const Clock& clock_;
  IdSource& ids_;
  ports::Roles& roles_;
  ports::EventSink& events_;
  ActionProviders providers_;
};

}  // namespace stellwerk::codepipeline
