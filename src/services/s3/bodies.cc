#include "services/s3/bodies.h"

#include "auth/chunked_body.h"
#include "base/bytes.h"
#include "services/s3/objects.h"

namespace stellwerk::s3 {
namespace {

constexpr std::size_t kMd5Bytes = 16;

::stellwerk::Error bad_digest(std::string message) { return {"BadDigest", std::move(message), 400}; }

Result<void> check_md5(const std::optional<std::string>& claimed, const std::string& found) {
  if (!claimed) return {};
  auto raw = from_base64(*claimed);
  if (!raw || raw->size() != kMd5Bytes) {
    return ::stellwerk::Error{
        "InvalidDigest", "The Content-MD5 you specified was invalid.", 400, {{"Content-MD5", *claimed}}};
  }
  if (*raw == found) return {};
  ::stellwerk::Error error = bad_digest("The Content-MD5 you specified did not match what we received.");
  error.fields = {{"ExpectedDigest", *claimed}, {"CalculatedDigest", to_base64(found)}};
  return error;
}

// A checksum in the trailer has been verified by the reader of the chunks.
std::optional<ClaimedChecksum> checksum_in_trailer(const std::shared_ptr<ByteSource>& source) {
  auto chunked = std::dynamic_pointer_cast<auth::ChunkedBody>(source);
  if (!chunked) return std::nullopt;
  constexpr std::string_view kPrefix = "x-amz-checksum-";
  for (const auto& [name, value] : chunked->trailers()) {
    if (!name.starts_with(kPrefix)) continue;
    std::string algorithm = name.substr(kPrefix.size());
    for (char& c : algorithm) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return ClaimedChecksum{algorithm, value};
  }
  return std::nullopt;
}

std::string wanted_algorithm(const BodyClaims& claims) {
  if (!claims.checksum.algorithm.empty()) return claims.checksum.algorithm;
  if (!claims.announced_algorithm.empty()) return claims.announced_algorithm;
  return claims.default_algorithm;
}

}  // namespace

std::shared_ptr<ReceivedBody> staged_body(ports::Call& call) {
  return std::static_pointer_cast<ReceivedBody>(call.staged);
}

Result<std::shared_ptr<ReceivedBody>> receive_body(S3& s3, ports::Call& call, const std::shared_ptr<ByteSource>& source,
                                                   const BodyClaims& claims, DataKey key) {
  std::string algorithm = wanted_algorithm(claims);
  ChecksumKind kind = TRY(checksum_kind(algorithm));
  objects::StageOptions options;
  options.limit_bytes = claims.limit_bytes;
  options.checksums = {kind};
  std::optional<ChecksumKind> extra;
  if (!claims.extra_algorithm.empty()) extra = TRY(checksum_kind(claims.extra_algorithm));
  if (extra && *extra != kind) options.checksums.push_back(*extra);
  options.sealing_key = key.key;
  StringSource nothing{std::string()};
  objects::StagedBlob blob = TRY(s3.blobs.stage(source ? *source : nothing, options));
  TRY(check_md5(claims.content_md5, blob.md5()));
  std::string checksum = blob.checksum(kind);
  if (!claims.checksum.value.empty() && to_base64(checksum) != claims.checksum.value) {
    return bad_digest("The " + algorithm + " you specified did not match the calculated checksum.");
  }
  if (auto trailer = checksum_in_trailer(source); trailer && trailer->algorithm != algorithm) {
    algorithm = trailer->algorithm;
    checksum = from_base64(trailer->value).value_or("");
  }
  auto body = std::make_shared<ReceivedBody>(
      ReceivedBody{std::move(blob), std::move(key.record), std::move(algorithm), std::move(checksum), {}, {}});
  if (extra) body->extra_checksum = body->blob.checksum(*extra);
  call.staged = body;
  return body;
}

void describe_body(ObjectRecord& object, const ReceivedBody& body) {
  object.size = body.blob.size_bytes();
  object.etag = to_hex(body.blob.md5());
  object.checksum_algorithm = body.checksum_algorithm;
  object.checksum = to_base64(body.checksum);
  object.checksum_type = kFullObject;
  object.encryption = body.encryption;
}

Result<std::shared_ptr<ByteSource>> open_body(S3& s3, ports::Call& call, const BucketRecord& bucket,
                                              const ObjectRecord& object, const ByteRange& range) {
  std::string key = TRY(open_data_key(call, object.encryption));
  auto blobs = blobs_of(call.transaction, bucket, object);
  return std::shared_ptr<ByteSource>(TRY(s3.blobs.open(call.transaction, blobs, range.offset, range.length, key)));
}

}  // namespace stellwerk::s3
