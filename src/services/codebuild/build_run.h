#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "dataplane/sandbox/shell_session.h"
#include "services/codebuild/build_environment.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

/// One build, from PROVISIONING to COMPLETED, on the thread that calls `run`.
class BuildRun {
 public:
  BuildRun(CodeBuild& service, store::Scope scope, BuildRecord build);
  ~BuildRun();

  enum class Outcome { finished, interrupted };
  /// `interrupted`: the build has no result and is to run again. Error: the record cannot be written.
  Result<Outcome> run();

  // From other threads.
  void stop() { end(kStopped); }
  void interrupt() { end(kInterrupted); }
  const std::string& project() const { return build_.project; }

 private:
  static constexpr int kGoesOn = 0, kStopped = 1, kInterrupted = 2;
  void end(int how);

  /// Runs a phase and records it; whether the build goes on. An Error's code and message become the phase's context.
  Result<void> phase(const std::string& type, const std::function<Result<void>()>& work);
  Result<void> enter(const std::string& type);
  Result<void> leave(const std::string& status, std::vector<ContextRecord> contexts);
  Result<void> save(const std::function<void(store::Transaction&)>& also);

  Result<void> provision();
  Result<void> download();
  Result<void> start_shell();
  Result<void> check_runtimes();
  Result<void> run_phase(const std::string& type, const BuildspecPhase& commands);
  Result<void> run_commands(const std::string& type, const BuildspecPhase& commands);
  Result<void> run_command(const std::string& command);
  Result<std::string> expand(const std::string& text);
  Result<void> prepare_upload();
  Result<void> upload();
  Result<void> upload_one(const ArtifactsRecord& target, const BuildspecArtifacts* files, UploadRecord& out);
  Result<void> run_phases();
  Result<void> finish();
  /// An Error if the build was stopped, interrupted or has run out of time.
  Result<void> check_going_on();

  CodeBuild& service_;
  const Surroundings& around_;
  store::Scope scope_;
  BuildRecord build_;
  std::string uuid_;
  sandbox::Deadline deadline_;
  ports::Session session_;
  std::unique_ptr<ports::ContainerCredentials::Admission> admission_;
  std::unique_ptr<WorkArea> area_;
  std::unique_ptr<BuildLog> log_;
  std::vector<ContextRecord> notes_;  // contexts of a phase that succeeds all the same
  Buildspec buildspec_;
  std::map<std::string, std::string> variables_;
  std::map<std::string, std::string> expanded_;  // artifact texts with their variables filled in
  std::atomic<int> ending_ = kGoesOn;
  std::mutex shell_guard_;
  std::unique_ptr<sandbox::ShellSession> shell_;
  std::string failed_status_;  // the build's status if not SUCCEEDED
};

}  // namespace stellwerk::codebuild
