// Any text as git's Authorization header, checked against a key.
#include <string_view>

#include "auth/codecommit_signature.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto given = auth::parse_basic_authorization({reinterpret_cast<const char*>(data), size});
  if (!given) return 0;
  auth::parse_git_user_name(given->user_name);
  auth::Credential credential;
  credential.access_key_id = "AKIDEXAMPLE";
  credential.secret_access_key = "secret";
  auth::SigningKeyCache keys;
  (void)auth::verify_git(*given, credential, "eu-central-1", "localhost", "/v1/repos/r", Timestamp{1795415400000},
                         keys);
  return 0;
}
