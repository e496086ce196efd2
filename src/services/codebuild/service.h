#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "base/id_source.h"
#include "ports/call.h"
#include "ports/container_credentials.h"
#include "ports/doors.h"
#include "ports/event_sink.h"
#include "ports/roles.h"
#include "ports/site.h"
#include "ports/source_tree.h"
#include "services/codebuild/rules.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::codebuild {

class BuildRun;

/// What CodeBuild works with.
struct Surroundings {
  store::Store& store;
  const Clock& clock;
  IdSource& ids;
  ports::Client& client;
  ports::Roles& roles;
  ports::EventSink& events;
  /// Null where there is no CodeCommit: such sources then fail in DOWNLOAD_SOURCE.
  ports::SourceTree* repositories;
  ports::Doors& doors;
  ports::ContainerCredentials& credentials;
  const ports::Site& site;
};

class CodeBuild {
 public:
  explicit CodeBuild(const Surroundings& surroundings) : around_(surroundings) {}

  /// Registers the running and stopping of builds.
  void attend(store::Outbox& outbox);
  /// Ends running builds without a result, so that they start again with the server. Before Outbox::stop.
  void interrupt();

  const Surroundings& around() const { return around_; }

  /// Errors: ResourceNotFoundException, as AWS words it.
  Result<ProjectRecord> find_project(ports::Call& call, const std::string& name);
  Result<BuildRecord> find_build(ports::Call& call, const std::string& id);
  /// Error: InvalidInputException with the text that clients retry on while a new role becomes known.
  Result<void> check_role(const store::Scope& scope, const std::string& project, const std::string& role_arn);
  /// What a build of that project acts in a role for.
  static ports::Errand errand(const store::Scope& scope, const std::string& project, const std::string& session_name);
  /// Records a new build and sends it on its way.
  BuildRecord begin_build(ports::Call& call, const ProjectRecord& project, Settings settings, std::string initiator);
  /// The build that the same token has started, if it did; remembers it for a new one.
  Result<std::optional<BuildRecord>> find_repeated(ports::Call& call, const std::string& project,
                                                   const std::optional<std::string>& token, const std::string& digest);
  void remember(ports::Call& call, const std::string& project, const std::optional<std::string>& token,
                const std::string& digest, const std::string& build_id);
  void erase_build(store::Transaction& transaction, const store::Scope& scope, const BuildRecord& build);

 private:
  Result<void> run(const store::Scope& scope, const std::string& build_id);
  Result<void> stop(const store::Scope& scope, const std::string& build_id);
  Result<std::unique_ptr<BuildRun>> admit(const store::Scope& scope, const std::string& build_id);
  Result<void> end_queued(const store::Scope& scope, const std::string& build_id, const std::string& status);

  Surroundings around_;
  std::mutex running_guard_;
  std::map<std::string, BuildRun*> running_;  // by account, region and id
  bool is_interrupted_ = false;
};

}  // namespace stellwerk::codebuild
