// Byte 0 chooses the kind of policy, the rest is the document.
#include <array>
#include <string_view>

#include "auth/policy.h"
#include "base/assert.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::array kKinds{auth::PolicyKind::identity, auth::PolicyKind::resource, auth::PolicyKind::trust,
                              auth::PolicyKind::service_control, auth::PolicyKind::stored};
  auto policy =
      auth::parse_policy({reinterpret_cast<const char*>(data) + 1, size - 1}, kKinds[data[0] % kKinds.size()]);
  STELLWERK_ASSERT(policy || policy.error().code == "MalformedPolicyDocument");
  return 0;
}
