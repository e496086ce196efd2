#include "auth/chunked_body.h"

#include <gtest/gtest.h>

#include "auth/canonical_request.h"
#include "auth/checksum.h"

namespace stellwerk::auth {
namespace {

/// Gives `piece` bytes a read, so that every boundary falls everywhere.
class SlowSource final : public ByteSource {
 public:
  SlowSource(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = std::min({piece_, into.size(), bytes_.size() - at_});
    bytes_.copy(into.data(), count, at_);
    at_ += count;
    return count;
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return bytes_.size() - at_; }

 private:
  std::string bytes_;
  std::size_t piece_, at_ = 0;
};

VerifiedSignature seed(std::string_view payload) {
  return {std::string(payload), std::string(32, 'k'), std::string(64, 'a'), "20261123/eu-central-1/s3/aws4_request",
          "20261123T063000Z"};
}

std::string checksum_of(std::string_view algorithm, std::string_view content) {
  auto checksum = Checksum::of(algorithm);
  checksum->update(content);
  return checksum->finish();
}

HttpRequest request_with(std::string body, std::size_t piece, std::size_t decoded, std::string_view trailer,
                         std::string_view payload) {
  HttpRequest request{.method = "PUT"};
  request.headers.add("X-Amz-Decoded-Content-Length", std::to_string(decoded));
  request.headers.add("X-Amz-Content-Sha256", std::string(payload));
  if (!trailer.empty()) request.headers.add("X-Amz-Trailer", std::string(trailer));
  request.body = std::make_shared<SlowSource>(std::move(body), piece);
  return request;
}

Result<std::string> read_payload(const HttpRequest& request, const VerifiedSignature* signature) {
  auto source = TRY(open_payload(request, signature));
  return read_all(*source, 1 << 20);
}

std::string code_of(const Result<std::string>& result) { return result ? "" : result.error().code; }

const std::string kContent = [] {
  std::string out;
  for (int i = 0; i < 20000; ++i) out += static_cast<char>(i * 7);
  return out;
}();

// The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
TEST(ChunkedBody, AgreesWithTheDocumentedExample) {
  HttpRequest request{.method = "PUT", .path = "/examplebucket/chunkObject.txt"};
  request.headers.add("Host", "s3.amazonaws.com");
  request.headers.add("x-amz-date", "20130524T000000Z");
  request.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
  request.headers.add("x-amz-content-sha256", std::string(kStreamingSigned));
  request.headers.add("Content-Encoding", "aws-chunked");
  request.headers.add("x-amz-decoded-content-length", "66560");
  request.headers.add("Content-Length", "66824");
  request.headers.add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                      "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                      "x-amz-decoded-content-length;x-amz-storage-class,"
                      "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  Credential credential{.access_key_id = "AKIAIOSFODNN7EXAMPLE",
                        .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  Timestamp now = *from_basic_iso8601("20130524T000000Z");
  SigningKeyCache keys;
  auto signature = parse_signature(request, Dialect::s3, now, "s3");
  ASSERT_TRUE(signature) << signature.error().message;
  auto verified = verify_signature(request, *signature, credential, Dialect::s3, {}, now, keys);
  ASSERT_TRUE(verified) << verified.error().message;
  std::string content(66560, 'a');
  std::string body = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" +
                     content.substr(0, 65536) +
                     "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" +
                     content.substr(65536) +
                     "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
  EXPECT_EQ(encode_chunked(content, 65536, &*verified, {}), body);
  request.body = std::make_shared<StringSource>(body);
  EXPECT_EQ(read_payload(request, &*verified), content);
}

TEST(ChunkedBody, EveryFormAndEveryBoundary) {
  for (std::size_t piece : {1u, 7u, 100000u}) {
    for (std::size_t chunk : {8192u, 20000u, 65536u}) {
      auto plain = seed(kStreamingSigned);
      std::string body = encode_chunked(kContent, chunk, &plain, {});
      EXPECT_EQ(read_payload(request_with(body, piece, kContent.size(), "", kStreamingSigned), &plain), kContent);
      for (std::string algorithm : {"crc32", "crc32c", "crc64nvme", "sha1", "sha256"}) {
        std::string name = "x-amz-checksum-" + algorithm;
        std::vector<std::pair<std::string, std::string>> trailers{{name, checksum_of(algorithm, kContent)}};
        auto with_trailer = seed(kStreamingSignedTrailer);
        body = encode_chunked(kContent, chunk, &with_trailer, trailers);
        EXPECT_EQ(
            read_payload(request_with(body, piece, kContent.size(), name, kStreamingSignedTrailer), &with_trailer),
            kContent);
        auto unsigned_body = seed(kStreamingUnsignedTrailer);
        body = encode_chunked(kContent, chunk, nullptr, trailers);
        auto request = request_with(body, piece, kContent.size(), name, kStreamingUnsignedTrailer);
        EXPECT_EQ(read_payload(request, &unsigned_body), kContent);
        request.body = std::make_shared<SlowSource>(body, piece);
        EXPECT_EQ(read_payload(request, nullptr), kContent);
      }
    }
  }
  auto plain = seed(kStreamingSigned);
  EXPECT_EQ(read_payload(request_with(encode_chunked("", 8192, &plain, {}), 3, 0, "", kStreamingSigned), &plain), "");
}

TEST(ChunkedBody, EveryChangedByteIsNoticed) {
  auto plain = seed(kStreamingSigned);
  std::string content = kContent.substr(0, 50);
  std::string body = encode_chunked(content, 8192, &plain, {});
  for (std::size_t i = 0; i + 2 < body.size(); ++i) {
    std::string changed = body;
    changed[i] ^= 1;
    EXPECT_FALSE(read_payload(request_with(changed, 1000, content.size(), "", kStreamingSigned), &plain)) << i;
    std::string cut = body.substr(0, i);
    EXPECT_FALSE(read_payload(request_with(cut, 1000, content.size(), "", kStreamingSigned), &plain)) << i;
  }
}

TEST(ChunkedBody, NamesTheFault) {
  auto plain = seed(kStreamingSigned);
  auto trailing = seed(kStreamingSignedTrailer);
  auto open = seed(kStreamingUnsignedTrailer);
  auto code = [&](std::string body, std::size_t decoded, std::string_view trailer, const VerifiedSignature& signature) {
    return code_of(read_payload(request_with(body, 1000, decoded, trailer, signature.payload_hash), &signature));
  };
  std::string body = encode_chunked(kContent, 8192, &plain, {});
  EXPECT_EQ(code(body, kContent.size() + 1, "", plain), "IncompleteBody");
  EXPECT_EQ(code(body, kContent.size() - 1, "", plain), "IncompleteBody");
  EXPECT_EQ(code(body.substr(0, 9000), kContent.size(), "", plain), "IncompleteBody");
  EXPECT_EQ(code(encode_chunked(kContent, 4096, &plain, {}), kContent.size(), "", plain), "InvalidChunkSizeError");
  EXPECT_EQ(code("zz\r\n", 5, "", open), "InvalidChunkSizeError");
  EXPECT_EQ(code("5\r\nabcdefg\r\n", 5, "", open), "InvalidChunkSizeError");
  EXPECT_EQ(code("ffffffffffffffffff\r\n", 5, "", open), "InvalidChunkSizeError");
  EXPECT_EQ(code(std::string(100000, '1'), 5, "", open), "InvalidChunkSizeError");
  EXPECT_EQ(code("5\r\nabcde\r\n0\r\n\r\n", 5, "", plain), "SignatureDoesNotMatch");

  std::string crc = "x-amz-checksum-crc32";
  EXPECT_EQ(code(encode_chunked("abc", 8192, nullptr, {{crc, checksum_of("crc32", "abd")}}), 3, crc, open),
            "BadDigest");
  EXPECT_EQ(code(encode_chunked("abc", 8192, nullptr, {{crc, "nonsense"}}), 3, crc, open), "InvalidRequest");
  EXPECT_EQ(code(encode_chunked("abc", 8192, nullptr, {}), 3, crc, open), "MalformedTrailerError");
  EXPECT_EQ(code(encode_chunked("abc", 8192, nullptr, {{"x-amz-meta-a", "b"}}), 3, crc, open), "MalformedTrailerError");
  EXPECT_EQ(code(encode_chunked("abc", 8192, nullptr, {}), 3, "x-amz-checksum-md4", open), "InvalidRequest");
  std::string forged = encode_chunked("abc", 8192, &trailing, {{crc, checksum_of("crc32", "abc")}});
  forged[forged.rfind("signature:") + 10] ^= 1;
  EXPECT_EQ(code(forged, 3, crc, trailing), "SignatureDoesNotMatch");
  EXPECT_EQ(code_of(read_payload(request_with(body, 1, kContent.size(), "", kStreamingSigned), nullptr)),
            "AccessDenied");
  HttpRequest without_length = request_with(body, 1, 0, "", kStreamingSigned);
  without_length.headers.remove("X-Amz-Decoded-Content-Length");
  EXPECT_EQ(code_of(read_payload(without_length, &plain)), "MissingContentLength");
}

TEST(PayloadHash, IsComparedAtTheEnd) {
  auto good = seed(sha256_hex("abc"));
  EXPECT_EQ(read_payload(request_with("abc", 1, 3, "", ""), &good), "abc");
  auto wrong = read_payload(request_with("abd", 1, 3, "", ""), &good);
  EXPECT_EQ(code_of(wrong), "XAmzContentSHA256Mismatch");
  auto open = seed(kUnsignedPayload);
  EXPECT_EQ(read_payload(request_with("abd", 1, 3, "", ""), &open), "abd");
}

}  // namespace
}  // namespace stellwerk::auth
