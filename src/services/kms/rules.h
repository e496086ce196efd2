#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/kms.h"
#include "aws/page.h"
#include "aws/tags.h"
#include "base/result.h"
#include "services/kms/records.h"

namespace stellwerk::kms {

inline constexpr std::size_t kPolicyBytesLimit = 32 * 1024;
inline constexpr std::int64_t kOnDemandRotationsLimit = 25;
inline constexpr std::int64_t kDefaultPendingWindowDays = 30;
inline constexpr std::int64_t kDefaultRotationPeriodDays = 365;
inline constexpr std::int64_t kSecondsPerDay = 24 * 60 * 60;
inline constexpr std::size_t kDefaultListLimit = 100;
inline constexpr std::size_t kListLimit = 1000;
inline constexpr std::size_t kGrantIdCharacters = 64;

using EncryptionContext = std::map<std::string, std::string>;

/// The context as bytes for associated data: each name and value with its length, in order of name.
std::string canonical(const EncryptionContext& context);

/// DisabledException, KMSInvalidStateException unless the key may encrypt and decrypt.
Result<void> check_usable(const KeyRecord& key);
/// KMSInvalidStateException "… is pending deletion." if so.
Result<void> check_not_pending_deletion(const KeyRecord& key);
/// UnsupportedOperationException if AWS manages the key.
Result<void> check_customer_managed(const KeyRecord& key);
Result<void> check_alias_name(std::string_view name);
Result<void> check_policy(std::string_view policy);
/// Lays a request's tags over those of a key. TagException.
Result<void> add_tags(aws::Tags& present, const std::vector<Tag>& tags);
/// Refuses what a symmetric key of this installation cannot be.
Result<void> check_key_request(const CreateKeyRequest& request);
Result<void> check_algorithm(const std::optional<std::string>& algorithm);
/// 1 to 1024, from NumberOfBytes or KeySpec, exactly one of them.
Result<std::size_t> data_key_bytes(const std::optional<std::int64_t>& number_of_bytes,
                                   const std::optional<std::string>& key_spec);

std::string default_key_policy(std::string_view account);
/// The policy of alias/aws/<service>: everybody of the account, through that service only.
std::string managed_key_policy(std::string_view account, std::string_view region, std::string_view service);

/// A page's items; tells the answer where to go on. InvalidMarkerException for a marker that was not given out.
template <class Item, class Response>
Result<std::vector<Item>> items_of(std::optional<aws::Page<Item>> page, Response& response) {
  if (!page)
    return errors::InvalidMarkerException("The marker was not given out by an earlier call of this operation.");
  response.truncated = page->next.has_value();
  response.next_marker = page->next;
  return std::move(page->items);
}
/// How many items a page is to hold.
inline std::size_t size_of_page(const std::optional<std::int64_t>& limit) {
  return aws::page_size(limit, kDefaultListLimit, kListLimit);
}

KeyMetadata metadata(const KeyRecord& key, std::string_view account);

}  // namespace stellwerk::kms
