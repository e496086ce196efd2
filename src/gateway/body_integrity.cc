#include "gateway/body_integrity.h"

#include <algorithm>

#include "auth/checksum.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::gateway {
namespace {

constexpr std::string_view kChecksumPrefix = "x-amz-checksum-";
constexpr std::size_t kMd5Bytes = 16;

Result<void> check_md5(std::string_view claimed, std::string_view body) {
  auto raw = from_base64(claimed);
  if (!raw || raw->size() != kMd5Bytes) {
    return Error{
        "InvalidDigest", "The Content-MD5 you specified was invalid.", 400, {{"Content-MD5", std::string(claimed)}}};
  }
  if (*raw == digest(DigestKind::md5, body)) return {};
  return Error{"BadDigest", "The Content-MD5 you specified did not match what we received.", 400};
}

bool is_of_an_object(const protocol::Operation& operation, std::string_view header) {
  return std::ranges::any_of(operation.input->members, [&](const protocol::Member& member) {
    return member.location == protocol::Location::header && to_lower(member.wire_name) == header;
  });
}

Result<void> check_checksum(std::string_view algorithm, std::string_view claimed, std::string_view body) {
  auto checksum = auth::Checksum::of(algorithm);
  if (!checksum) return {};  // x-amz-checksum-type and its like
  auto raw = from_base64(claimed);
  if (!raw || raw->size() != checksum->value_bytes()) {
    return Error{"InvalidRequest", "Value for x-amz-checksum-" + std::string(algorithm) + " header is invalid.", 400};
  }
  checksum->update(body);
  if (checksum->finish() == claimed) return {};
  return Error{"BadDigest", "The " + checksum->name() + " you specified did not match the calculated checksum.", 400};
}

}  // namespace

Result<void> check_body_integrity(const protocol::Operation& operation, const HttpRequest& request,
                                  std::string_view body) {
  for (const auto& [given_name, value] : request.headers.fields()) {
    std::string name = to_lower(given_name);
    if (name == "content-md5") TRY(check_md5(value, body));
    if (!name.starts_with(kChecksumPrefix) || is_of_an_object(operation, name)) continue;
    TRY(check_checksum(std::string_view(name).substr(kChecksumPrefix.size()), value, body));
  }
  return {};
}

}  // namespace stellwerk::gateway
