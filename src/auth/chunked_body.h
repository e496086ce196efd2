#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/sigv4.h"
#include "base/byte_source.h"
#include "base/http_message.h"
#include "base/result.h"

/// Bodies that prove themselves while they are read. The last read reports a broken proof, so a reader must
/// not act on the bytes before it saw the end (read answered 0).
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
///         https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
namespace stellwerk::auth {

/// Every chunk but the last has at least this size.
inline constexpr std::uint64_t kSmallestChunkBytes = 8192;
inline constexpr std::size_t kChunkHeaderBytesLimit = 1024;
inline constexpr std::size_t kTrailerBytesLimit = 16 * 1024;

/// The content inside an aws-chunked body, and the trailers that follow it.
class ChunkedBody : public ByteSource {
 public:
  /// Names in lower case with their values ("x-amz-checksum-crc32", base64); complete once read answered 0.
  virtual const std::vector<std::pair<std::string, std::string>>& trailers() const = 0;
};

/// The body of an S3 request as the operation is to see it, by the payload hash that was signed:
/// a literal hash is compared at the end (XAmzContentSHA256Mismatch), UNSIGNED-PAYLOAD passes, STREAMING-* is
/// unwrapped (a ChunkedBody). `signature` is null for an anonymous request.
/// Errors at once: MissingContentLength without x-amz-decoded-content-length, InvalidRequest for an unknown
/// STREAMING-* or trailer, AccessDenied for signed chunks without a signature. While reading:
/// SignatureDoesNotMatch, InvalidChunkSizeError, IncompleteBody, MalformedTrailerError, BadDigest.
Result<std::shared_ptr<ByteSource>> open_payload(const HttpRequest& request, const VerifiedSignature* signature);

/// Passes `source` on and compares its SHA-256 at the end.
std::shared_ptr<ByteSource> check_payload_hash(std::shared_ptr<ByteSource> source, std::string expected_hex);

/// Chunks and signs `content` as a client does (STREAMING-AWS4-HMAC-SHA256-PAYLOAD[-TRAILER], or unsigned with
/// trailers if `signature` is null). For tests and the load client.
std::string encode_chunked(std::string_view content, std::size_t chunk_bytes, const VerifiedSignature* signature,
                           const std::vector<std::pair<std::string, std::string>>& trailers);

}  // namespace stellwerk::auth
