#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <optional>

#include "app/app.h"
#include "app/backup.h"
#include "app/git_credential.h"
#include "app/health.h"
#include "app/recover.h"
#include "app/root_credentials.h"
#include "base/id_source.h"
#include "base/log.h"

namespace stellwerk {
namespace {

int fail(const Error& error) {
  std::fprintf(stderr, "stellwerk: %s\n", error.message.c_str());
  return 1;
}

/// Signals are taken by this thread alone, where it waits for them: no handler runs in the midst of anything.
sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

/// Keys and credentials are in this process' memory: no core file, no other process of the user looks into it.
void keep_memory_private() {
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

int serve(const std::string& home, const app::ServeOptions& options) {
  keep_memory_private();
  sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A handler rather than SIG_IGN: programs that we start do not inherit it.
  struct sigaction nothing {};
  nothing.sa_handler = [](int) {};
  sigaction(SIGPIPE, &nothing, nullptr);
  auto started = app::App::start(app::Home::find(home), options);
  if (!started) return fail(started.error());
  int signal = 0;
  sigwait(&signals, &signal);
  log::info("stopping");
  (*started)->stop();
  return 0;
}

int initialise(const std::string& home_option, const app::InitOptions& options) {
  app::Home home = app::Home::find(home_option);
  SystemIdSource ids;
  if (auto done = app::initialise(home, options, SystemClock(), ids); !done) return fail(done.error());
  std::printf(
      "Stellwerk's home is %s.\nTo use it:\n"
      "  export AWS_CONFIG_FILE=\"%s\" AWS_SHARED_CREDENTIALS_FILE=\"%s\"\n",
      home.root.c_str(), home.configuration.c_str(), home.credentials.c_str());
  return 0;
}

int back_up(const std::string& home, const std::string& target) {
  SystemIdSource ids;
  if (auto done = app::back_up(app::Home::find(home), target, SystemClock(), ids); !done) return fail(done.error());
  std::printf("The backup is in %s. Keep the master key apart from it: without the key it opens for nobody.\n",
              target.c_str());
  return 0;
}

int restore(const std::string& home_option, const std::string& source) {
  app::Home home = app::Home::find(home_option);
  if (auto done = app::restore(home, source, SystemClock()); !done) return fail(done.error());
  std::printf("%s was restored from %s.\n", home.root.c_str(), source.c_str());
  return 0;
}

int recover(const std::string& home, bool is_loss_accepted) {
  auto recovered = app::recover(app::Home::find(home), is_loss_accepted, SystemClock());
  if (!recovered) return fail(recovered.error());
  std::fputs(recovered->report.c_str(), stdout);
  return recovered->is_loss_left ? 1 : 0;
}

int git_credential(const std::string& action, const std::string& profile_name) {
  if (action != "get") return 0;  // nothing is kept, so there is nothing to store or erase
  std::string input(std::istreambuf_iterator<char>(std::cin), {});
  auto profile = app::find_aws_profile(profile_name);
  if (!profile) return fail(profile.error());
  auto answer = app::git_credential(input, *profile, SystemClock().now());
  if (!answer) return fail(answer.error());
  std::fputs(answer->c_str(), stdout);
  return 0;
}

int root_credentials(const std::string& home, const std::string& account) {
  SystemIdSource ids;
  auto answer = app::root_credentials(app::Home::find(home), account, SystemClock(), ids);
  if (!answer) return fail(answer.error());
  std::puts(answer->c_str());
  return 0;
}

/// backup, restore and recover.
class DataCommands {
 public:
  DataCommands(CLI::App& program, std::string& home) : home_(home) {
    backup_ = program.add_subcommand("backup", "Copy all data to a new directory, also while the server runs");
    backup_->add_option("--home", home_, "As in init");
    backup_->add_option("directory", directory_, "A directory that does not exist yet")->required();
    restore_ = program.add_subcommand(
        "restore", "Make a home out of a backup; the master key must lie in the home's keys/ already");
    restore_->add_option("--home", home_, "As in init; it must hold no data");
    restore_->add_option("directory", directory_, "What `backup` wrote")->required()->check(CLI::ExistingDirectory);
    recover_ = program.add_subcommand(
        "recover", "Tell what a damaged data directory lost and what can be saved; change nothing unless told to");
    recover_->add_option("--home", home_, "As in init");
    recover_->add_flag("--accept-loss", is_loss_accepted_,
                       "Save what can be saved, and set the damaged directory aside");
  }

  /// The exit status, if one of them was called.
  std::optional<int> carry_out() const {
    if (*backup_) return back_up(home_, directory_);
    if (*restore_) return restore(home_, directory_);
    if (*recover_) return recover(home_, is_loss_accepted_);
    return std::nullopt;
  }

 private:
  std::string& home_;
  std::string directory_;
  bool is_loss_accepted_ = false;
  CLI::App* backup_;
  CLI::App* restore_;
  CLI::App* recover_;
};

int run(int argc, char** argv) {
  CLI::App program{"Stellwerk: a delivery platform that speaks the AWS APIs."};
  program.require_subcommand(1);
  std::string home;
  bool is_verbose = false;
  program.add_flag("--debug", is_verbose, "Log every request");

  app::InitOptions init_options;
  CLI::App* init = program.add_subcommand(
      "init", "Make keys, certificates and the management account; change nothing that is there");
  init->add_option("--home", home, "Where everything lies (default: $STELLWERK_HOME or ~/.stellwerk)");
  init->add_option("--port", init_options.port, "The API's port, written to aws/config")->capture_default_str();
  init->add_option("--region", init_options.region, "The region written to aws/config")->capture_default_str();
  init->add_option("--domain", init_options.domain, "The domain that hosts end in; stays with the installation")
      ->capture_default_str();

  init->add_flag("--plain-http", init_options.is_plain, "The endpoint in aws/config is one without TLS, see serve");

  app::ServeOptions serve_options;
  CLI::App* serving = program.add_subcommand("serve", "Run the server until SIGTERM or SIGINT");
  serving->add_option("--home", home, "As in init");
  serving->add_option("--address", serve_options.address, "Address to listen on")->capture_default_str();
  serving->add_option("--port", serve_options.port, "The API's port; 0 for any free one, see run/ports")
      ->capture_default_str();
  serving->add_option("--edge-port", serve_options.edge_port, "The sites' port; 0 for any free one")
      ->capture_default_str();
  serving->add_option("--threads", serve_options.threads, "Threads for requests")
      ->capture_default_str()
      ->check(CLI::Range(2, 256));
  serving->add_flag("--plain-http", serve_options.is_plain, "No TLS on the API's port");

  std::string git_action, profile;
  CLI::App* git = program.add_subcommand(
      "git-credential", "Credential helper for git: signs for CodeCommit with the AWS credentials at hand");
  git->add_option("action", git_action, "get, store or erase, as git calls it")->required();
  git->add_option("--profile", profile, "AWS profile to sign with");

  std::string account;
  CLI::App* root = program.add_subcommand(
      "root-credentials", "Credentials of an account's root user for an hour, for credential_process in aws/config");
  root->add_option("--home", home, "As in init");
  root->add_option("--account", account, "The account's id")->required();

  DataCommands data_commands(program, home);

  CLI::App* version = program.add_subcommand("version", "Print the version");

  CLI11_PARSE(program, argc, argv);
  if (is_verbose) log::set_level(log::Level::debug);
  if (*init) return initialise(home, init_options);
  if (*serving) return serve(home, serve_options);
  if (auto status = data_commands.carry_out()) return *status;
  if (*git) return git_credential(git_action, profile);
  if (*root) return root_credentials(home, account);
  if (*version) std::printf("stellwerk %s\n", std::string(app::kVersion).c_str());
  return 0;
}

}  // namespace
}  // namespace stellwerk

int main(int argc, char** argv) { return stellwerk::run(argc, argv); }
