#include "services/codebuild/build_run.h"

#include <fmt/format.h>

#include "base/log.h"
#include "services/codebuild/artifact_upload.h"
#include "services/codebuild/build_events.h"
#include "services/codebuild/source_download.h"

namespace stellwerk::codebuild {
namespace {

using std::chrono::steady_clock;

constexpr const char* kStoppedCode = "BUILD_STOPPED";
constexpr const char* kInterruptedCode = "BUILD_INTERRUPTED";
constexpr const char* kTimedOutCode = "BUILD_TIMED_OUT";
constexpr const char* kInternalCode = "INTERNAL_ERROR";

std::string status_of(const std::string& code) {
  if (code == kStoppedCode) return "STOPPED";
  if (code == kTimedOutCode) return "TIMED_OUT";
  if (code == kInternalCode) return "FAULT";
  return "FAILED";
}

}  // namespace

BuildRun::BuildRun(CodeBuild& service, store::Scope scope, BuildRecord build)
    : service_(service),
      around_(service.around()),
      scope_(std::move(scope)),
      build_(std::move(build)),
      uuid_(uuid_of(build_.id)) {}

BuildRun::~BuildRun() = default;

void BuildRun::end(int how) {
  ending_ = how;
  std::lock_guard lock(shell_guard_);
  if (shell_) shell_->stop();
}

Result<void> BuildRun::check_going_on() {
  if (ending_ == kStopped || build_.is_stop_requested) return ::stellwerk::Error{kStoppedCode, "Build was stopped"};
  if (ending_ == kInterrupted) return ::stellwerk::Error{kInterruptedCode, "The server stops"};
  if (deadline_ && steady_clock::now() >= *deadline_) return ::stellwerk::Error{kTimedOutCode, "Build has timed out."};
  return {};
}

Result<BuildRun::Outcome> BuildRun::run() {
  // A build that was cut short by the server's end begins again from its beginning.
  build_.phases.resize(std::min<std::size_t>(build_.phases.size(), 2));
  build_.upload = {};
  build_.secondary_uploads.clear();
  build_.exported.clear();
  if (auto* queued = find_phase(build_, "QUEUED")) queued->ended.reset();
  deadline_ = steady_clock::now() + std::chrono::minutes(build_.settings.timeout_in_minutes);
  TRY(leave("SUCCEEDED", {}));
  auto done = run_phases();
  if (ending_ == kInterrupted) return Outcome::interrupted;
  if (!done) return std::move(done).error();
  TRY(finish());
  return Outcome::finished;
}

Result<void> BuildRun::run_phases() {
  auto good = [&] { return failed_status_.empty(); };
  // Commands that failed leave the later phases a say; a stopped build, a broken sandbox or no time left do not.
  auto goes_on = [&] { return good() || failed_status_ == "FAILED"; };
  TRY(phase("PROVISIONING", [&] { return provision(); }));
  if (good()) TRY(phase("DOWNLOAD_SOURCE", [&] { return download(); }));
  if (!good()) return {};
  TRY(run_phase("INSTALL", buildspec_.install));
  if (!goes_on() || (!good() && !buildspec_.install.continues_on_failure)) return {};
  bool was_good = good();
  TRY(run_phase("PRE_BUILD", buildspec_.pre_build));
  if (!goes_on() || (was_good && !good() && !buildspec_.pre_build.continues_on_failure)) return {};
  was_good = good();
  TRY(run_phase("BUILD", buildspec_.build));
  if (!goes_on() || (was_good && !good() && buildspec_.build.aborts_on_failure)) return {};
  TRY(run_phase("POST_BUILD", buildspec_.post_build));
  if (goes_on()) TRY(phase("UPLOAD_ARTIFACTS", [&] { return upload(); }));
  return {};
}

Result<void> BuildRun::phase(const std::string& type, const std::function<Result<void>()>& work) {
  TRY(enter(type));
  auto done = check_going_on();
  if (done) done = work();
  // What an ending looks like from inside a phase, a killed shell say, is not its cause.
  if (auto going = check_going_on(); !going) done = going;
  std::string status = "SUCCEEDED";
  std::vector<ContextRecord> contexts;
  if (!done) {
    if (done.error().code == kInterruptedCode) return std::move(done).error();
    status = status_of(done.error().code);
    contexts.push_back({done.error().code, done.error().message});
    if (failed_status_.empty()) failed_status_ = status;
    if (shell_) static_cast<void>(shell_->run("export CODEBUILD_BUILD_SUCCEEDING=0", deadline_));
  } else if (notes_.empty()) {
    contexts.push_back({"", ""});
  }
  contexts.insert(contexts.end(), notes_.begin(), notes_.end());
  notes_.clear();
  if (log_) {
    log_->note("Phase complete: " + type + " State: " + status);
    for (const auto& context : contexts)
      log_->note("Phase context status code: " + context.status_code + " Message: " + context.message);
  }
  return leave(status, std::move(contexts));
}

Result<void> BuildRun::enter(const std::string& type) {
  // Together with the end of the phase before, which `leave` has noted: one commit a phase.
  build_.phases.push_back({type, "", around_.clock.now(), std::nullopt, {}});
  build_.current_phase = type;
  return save({});
}

Result<void> BuildRun::leave(const std::string& status, std::vector<ContextRecord> contexts) {
  PhaseRecord& last = build_.phases.back();
  last.status = status;
  last.ended = around_.clock.now();
  last.contexts = std::move(contexts);
  return save([&](store::Transaction& transaction) {
    emit_phase_change(around_, transaction, scope_, build_, build_.phases.back());
  });
}

Result<void> BuildRun::save(const std::function<void(store::Transaction&)>& also) {
  return around_.store.run([&](store::Transaction& transaction) -> Result<void> {
    auto current = kBuilds.get(transaction, scope_, {build_.id});
    if (!current) return ::stellwerk::Error{kInternalCode, "The build's record is gone", 500};
    build_.is_stop_requested = current->is_stop_requested;
    kBuilds.put(transaction, scope_, {build_.id}, build_);
    if (also) also(transaction);
    return {};
  });
}

Result<void> BuildRun::provision() {
  const std::string& role = build_.settings.service_role;
  std::string session_name = "AWSCodeBuild-" + uuid_;
  const ports::Errand errand = CodeBuild::errand(scope_, build_.project, session_name);
  auto session = around_.roles.enter(errand, role);
  if (!session) {
    return ::stellwerk::Error{"ACCESS_DENIED",
                              "CodeBuild is not authorized to perform: sts:AssumeRole on service role " + role + ": " +
                                  session.error().message};
  }
  session_ = *session;
  admission_ = around_.credentials.admit(errand, role);
  auto area = WorkArea::make(around_.site.work_directory, uuid_);
  if (!area)
    return ::stellwerk::Error{kInternalCode, "The work area cannot be made below " +
                                                 around_.site.work_directory.string() + ": " + area.error().message};
  area_ = std::move(*area);
  log_ = std::make_unique<BuildLog>(around_.client, session_, around_.clock, build_.log_group, build_.log_stream);
  if (auto opened = log_->open(); !opened) {
    notes_.push_back(
        {"ACCESS_DENIED", "Service role " + role +
                              " does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build " +
                              build_arn(scope_, build_.id) + ". Error message: " + opened.error().message});
  }
  log_->note("Waiting for agent ping");
  return {};
}

Result<void> BuildRun::download() {
  const Settings& settings = build_.settings;
  auto fetch = [&](const SourceRecord& source, const std::string& version) -> Result<std::string> {
    files::Directory tree = TRY(area_->trees().make(WorkArea::tree(source.identifier)));
    return download_source(around_, session_, source, version, tree, area_->scratch() / "source.zip");
  };
  log_->note("Waiting for DOWNLOAD_SOURCE");
  build_.resolved_source_version = TRY(fetch(settings.source, settings.source_version));
  for (const SourceRecord& secondary : settings.secondary_sources) {
    std::string version;
    for (const auto& wanted : settings.secondary_source_versions) {
      if (wanted.identifier == secondary.identifier) version = wanted.version;
    }
    TRY(fetch(secondary, version));
    TRY(check_going_on());
  }
  log_->note("Phase is DOWNLOAD_SOURCE");
  log_->note("CODEBUILD_SRC_DIR=" + WorkArea::inner_tree(""));
  buildspec_ = TRY(parse_buildspec(
      TRY(read_buildspec(around_, session_, settings.source, TRY(area_->trees().below(WorkArea::tree("")))))));
  log_->note("Processing environment variables");
  variables_ = TRY(resolve_variables(around_, session_, build_, buildspec_, *log_));
  return start_shell();
}

Result<void> BuildRun::finish() {
  {
    std::lock_guard lock(shell_guard_);
    shell_.reset();
  }
  // The work area and the credentials end before the build is said to have.
  admission_.reset();
  area_.reset();
  TRY(enter("FINALIZING"));
  if (log_) log_->close();
  std::vector<ContextRecord> contexts;
  if (log_ && !log_->failure().empty())
    contexts.push_back({"ACCESS_DENIED", "Some log events could not be stored: " + log_->failure()});
  TRY(leave("SUCCEEDED", std::move(contexts)));
  complete_build(build_, failed_status_.empty() ? "SUCCEEDED" : failed_status_, around_.clock.now());
  return save([&](store::Transaction& transaction) { announce_end(around_, transaction, scope_, build_); });
}

}  // namespace stellwerk::codebuild
