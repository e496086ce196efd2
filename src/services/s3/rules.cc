#include "services/s3/rules.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/id_source.h"

namespace stellwerk::s3 {
namespace {

// In the order of their codes, so that texts sort as the numbers in them.
constexpr std::string_view kIdAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kOrderedDigits = 9;  // milliseconds for 400,000 years
constexpr std::size_t kVersionIdLength = 32;

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_ip_address(std::string_view name) {
  return std::count(name.begin(), name.end(), '.') == 3 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct RangeText {
  std::optional<std::uint64_t> first, last;
};

std::optional<RangeText> split_range(std::string_view header) {
  if (!header.starts_with("bytes=")) return std::nullopt;
  header.remove_prefix(6);
  std::size_t dash = header.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  RangeText out{number(header.substr(0, dash)), number(header.substr(dash + 1))};
  if (dash > 0 && !out.first) return std::nullopt;
  if (dash + 1 < header.size() && !out.last) return std::nullopt;
  if (!out.first && !out.last) return std::nullopt;
  if (out.first && out.last && *out.last < *out.first) return std::nullopt;
  return out;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

::stellwerk::Error invalid_tag(std::string message, std::string member, const std::string& value) {
  return {"InvalidTag", std::move(message), 400, {{std::move(member), value}}};
}

Result<void> check_tag(const TagRecord& tag) {
  if (tag.key.empty() || characters_in(tag.key) > kTagKeyLimit)
    return invalid_tag("The TagKey you have provided is invalid", "TagKey", tag.key);
  if (characters_in(tag.value) > kTagValueLimit) {
    return invalid_tag("The TagValue you have provided is invalid", "TagValue", tag.value);
  }
  if (tag.key.starts_with("aws:")) {
    return invalid_tag("System tags cannot be added/updated by requester", "TagKey", tag.key);
  }
  return {};
}

Result<void> check_tag_set(const std::vector<TagRecord>& tags, TagOwner owner) {
  std::set<std::string_view> seen;
  for (const TagRecord& tag : tags) {
    TRY(check_tag(tag));
    if (!seen.insert(tag.key).second) {
      return invalid_tag("Cannot provide multiple Tags with the same key", "TagKey", tag.key);
    }
  }
  if (owner == TagOwner::object && tags.size() > kObjectTagsLimit) {
    return ::stellwerk::Error{"BadRequest", "Object tags cannot be greater than 10", 400};
  }
  if (owner == TagOwner::bucket && tags.size() > kBucketTagsLimit) {
    return ::stellwerk::Error{"BadRequest", "Bucket tag count cannot be greater than 50", 400};
  }
  return {};
}

}  // namespace

bool is_valid_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  if (!is_lower_or_digit(name.front()) || !is_lower_or_digit(name.back())) return false;
  if (!std::all_of(name.begin(), name.end(), [](char c) { return is_lower_or_digit(c) || c == '-' || c == '.'; })) {
    return false;
  }
  if (name.find("..") != std::string_view::npos || is_ip_address(name)) return false;
  for (std::string_view prefix : {"xn--", "sthree-", "amzn-s3-demo-"}) {
    if (name.starts_with(prefix)) return false;
  }
  for (std::string_view suffix : {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}) {
    if (name.ends_with(suffix)) return false;
  }
  return true;
}

std::string canonical_user_id(std::string_view account) {
  return to_hex(digest(DigestKind::sha256, "stellwerk canonical user " + std::string(account)));
}

Owner owner_of(std::string_view account) { return Owner{.id = canonical_user_id(account)}; }

std::string bucket_arn(std::string_view bucket) { return "arn:aws:s3:::" + std::string(bucket); }

std::string object_arn(std::string_view bucket, std::string_view key) {
  return bucket_arn(bucket) + "/" + std::string(key);
}

std::string time_ordered_id(std::uint64_t milliseconds, std::size_t length, IdSource& ids) {
  std::string out(kOrderedDigits, kIdAlphabet[0]);
  for (std::size_t i = kOrderedDigits; i-- > 0; milliseconds /= kIdAlphabet.size()) {
    out[i] = kIdAlphabet[milliseconds % kIdAlphabet.size()];
  }
  return out + ids.from_alphabet(length - kOrderedDigits, kIdAlphabet);
}

std::optional<std::uint64_t> sequence_of_version(std::string_view version_id) {
  if (version_id.size() != kVersionIdLength) return std::nullopt;
  std::uint64_t sequence = 0;
  for (char digit : version_id.substr(0, kOrderedDigits)) {
    std::size_t value = kIdAlphabet.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    sequence = sequence * kIdAlphabet.size() + value;
  }
  return sequence;
}

std::string new_version_id(std::uint64_t sequence, IdSource& ids) {
  return time_ordered_id(sequence, kVersionIdLength, ids);
}

Result<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size) {
  auto range = split_range(header);
  if (!range) return std::optional<ByteRange>{};
  ::stellwerk::Error unsatisfiable{
      "InvalidRange",
      "The requested range is not satisfiable",
      416,
      {{"RangeRequested", std::string(header)}, {"ActualObjectSize", std::to_string(size)}},
      {{"Content-Range", "bytes */" + std::to_string(size)}}};
  if (!range->first) {
    if (*range->last == 0 || size == 0) return unsatisfiable;
    std::uint64_t length = std::min(*range->last, size);
    return std::optional<ByteRange>{{size - length, length}};
  }
  if (*range->first >= size) return unsatisfiable;
  std::uint64_t last = std::min(range->last.value_or(size - 1), size - 1);
  return std::optional<ByteRange>{{*range->first, last - *range->first + 1}};
}

Result<ByteRange> parse_copy_range(std::string_view header, std::uint64_t size) {
  auto range = split_range(header);
  if (!range || !range->first || !range->last) {
    return ::stellwerk::Error{"InvalidArgument",
                              "The x-amz-copy-source-range value must be of the form bytes=first-last where first and "
                              "last are the zero-based offsets of the first and last bytes to copy",
                              400};
  }
  if (*range->last >= size) {
    return ::stellwerk::Error{"InvalidArgument",
                              "Range specified is not valid for source object of size: " + std::to_string(size), 400};
  }
  return ByteRange{*range->first, *range->last - *range->first + 1};
}

std::string content_range(const ByteRange& range, std::uint64_t size) {
  return "bytes " + std::to_string(range.offset) + "-" + std::to_string(range.offset + range.length - 1) + "/" +
         std::to_string(size);
}

Result<void> check_key(std::string_view key) {
  if (key.size() > kKeyBytesLimit) {
    return ::stellwerk::Error{
        "KeyTooLongError",
        "Your key is too long",
        400,
        {{"Size", std::to_string(key.size())}, {"MaxSizeAllowed", std::to_string(kKeyBytesLimit)}}};
  }
  if (!is_valid_utf8(key)) return ::stellwerk::Error{"InvalidURI", "Couldn't parse the specified URI.", 400};
  return {};
}

Result<void> check_metadata(const std::map<std::string, std::string>& metadata) {
  std::size_t size = 0;
  for (const auto& [name, value] : metadata) size += name.size() + value.size();
  if (size <= kMetadataBytesLimit) return {};
  return ::stellwerk::Error{"MetadataTooLarge",
                            "Your metadata headers exceed the maximum allowed metadata size",
                            400,
                            {{"Size", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(kMetadataBytesLimit)}}};
}

Result<std::vector<TagRecord>> checked_tags(const std::vector<Tag>& tags, TagOwner owner) {
  std::vector<TagRecord> out;
  for (const Tag& tag : tags) out.push_back({tag.key, tag.value});
  TRY(check_tag_set(out, owner));
  return out;
}

Result<std::vector<TagRecord>> parse_tagging_header(std::string_view header) {
  ::stellwerk::Error malformed{"InvalidArgument",
                               "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query "
                               "parameters without tag name duplicates.",
                               400,
                               {{"ArgumentName", "x-amz-tagging"}, {"ArgumentValue", std::string(header)}}};
  std::vector<TagRecord> out;
  while (!header.empty()) {
    std::string_view pair = header.substr(0, header.find('&'));
    header.remove_prefix(std::min(header.size(), pair.size() + 1));
    if (pair.empty()) continue;
    std::size_t equals = pair.find('=');
    auto key = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!key || !value || !is_valid_utf8(*key) || !is_valid_utf8(*value)) return malformed;
    if (std::any_of(out.begin(), out.end(), [&](const TagRecord& tag) { return tag.key == *key; })) return malformed;
    out.push_back({*key, *value});
  }
  TRY(check_tag_set(out, TagOwner::object));
  return out;
}

std::vector<Tag> to_tags(const std::vector<TagRecord>& records) {
  std::vector<Tag> out;
  for (const TagRecord& record : records) out.push_back({record.key, record.value});
  return out;
}

Result<CopySource> parse_copy_source(std::string_view header) {
  ::stellwerk::Error malformed{"InvalidArgument",
                               "Invalid copy source object key",
                               400,
                               {{"ArgumentName", "x-amz-copy-source"}, {"ArgumentValue", std::string(header)}}};
  CopySource out;
  std::size_t query = header.find("?versionId=");
  if (query != std::string_view::npos) {
    out.version_id = header.substr(query + 11);
    header = header.substr(0, query);
  }
  auto path = percent_decode(header);
  if (!path) return malformed;
  if (path->starts_with("arn:")) {
    return not_implemented("Naming the copy source by the ARN of an access point");
  }
  std::string_view rest = *path;
  if (rest.starts_with('/')) rest.remove_prefix(1);
  std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == rest.size()) return malformed;
  out.bucket = rest.substr(0, slash);
  out.key = rest.substr(slash + 1);
  return out;
}

Result<std::string> checked_storage_class(const std::optional<std::string>& storage_class) {
  if (!storage_class) return std::string("STANDARD");
  for (std::string_view known :
       {"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"}) {
    if (*storage_class == known) return *storage_class;
  }
  for (std::string_view known :
       {"GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP"}) {
    if (*storage_class == known) return not_implemented("The storage class " + *storage_class);
  }
  return ::stellwerk::Error{"InvalidStorageClass",
                            "The storage class you specified is not valid",
                            400,
                            {{"StorageClassRequested", *storage_class}}};
}

::stellwerk::Error not_implemented(std::string what) {
  return {
      "NotImplemented",
      what + " is not supported here. A header or parameter you provided implies functionality that is not implemented",
      501};
}

std::string quoted_etag(std::string_view etag) { return "\"" + std::string(etag) + "\""; }

std::string_view bare_etag(std::string_view etag) {
  etag = trim(etag);
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  // Clients that took one quote off are understood too.
  if (etag.starts_with('"')) etag.remove_prefix(1);
  if (etag.ends_with('"')) etag.remove_suffix(1);
  return etag;
}

}  // namespace stellwerk::s3
