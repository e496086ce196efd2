#pragma once
#include <memory>
#include <optional>
#include <string>

#include "ports/call.h"
#include "services/s3/checksums.h"
#include "services/s3/encryption.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

/// Bodies on their way in and out.
namespace stellwerk::s3 {

/// A body that was read once, with all that was found on the way. Kept in Call::staged, so that a repeated
/// run after a conflict has it.
struct ReceivedBody {
  objects::StagedBlob blob;
  BodyEncryptionRecord encryption;
  std::string checksum_algorithm;
  std::string checksum;        // raw
  std::string extra_checksum;  // raw, of BodyClaims::extra_algorithm
  std::string source_id;       // copies: the object_id of the source
};

/// What the request says of its body.
struct BodyClaims {
  std::optional<std::string> content_md5;  // base64
  ClaimedChecksum checksum;
  std::string announced_algorithm;  // of a checksum that comes after the body
  std::string default_algorithm = std::string(kDefaultChecksumAlgorithm);
  std::string extra_algorithm;  // computed besides, if any
  std::uint64_t limit_bytes = kSinglePutBytesLimit;
};

template <class Request>
Result<BodyClaims> body_claims(const Request& request) {
  BodyClaims claims;
  claims.content_md5 = request.content_md5;
  claims.checksum = TRY(claimed_checksum(request));
  claims.announced_algorithm = request.checksum_algorithm.value_or("");
  return claims;
}

/// The body of an earlier run of this call, or a null pointer.
std::shared_ptr<ReceivedBody> staged_body(ports::Call& call);

/// Reads `source` (null: no bytes) to its end, seals it, checks what was claimed, and keeps it in
/// Call::staged. Errors: the source's, InvalidDigest, BadDigest, EntityTooLarge, InvalidRequest.
Result<std::shared_ptr<ReceivedBody>> receive_body(S3& s3, ports::Call& call, const std::shared_ptr<ByteSource>& source,
                                                   const BodyClaims& claims, DataKey key);

/// Puts what is known of the body into the object.
void describe_body(ObjectRecord& object, const ReceivedBody& body);

/// A range of a stored object, decrypted.
Result<std::shared_ptr<ByteSource>> open_body(S3& s3, ports::Call& call, const BucketRecord& bucket,
                                              const ObjectRecord& object, const ByteRange& range);

}  // namespace stellwerk::s3
