#include "app/root_credentials.h"

#include "base/json.h"
#include "services/iam/root_sessions.h"
#include "services/iam/service.h"
#include "store/master_key.h"

namespace stellwerk::app {
namespace {

constexpr std::size_t kAccountDigits = 12;

}  // namespace

Result<std::string> root_credentials(const Home& home, const std::string& account, const Clock& clock, IdSource& ids) {
  if (account.size() != kAccountDigits || account.find_first_not_of("0123456789") != std::string::npos) {
    return Error{"InvalidAccount", "Give the account's id, 12 digits: `aws sts get-caller-identity` shows it.", 400};
  }
  auto key = store::derive_key(TRY(store::read_master_key(home.master_key)), iam::kSessionKeyPurpose);
  auto credential = iam::root_credential({.account = account}, kRootCredentialSeconds, key, clock.now(), ids);
  Json out;
  out.set("Version", 1).set("AccessKeyId", credential.access_key_id);
  out.set("SecretAccessKey", credential.secret_access_key).set("SessionToken", credential.session_token);
  out.set("Expiration", to_iso8601(*credential.expires));
  return out.dump();
}

}  // namespace stellwerk::app
