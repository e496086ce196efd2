#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/s3.h"
#include "base/result.h"
#include "services/s3/records.h"

namespace stellwerk {
class IdSource;
}

/// Pure rules of names, versions, ranges and tags.
namespace stellwerk::s3 {

inline constexpr std::size_t kKeyBytesLimit = 1024;
inline constexpr std::size_t kMetadataBytesLimit = 2048;
inline constexpr std::uint64_t kSinglePutBytesLimit = 5ull * 1024 * 1024 * 1024;
inline constexpr std::uint64_t kSmallestPartBytes = 5ull * 1024 * 1024;
inline constexpr std::int64_t kPartNumberLimit = 10'000;
inline constexpr std::size_t kObjectTagsLimit = 10;
inline constexpr std::size_t kBucketTagsLimit = 50;
inline constexpr std::size_t kTagKeyLimit = 128;
inline constexpr std::size_t kTagValueLimit = 256;
inline constexpr std::int64_t kPageLimit = 1000;
inline constexpr std::size_t kBucketsPerAccountLimit = 10'000;
inline constexpr std::size_t kBucketPolicyBytesLimit = 20 * 1024;
inline constexpr std::string_view kNullVersion = "null";

/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
bool is_valid_bucket_name(std::string_view name);

/// 64 hexadecimal digits, always the same for an account.
std::string canonical_user_id(std::string_view account);
Owner owner_of(std::string_view account);

std::string bucket_arn(std::string_view bucket);
std::string object_arn(std::string_view bucket, std::string_view key);

/// Sorts like `milliseconds`, and cannot be guessed.
std::string time_ordered_id(std::uint64_t milliseconds, std::size_t length, IdSource& ids);
/// The sequence inside a version id of ours; nothing for another text.
std::optional<std::uint64_t> sequence_of_version(std::string_view version_id);
std::string new_version_id(std::uint64_t sequence, IdSource& ids);

/// A sound byte range of an object.
struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};
/// What a Range header means for a body of `size` bytes. Nothing if the whole is to be sent (malformed, or
/// several ranges). Error InvalidRange (416).
Result<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size);
/// "bytes=0-99" of x-amz-copy-source-range, which must be exact. Errors: InvalidArgument, InvalidRequest.
Result<ByteRange> parse_copy_range(std::string_view header, std::uint64_t size);
/// "bytes 0-99/1000"
std::string content_range(const ByteRange& range, std::uint64_t size);

/// Errors: NoSuchKey's relatives KeyTooLongError, InvalidURI.
Result<void> check_key(std::string_view key);
/// Errors: MetadataTooLarge.
Result<void> check_metadata(const std::map<std::string, std::string>& metadata);

enum class TagOwner { bucket, object };
/// Errors: InvalidTag, BadRequest.
Result<std::vector<TagRecord>> checked_tags(const std::vector<Tag>& tags, TagOwner owner);
/// The form "a=1&b=2" of x-amz-tagging. Errors: InvalidArgument, InvalidTag, BadRequest.
Result<std::vector<TagRecord>> parse_tagging_header(std::string_view header);
std::vector<Tag> to_tags(const std::vector<TagRecord>& records);

/// "bucket/key?versionId=..", percent-encoded, perhaps with a leading slash.
struct CopySource {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};
/// Errors: InvalidArgument.
Result<CopySource> parse_copy_source(std::string_view header);

/// Errors: InvalidStorageClass; NotImplemented for classes that need a restore before they can be read.
Result<std::string> checked_storage_class(const std::optional<std::string>& storage_class);

/// The service's answer to what it does not do: 501, which S3's clients do not retry.
::stellwerk::Error not_implemented(std::string what);

std::string quoted_etag(std::string_view etag);
/// Without quotes and without a weak mark.
std::string_view bare_etag(std::string_view etag);

}  // namespace stellwerk::s3
