#include "auth/chunked_body.h"

#include <algorithm>
#include <charconv>

#include "auth/canonical_request.h"
#include "auth/checksum.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::auth {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::string_view kChecksumPrefix = "x-amz-checksum-";
constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature";

Error incomplete_body() {
  return {"IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header", 400};
}
Error invalid_chunk(std::string message) { return {"InvalidChunkSizeError", std::move(message), 403}; }
Error wrong_signature() {
  return {"SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check your key and signing "
          "method.",
          403};
}
Error malformed_trailer() {
  return {"MalformedTrailerError",
          "The request contained trailing data that was not well-formed or did not conform to our published schema.",
          400};
}

std::string chunk_string_to_sign(const VerifiedSignature& seed, std::string_view previous, std::string_view data_hash) {
  std::string out = "AWS4-HMAC-SHA256-PAYLOAD\n" + seed.time_text + "\n" + seed.scope + "\n";
  out.append(previous).append("\n").append(kEmptyPayloadHash).append("\n").append(data_hash);
  return out;
}

std::string trailer_string_to_sign(const VerifiedSignature& seed, std::string_view previous, std::string_view hash) {
  std::string out = "AWS4-HMAC-SHA256-TRAILER\n" + seed.time_text + "\n" + seed.scope + "\n";
  out.append(previous).append("\n").append(hash);
  return out;
}

std::string signed_by(const VerifiedSignature& seed, std::string_view text) {
  return to_hex(hmac_sha256(seed.signing_key, text));
}

struct ChunkHeader {
  std::uint64_t bytes = 0;
  std::string signature;
};

Result<ChunkHeader> parse_chunk_header(std::string_view line) {
  ChunkHeader out;
  std::size_t semicolon = line.find(';');
  std::string_view size = line.substr(0, semicolon);
  auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.bytes, 16);
  if (size.empty() || error != std::errc() || end != size.data() + size.size()) {
    return invalid_chunk("A chunk's size is not a hexadecimal number.");
  }
  if (semicolon != std::string_view::npos) {
    constexpr std::string_view kExtension = "chunk-signature=";
    std::string_view extension = line.substr(semicolon + 1);
    if (!extension.starts_with(kExtension)) return invalid_chunk("A chunk's extension is not a chunk-signature.");
    out.signature = to_lower(extension.substr(kExtension.size()));
  }
  return out;
}

class AwsChunkedBody final : public ChunkedBody {
 public:
  AwsChunkedBody(std::shared_ptr<ByteSource> source, std::uint64_t decoded_bytes, std::optional<VerifiedSignature> seed,
                 std::optional<std::string> checksum_trailer)
      : source_(std::move(source)),
        missing_bytes_(decoded_bytes),
        seed_(std::move(seed)),
        announced_(std::move(checksum_trailer)) {
    if (seed_) previous_signature_ = seed_->signature;
    if (announced_) checksum_ = Checksum::of(std::string_view(*announced_).substr(kChecksumPrefix.size()));
  }

  std::optional<std::uint64_t> remaining_bytes() const override { return missing_bytes_; }
  const std::vector<std::pair<std::string, std::string>>& trailers() const override { return trailers_; }

  Result<std::size_t> read(std::span<char> into) override {
    if (failure_) return *failure_;
    auto count = advance(into);
    if (!count) failure_ = count.error();
    return count;
  }

 private:
  Result<std::size_t> advance(std::span<char> into) {
    if (is_finished_ || into.empty()) return 0;
    if (left_in_chunk_ == 0) TRY(next_chunk());
    if (is_finished_) return 0;
    if (buffered().empty() && !TRY(fill())) return incomplete_body();
    std::size_t count = std::min<std::uint64_t>({into.size(), buffered().size(), left_in_chunk_});
    std::copy_n(buffered().data(), count, into.data());
    std::string_view piece(into.data(), count);
    offset_ += count;
    left_in_chunk_ -= count;
    missing_bytes_ -= count;
    if (seed_) chunk_digest_.update(piece);
    if (checksum_) checksum_->update(piece);
    if (left_in_chunk_ == 0) TRY(end_chunk());
    return count;
  }

  Result<void> next_chunk() {
    ChunkHeader header = TRY(parse_chunk_header(TRY(line())));
    if (seed_ && header.signature.empty()) return wrong_signature();
    if (header.bytes > 0 && was_short_) {
      return invalid_chunk("Only the last chunk is allowed to have a size less than " +
                           std::to_string(kSmallestChunkBytes) + " bytes");
    }
    if (header.bytes > missing_bytes_) return incomplete_body();
    was_short_ = header.bytes < kSmallestChunkBytes;
    chunk_signature_ = std::move(header.signature);
    left_in_chunk_ = header.bytes;
    if (header.bytes == 0) {
      TRY(check_chunk_signature());
      TRY(finish());
    }
    return {};
  }

  Result<void> end_chunk() {
    TRY(check_chunk_signature());
    while (buffered().size() < 2) {
      if (!TRY(fill())) return incomplete_body();
    }
    if (!buffered().starts_with("\r\n")) return invalid_chunk("A chunk is longer than its header says.");
    offset_ += 2;
    return {};
  }

  Result<void> check_chunk_signature() {
    if (!seed_) return {};
    std::string hash = to_hex(chunk_digest_.finish());
    chunk_digest_ = Digest(DigestKind::sha256);
    std::string expected = signed_by(*seed_, chunk_string_to_sign(*seed_, previous_signature_, hash));
    if (!equal_in_constant_time(expected, chunk_signature_)) return wrong_signature();
    previous_signature_ = std::move(expected);
    return {};
  }

  Result<void> finish() {
    if (missing_bytes_ > 0) return incomplete_body();
    TRY(read_trailers());
    if (announced_) TRY(check_checksum());
    is_finished_ = true;
    return {};
  }

  Result<void> read_trailers() {
    while (buffered().size() <= kTrailerBytesLimit && TRY(fill())) {
    }
    std::string_view text = buffered();
    if (text.size() > kTrailerBytesLimit) return malformed_trailer();
    std::string canonical, trailer_signature;
    while (!text.empty()) {
      std::size_t end = text.find('\n');
      std::string_view one = trim(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (one.empty()) continue;
      std::size_t colon = one.find(':');
      if (colon == std::string_view::npos) return malformed_trailer();
      std::string name = to_lower(trim(one.substr(0, colon)));
      std::string value(trim(one.substr(colon + 1)));
      if (name == kTrailerSignature) {
        trailer_signature = to_lower(value);
        continue;
      }
      if (!announced_ || name != *announced_ || !trailers_.empty()) return malformed_trailer();
      canonical += name + ":" + value + "\n";
      trailers_.emplace_back(std::move(name), std::move(value));
    }
    if (announced_ && trailers_.empty()) return malformed_trailer();
    bool must_be_signed = seed_ && seed_->payload_hash == kStreamingSignedTrailer;
    if (must_be_signed) {
      std::string to_sign = trailer_string_to_sign(*seed_, previous_signature_, sha256_hex(canonical));
      if (!equal_in_constant_time(signed_by(*seed_, to_sign), trailer_signature)) return wrong_signature();
    }
    return {};
  }

  Result<void> check_checksum() {
    const std::string& given = trailers_.front().second;
    auto decoded = from_base64(given);
    if (!decoded || decoded->size() != checksum_->value_bytes()) {
      return Error{"InvalidRequest", "Value for " + *announced_ + " trailing header is invalid.", 400};
    }
    std::string name = checksum_->name();
    if (!equal_in_constant_time(checksum_->finish(), given)) {
      return Error{"BadDigest", "The " + name + " you specified did not match the calculated checksum.", 400};
    }
    return {};
  }

  /// The next line without its end.
  Result<std::string> line() {
    while (true) {
      std::size_t end = buffered().find("\r\n");
      if (end != std::string_view::npos) {
        std::string out(buffered().substr(0, end));
        offset_ += end + 2;
        return out;
      }
      if (buffered().size() > kChunkHeaderBytesLimit) return invalid_chunk("A chunk's header is too long.");
      if (!TRY(fill())) return incomplete_body();
    }
  }

  std::string_view buffered() const { return std::string_view(buffer_).substr(offset_); }

  /// Reads more behind what is buffered; false at the end of the source.
  Result<bool> fill() {
    buffer_.erase(0, offset_);
    offset_ = 0;
    std::size_t kept = buffer_.size();
    buffer_.resize(kept + kBufferBytes);
    auto count = source_->read(std::span(buffer_).subspan(kept));
    buffer_.resize(kept + (count ? *count : 0));
    return TRY(std::move(count)) > 0;
  }

  std::shared_ptr<ByteSource> source_;
  std::uint64_t missing_bytes_;
  std::optional<VerifiedSignature> seed_;
  std::optional<std::string> announced_;  // "x-amz-checksum-crc32"
  std::optional<Checksum> checksum_;
  std::string previous_signature_, chunk_signature_;
  Digest chunk_digest_{DigestKind::sha256};
  std::uint64_t left_in_chunk_ = 0;
  bool was_short_ = false, is_finished_ = false;
  std::string buffer_;
  std::size_t offset_ = 0;
  std::vector<std::pair<std::string, std::string>> trailers_;
  std::optional<Error> failure_;
};

class HashCheckedSource final : public ByteSource {
 public:
  HashCheckedSource(std::shared_ptr<ByteSource> source, std::string expected)
      : source_(std::move(source)), expected_(std::move(expected)) {}

  std::optional<std::uint64_t> remaining_bytes() const override { return source_->remaining_bytes(); }

  Result<std::size_t> read(std::span<char> into) override {
    if (into.empty()) return 0;
    if (!failure_ && !is_finished_) {
      std::size_t count = TRY(source_->read(into));
      if (count > 0) {
        digest_.update(std::string_view(into.data(), count));
        return count;
      }
      is_finished_ = true;
      std::string computed = to_hex(digest_.finish());
      if (!equal_in_constant_time(computed, expected_)) {
        failure_ = Error{"XAmzContentSHA256Mismatch",
                         "The provided 'x-amz-content-sha256' header does not match what was computed.",
                         400,
                         {{"ClientComputedContentSHA256", expected_}, {"S3ComputedContentSHA256", computed}}};
      }
    }
    if (failure_) return *failure_;
    return 0;
  }

 private:
  std::shared_ptr<ByteSource> source_;
  std::string expected_;
  Digest digest_{DigestKind::sha256};
  bool is_finished_ = false;
  std::optional<Error> failure_;
};

Result<std::uint64_t> decoded_length(const HttpRequest& request) {
  auto text = request.headers.find("X-Amz-Decoded-Content-Length");
  std::uint64_t out = 0;
  if (text) {
    auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
    if (!text->empty() && error == std::errc() && end == text->data() + text->size()) return out;
  }
  return Error{"MissingContentLength", "You must provide the Content-Length HTTP header.", 411};
}

Result<std::optional<std::string>> announced_trailer(const HttpRequest& request) {
  auto header = request.headers.find("X-Amz-Trailer");
  if (!header) return std::nullopt;
  std::string name = to_lower(trim(*header));
  if (!name.starts_with(kChecksumPrefix) || !Checksum::of(std::string_view(name).substr(kChecksumPrefix.size()))) {
    return Error{"InvalidRequest",
                 "The value specified in the x-amz-trailer header is not supported; use x-amz-checksum-crc32, -crc32c, "
                 "-crc64nvme, -sha1 or -sha256.",
                 400};
  }
  return name;
}

}  // namespace

Result<std::shared_ptr<ByteSource>> open_payload(const HttpRequest& request, const VerifiedSignature* signature) {
  std::shared_ptr<ByteSource> body = request.body ? request.body : std::make_shared<StringSource>("");
  std::string payload(signature != nullptr ? signature->payload_hash
                                           : request.headers.find("X-Amz-Content-Sha256").value_or(kUnsignedPayload));
  if (payload == kUnsignedPayload) return body;
  if (!payload.starts_with("STREAMING-")) return check_payload_hash(std::move(body), to_lower(payload));
  bool is_signed_stream = payload == kStreamingSigned || payload == kStreamingSignedTrailer;
  if (is_signed_stream && signature == nullptr) {
    return Error{"AccessDenied", "A body of signed chunks needs a signed request.", 403};
  }
  if (!is_signed_stream && payload != kStreamingUnsignedTrailer) {
    return Error{"InvalidRequest", "The payload form " + payload + " is not supported.", 400};
  }
  std::uint64_t length = TRY(decoded_length(request));
  std::optional<std::string> trailer;
  if (payload != kStreamingSigned) trailer = TRY(announced_trailer(request));
  std::optional<VerifiedSignature> seed;
  if (is_signed_stream) seed = *signature;
  return std::make_shared<AwsChunkedBody>(std::move(body), length, std::move(seed), std::move(trailer));
}

std::shared_ptr<ByteSource> check_payload_hash(std::shared_ptr<ByteSource> source, std::string expected_hex) {
  return std::make_shared<HashCheckedSource>(std::move(source), std::move(expected_hex));
}

std::string encode_chunked(std::string_view content, std::size_t chunk_bytes, const VerifiedSignature* signature,
                           const std::vector<std::pair<std::string, std::string>>& trailers) {
  std::string out, previous = signature != nullptr ? signature->signature : "";
  auto add = [&](std::string_view data) {
    char size[17];
    out.append(size, std::to_chars(size, size + sizeof size, data.size(), 16).ptr);
    if (signature != nullptr) {
      previous = signed_by(*signature, chunk_string_to_sign(*signature, previous, sha256_hex(data)));
      out += ";chunk-signature=" + previous;
    }
    out += "\r\n";
    if (!data.empty()) out.append(data).append("\r\n");
  };
  for (std::size_t at = 0; at < content.size(); at += chunk_bytes) add(content.substr(at, chunk_bytes));
  add({});
  std::string canonical;
  for (const auto& [name, value] : trailers) {
    canonical += name + ":" + value + "\n";
    out += name + ":" + value + "\r\n";
  }
  if (signature != nullptr && signature->payload_hash == kStreamingSignedTrailer) {
    std::string to_sign = trailer_string_to_sign(*signature, previous, sha256_hex(canonical));
    out += std::string(kTrailerSignature) + ":" + signed_by(*signature, to_sign) + "\r\n";
  }
  return out + "\r\n";
}

}  // namespace stellwerk::auth
