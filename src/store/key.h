#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace stellwerk::store {

/// Whose data it is. Global services (IAM, Organizations) keep theirs under region "global"; what belongs
/// to the installation rather than to an account stands under account "".
struct Scope {
  std::string account;
  std::string region;
  bool operator==(const Scope&) const = default;
};

/// A key is a list of parts. The encoding keeps the order of the parts and makes each list of leading
/// parts a byte prefix of the whole, so a scan over ("object", bucket) finds all of a bucket and no other's.
std::string encode_key(std::string_view table, const Scope& scope, std::initializer_list<std::string_view> parts);
std::string encode_key(std::string_view table, const Scope& scope, const std::vector<std::string>& parts);
/// The parts after table, account and region.
std::vector<std::string> decode_key_parts(std::string_view key);
/// A number as a key part that sorts by value (big-endian).
std::string ordered(std::uint64_t number);
std::uint64_t from_ordered(std::string_view part);

}  // namespace stellwerk::store
