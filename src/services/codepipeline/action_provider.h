#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ports/client.h"
#include "ports/roles.h"
#include "ports/site.h"
#include "ports/source_tree.h"
#include "services/codepipeline/action_type.h"
#include "services/codepipeline/engine.h"

namespace stellwerk::codepipeline {

/// What a worker needs to know of an action to carry it out.
struct ActionJob {
  store::Scope scope;  // whose pipeline it is
  ActionReference reference;
  ExecutionRecord execution;
  PipelineDeclaration definition;
  ActionDeclaration action;
  ActionRun run;
};

/// What providers work with.
struct ActionSurroundings {
  ports::Client& client;
  ports::Roles& roles;
  ports::SourceTree& sources;
  const ports::Site& site;

  /// The pipeline's role, in which all actions are carried out.
  Result<ports::Session> session(const PipelineDeclaration& definition, const store::Scope& scope) const;
};

/// How an action began: it is over, or it goes on as work elsewhere, or (with neither) somebody will end it.
struct Begun {
  std::optional<ActionOutcome> outcome;
  std::optional<Work> work = {};
};

/// Carries actions of one type out, outside of any transaction. Each may be run again after a crash and then does the
/// same once more. An Error ends the action, unless it is a fault of this server's, which is tried again.
class ActionProvider {
 public:
  virtual ~ActionProvider() = default;
  virtual const ActionType& type() const = 0;
  virtual Result<Begun> begin(const ActionJob& job) = 0;
  /// How an action ended that goes on elsewhere; nothing while it runs.
  virtual Result<std::optional<ActionOutcome>> look(const ActionJob& job);
  /// Nobody waits any more for what goes on elsewhere.
  virtual Result<void> abandon(const ActionJob& job);
  /// Sources: the revision that a polled action would fetch now.
  virtual Result<std::string> newest_revision(const PipelineDeclaration& definition, const ActionDeclaration& action,
                                              const store::Scope& scope);
};

std::unique_ptr<ActionProvider> make_codecommit_source(const ActionSurroundings& with);
std::unique_ptr<ActionProvider> make_codebuild_action(const ActionSurroundings& with);
std::unique_ptr<ActionProvider> make_s3_deployment(const ActionSurroundings& with);
std::unique_ptr<ActionProvider> make_manual_approval();

/// All there are: to add one is to add a file, its type in action_type.cc and a line here.
class ActionProviders {
 public:
  explicit ActionProviders(const ActionSurroundings& with);
  /// The provider of a type that check_definition took.
  ActionProvider& of(const ActionTypeId& id) const;

 private:
  std::vector<std::unique_ptr<ActionProvider>> all_;
};

/// A resolved setting of the action's, or "".
std::string setting(const ActionJob& job, const std::string& name);
/// How an action ends whose configuration is at fault.
ActionOutcome misconfigured(std::string message);
/// How an action ends that met this error; nothing if trying again may help.
std::optional<ActionOutcome> outcome_of(const ::stellwerk::Error& error);

}  // namespace stellwerk::codepipeline
