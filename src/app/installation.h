#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "app/certificates.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "store/transaction.h"

namespace stellwerk {
class IdSource;
}

namespace stellwerk::app {

/// Where one installation keeps what.
struct Home {
  explicit Home(std::filesystem::path root);
  /// --home, else $STELLWERK_HOME, else ~/.stellwerk.
  static Home find(const std::string& given);

  std::filesystem::path root;
  std::filesystem::path master_key;     // keys/master.key
  std::filesystem::path data;           // data/: nothing readable without the master key
  std::filesystem::path work;           // work/: builds
  std::filesystem::path run;            // run/: stellwerk.pid, ports
  std::filesystem::path credentials;    // aws/credentials
  std::filesystem::path configuration;  // aws/config
  CertificateFiles certificates;        // ca/
};

struct InitOptions {
  std::string domain = "localhost";
  std::string region = "eu-central-1";
  std::uint16_t port = 4566;
  bool is_plain = false;  // the endpoint written is without TLS
};

/// Makes what an installation lacks: master key, certificates, the management account with its user
/// `administrator`, and that user's first access key, written to aws/credentials alone. A second run changes
/// nothing. Errors: what files and store report; MasterKeyMissing beside data that it would open, as a new key would
/// open none of it; InstallationBroken if the account is there, but its credentials
/// were never written.
Result<void> initialise(const Home& home, const InitOptions& options, const Clock& clock, IdSource& ids);

/// Errors: NotInitialised; MasterKeyMissing if there is data that only the missing key opens; what read_master_key
/// reports.
Result<std::string> find_master_key(const Home& home);
Error not_initialised(const Home& home);

/// Kept in the store from the first run on.
struct InstallationRecord {
  std::string management_account;  // whose user `administrator` owns the installation
  Timestamp created;
  std::string domain = "localhost";  // hosts end in it; the authority vouches for no other
  static void fields(auto& record, auto& visit) {
    visit(1, record.management_account);
    visit(2, record.created);
    visit(3, record.domain);
  }
};
std::optional<InstallationRecord> find_installation(store::Transaction& transaction);

}  // namespace stellwerk::app
