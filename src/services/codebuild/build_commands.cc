// The phases that a buildspec fills: commands in the sandbox, and what they leave behind.
#include <fmt/format.h>

#include "services/codebuild/artifact_upload.h"
#include "services/codebuild/build_run.h"
#include "services/codebuild/runtime_version.h"

namespace stellwerk::codebuild {
namespace {

constexpr std::uint64_t kGigabyte = 1ull << 30;

/// Source: https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
sandbox::Limits limits_of(const std::string& compute_type) {
  sandbox::Limits out;
  out.memory_bytes = 4 * kGigabyte;
  out.processors = 2;
  if (compute_type == "BUILD_GENERAL1_MEDIUM") out = {8 * kGigabyte, 0, 4};
  if (compute_type == "BUILD_GENERAL1_LARGE") out = {16 * kGigabyte, 0, 8};
  if (compute_type == "BUILD_GENERAL1_XLARGE") out = {72 * kGigabyte, 0, 36};
  if (compute_type == "BUILD_GENERAL1_2XLARGE") out = {144 * kGigabyte, 0, 72};
  out.processes = 4096;
  return out;
}

::stellwerk::Error broken(const ::stellwerk::Error& cause) {
  return {cause.message.find("memory") == std::string::npos ? "INTERNAL_ERROR" : "COMMAND_EXECUTION_ERROR",
          cause.message};
}

constexpr const char* kScratchVariable = "STELLWERK_EXPANDED";

}  // namespace

Result<void> BuildRun::start_shell() {
  sandbox::SandboxSpec spec;
  spec.name = "build-" + uuid_;
  spec.environment = variables_;
  for (auto& [name, value] : standard_variables(around_, scope_, build_, buildspec_)) spec.environment[name] = value;
  spec.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = admission_->url();
  spec.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = admission_->token();
  log_->mask(admission_->token());
  spec.working_directory = WorkArea::inner_tree("");
  spec.box = &area_->box();
  spec.mounts = {{WorkArea::kTreesPart, std::string(WorkArea::kInnerRoot)}};
  spec.files = TRY(certificate_files(around_.site.certificate_file));
  spec.network = sandbox::Network::outward;
  spec.names = host_names(around_.site, scope_);
  for (const auto& door : around_.doors.addresses()) spec.doors.push_back({door.address, door.port});
  spec.door_keeper = [this](std::size_t door, Descriptor listening) {
    return around_.doors.open(door, std::move(listening));
  };
  spec.limits = limits_of(build_.settings.environment.compute_type);
  auto shell = sandbox::ShellSession::start(spec, buildspec_.shell == "sh" ? sandbox::Shell::sh : sandbox::Shell::bash,
                                            [this](std::string_view line) { log_->line(line); });
  if (!shell) return ::stellwerk::Error{"INTERNAL_ERROR", shell.error().message};
  {
    std::lock_guard lock(shell_guard_);
    shell_ = std::move(*shell);
  }
  log_->note("Moving to directory " + WorkArea::inner_tree(""));
  for (const std::string& remark : shell_->remarks()) log_->note(remark);
  std::pair<const char*, const BuildspecPhase*> all[] = {{"INSTALL", &buildspec_.install},
                                                         {"PRE_BUILD", &buildspec_.pre_build},
                                                         {"BUILD", &buildspec_.build},
                                                         {"POST_BUILD", &buildspec_.post_build}};
  int present = 0;
  for (const auto& [name, phase] : all) present += phase->is_present;
  log_->note(fmt::format("Phases found in YAML: {}", present));
  for (const auto& [name, phase] : all) {
    if (phase->is_present) log_->note(fmt::format(" {}: {} commands", name, phase->commands.size()));
  }
  return {};
}

Result<void> BuildRun::run_command(const std::string& command) {
  TRY(check_going_on());
  log_->note("Running command " + command);
  auto done = shell_->run(command, deadline_);
  TRY(check_going_on());
  if (!done) return broken(done.error());
  if (done->outcome == sandbox::ShellSession::Outcome::timed_out)
    return ::stellwerk::Error{"BUILD_TIMED_OUT", "Build has timed out."};
  if (done->outcome == sandbox::ShellSession::Outcome::disk_full)
    return ::stellwerk::Error{
        "COMMAND_EXECUTION_ERROR",
        fmt::format("Error while executing command: {}. Reason: the disk of the build has no room "
                    "left",
                    command)};
  if (done->exit_status == 0) return {};
  log_->note(fmt::format("Command did not exit successfully {} exit status {}", command, done->exit_status));
  return ::stellwerk::Error{
      "COMMAND_EXECUTION_ERROR",
      fmt::format("Error while executing command: {}. Reason: exit status {}", command, done->exit_status)};
}

Result<void> BuildRun::check_runtimes() {
  for (const auto& [name, wanted] : buildspec_.install.runtime_versions) {
    auto command = runtime_version_command(name);
    if (!command)
      return ::stellwerk::Error{
          "YAML_FILE_ERROR",
          "Unknown runtime named '" + name + "'. This build image has the following runtimes: " + known_runtimes()};
    auto asked = shell_->run(std::string(kScratchVariable) + "=$(" + *command + " 2>&1) || " + kScratchVariable + "=",
                             deadline_);
    if (!asked) return broken(asked.error());
    auto answer = shell_->variables({kScratchVariable}, deadline_);
    if (!answer) return broken(answer.error());
    std::string version = TRY(check_runtime_version(name, wanted, (*answer)[kScratchVariable]));
    log_->note("Selecting '" + name + "' runtime version '" + version + "' of this host based on manual selections...");
  }
  if (!buildspec_.install.runtime_versions.empty())
    static_cast<void>(shell_->run(std::string("unset ") + kScratchVariable, deadline_));
  return {};
}

Result<void> BuildRun::run_commands(const std::string& type, const BuildspecPhase& commands) {
  if (type == "INSTALL") TRY(check_runtimes());
  Result<void> done;
  for (const std::string& command : commands.commands) {
    done = run_command(command);
    if (!done) break;
  }
  for (const std::string& command : commands.finally) {
    if (!check_going_on()) break;
    auto finally = run_command(command);
    if (!finally && done) done = finally;
    if (!finally) break;
  }
  if (type == "POST_BUILD" && check_going_on()) TRY(prepare_upload());
  return done;
}

Result<void> BuildRun::run_phase(const std::string& type, const BuildspecPhase& commands) {
  return phase(type, [&]() -> Result<void> {
    if (commands.is_present) log_->note("Entering phase " + type);
    return run_commands(type, commands);
  });
}

/// The text as the build's shell would expand it between double quotes.
Result<std::string> BuildRun::expand(const std::string& text) {
  if (text.find_first_of("$`") == std::string::npos) return text;
  auto done = shell_->run(std::string(kScratchVariable) + "=\"" + text + "\"", deadline_);
  if (!done) return broken(done.error());
  auto answer = shell_->variables({kScratchVariable}, deadline_);
  if (!answer) return broken(answer.error());
  return (*answer)[kScratchVariable];
}

/// While the shell still lives: values to export, and texts that name variables.
Result<void> BuildRun::prepare_upload() {
  auto exported = shell_->variables(buildspec_.exported_variables, deadline_);
  if (!exported) return broken(exported.error());
  for (const std::string& name : buildspec_.exported_variables) {
    if (exported->contains(name)) build_.exported.push_back({name, (*exported)[name], "PLAINTEXT"});
  }
  auto note = [&](const BuildspecArtifacts& artifacts) -> Result<void> {
    for (const std::string* text : {&artifacts.name, &artifacts.base_directory}) expanded_[*text] = TRY(expand(*text));
    return {};
  };
  if (buildspec_.artifacts) TRY(note(*buildspec_.artifacts));
  for (const auto& [identifier, artifacts] : buildspec_.secondary_artifacts) TRY(note(artifacts));
  return {};
}

Result<void> BuildRun::upload() {
  // Nothing changes the files any more while they are packed.
  {
    std::lock_guard lock(shell_guard_);
    if (shell_) shell_->kill();
    shell_.reset();
  }
  TRY(check_going_on());
  const Settings& settings = build_.settings;
  if (settings.artifacts.type != "NO_ARTIFACTS" && !settings.artifacts.location.empty()) {
    TRY(upload_one(settings.artifacts, buildspec_.artifacts ? &*buildspec_.artifacts : nullptr, build_.upload));
  }
  for (const ArtifactsRecord& target : settings.secondary_artifacts) {
    auto files = buildspec_.secondary_artifacts.find(target.identifier);
    TRY(upload_one(target, files == buildspec_.secondary_artifacts.end() ? nullptr : &files->second,
                   build_.secondary_uploads[target.identifier]));
  }
  return {};
}

Result<void> BuildRun::upload_one(const ArtifactsRecord& target, const BuildspecArtifacts* files, UploadRecord& out) {
  if (!files || files->files.empty()) {
    std::string which = target.identifier.empty() ? "artifacts" : "artifacts.secondary-artifacts." + target.identifier;
    return ::stellwerk::Error{"CLIENT_ERROR", "no artifact paths found: the buildspec names no files in " + which};
  }
  std::string base = expanded_[files->base_directory], top = WorkArea::inner_tree("");
  if (base == top) base.clear();
  if (base.starts_with(top + "/")) base = base.substr(top.size() + 1);
  while (base.starts_with("./")) base = base.substr(2);
  while (base.ends_with('/')) base.pop_back();
  if (base == ".") base.clear();
  ArtifactUpload upload{target, *files, base, expanded_[files->name]};
  out = TRY(
      upload_artifacts(around_, session_, build_, upload, area_->trees(), area_->scratch() / "artifact.zip", *log_));
  return {};
}

}  // namespace stellwerk::codebuild
