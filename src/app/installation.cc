#include "app/installation.h"

#include <cstdlib>

#include "app/private_file.h"
#include "base/id_source.h"
#include "services/iam/service.h"
#include "store/master_key.h"
#include "store/store.h"
#include "store/table.h"

namespace stellwerk::app {
namespace {

constexpr store::Table<InstallationRecord> kInstallations{"app.installation"};
const store::Scope kInstallationScope{"", "global"};
constexpr std::size_t kAccountIdLength = 12;
constexpr std::string_view kProfile = "stellwerk";

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

/// Both the default profile, for those who point their tools at these files, and a named one.
std::string in_both_profiles(std::string_view named_section, const std::string& lines) {
  return "[default]\n" + lines + "\n[" + std::string(named_section) + "]\n" + lines;
}

std::string credentials_text(const iam::Iam::FirstCredentials& key) {
  return in_both_profiles(kProfile, "aws_access_key_id = " + key.access_key_id +
                                        "\naws_secret_access_key = " + key.secret_access_key + "\n");
}

std::string configuration_text(const Home& home, const InitOptions& options) {
  return in_both_profiles("profile " + std::string(kProfile),
                          "region = " + options.region +
                              "\nendpoint_url = " + (options.is_plain ? "http://" : "https://") + options.domain + ":" +
                              std::to_string(options.port) + "\nca_bundle = " + home.certificates.authority.string() +
                              "\n");
}

std::string new_account_id(IdSource& ids) {
  return ids.from_alphabet(1, "123456789") + ids.from_alphabet(kAccountIdLength - 1, "0123456789");
}

/// The key's file is written before the commit, under another name, and gets its own after it: whenever the
/// process dies, there is either no account yet or a file with its key.
Result<void> make_management_account(const Home& home, const InitOptions& options, const std::string& master_key,
                                     const Clock& clock, IdSource& ids) {
  std::filesystem::path prepared = home.credentials;
  prepared += ".prepared";
  auto store = TRY(store::Store::open({home.data, master_key}, clock));
  auto transaction = store->begin();
  if (!find_installation(*transaction)) {
    const Timestamp now = clock.now();
    InstallationRecord record{new_account_id(ids), now, options.domain};
    iam::Iam iam(*store, clock, ids, store::derive_key(master_key, iam::kSessionKeyPurpose));
    auto key = iam.create_first_administrator(*transaction, record.management_account, now, ids);
    kInstallations.put(*transaction, kInstallationScope, {}, record);
    TRY(write_file(prepared, credentials_text(key), 0600));
    auto outcome = store->commit(*transaction);
    if (outcome == store::CommitOutcome::refused) return store::no_room();
    if (outcome != store::CommitOutcome::done) {
      return Error{"InstallationBroken", "Another process writes to " + home.data.string(), 500};
    }
  } else if (!is_there(prepared)) {
    return Error{"InstallationBroken",
                 home.credentials.string() + " is gone, and its key is kept nowhere else. Restore the file, or move " +
                     home.root.string() + " away to begin anew.",
                 500};
  }
  std::error_code failed;
  std::filesystem::rename(prepared, home.credentials, failed);
  if (failed) return Error{"FileUnwritable", home.credentials.string() + ": " + failed.message(), 500};
  return {};
}

}  // namespace

Home::Home(std::filesystem::path given)
    : root(std::filesystem::absolute(given)),
      master_key(root / "keys" / "master.key"),
      data(root / "data"),
      work(root / "work"),
      run(root / "run"),
      credentials(root / "aws" / "credentials"),
      configuration(root / "aws" / "config"),
      certificates(root / "ca") {}

Home Home::find(const std::string& given) {
  if (!given.empty()) return Home(given);
  if (const char* set = std::getenv("STELLWERK_HOME"); set && *set) return Home(set);
  const char* user = std::getenv("HOME");
  return Home(std::filesystem::path(user && *user ? user : ".") / ".stellwerk");
}

std::optional<InstallationRecord> find_installation(store::Transaction& transaction) {
  return kInstallations.get(transaction, kInstallationScope, {});
}

Error not_initialised(const Home& home) {
  return Error{
      "NotInitialised",
      "There is no installation in " + home.root.string() + " yet. Run: stellwerk init --home " + home.root.string(),
      500};
}

Result<std::string> find_master_key(const Home& home) {
  if (is_there(home.master_key)) return store::read_master_key(home.master_key);
  std::error_code ignored;
  if (!is_there(home.data) || std::filesystem::is_empty(home.data, ignored)) return not_initialised(home);
  return Error{"MasterKeyMissing",
               "The master key " + home.master_key.string() + " is missing, and nothing in " + home.data.string() +
                   " can be read without it. Put it back from where you keep its copy. If there is none, the data are "
                   "lost: move " +
                   home.root.string() + " away to begin anew",
               500};
}

Result<void> initialise(const Home& home, const InitOptions& options, const Clock& clock, IdSource& ids) {
  for (const auto& directory :
       {home.root, home.master_key.parent_path(), home.data, home.work, home.run, home.credentials.parent_path()}) {
    TRY(make_directory(directory));
  }
  auto found = find_master_key(home);
  if (!found && found.error().code != "NotInitialised") return std::move(found).error();
  std::string master_key = found ? std::move(*found) : TRY(store::make_master_key(home.master_key, ids));
  // Later ones are renewed at the server's start, for the domain that was given the first time.
  if (!is_there(home.certificates.server)) TRY(ensure_certificates(home.certificates, options.domain, clock.now()));
  if (!is_there(home.credentials)) TRY(make_management_account(home, options, master_key, clock, ids));
  if (!is_there(home.configuration)) TRY(write_file(home.configuration, configuration_text(home, options), 0600));
  return {};
}

}  // namespace stellwerk::app
