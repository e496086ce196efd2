#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "base/result.h"
#include "protocol/shape.h"

/// What every reader of requests shares: where in the request it stands, what it found missing, how deep it may go.
namespace stellwerk::protocol {

/// Nesting that a request may have; only a shape that contains itself could go deeper.
inline constexpr int kValueDepthLimit = 64;

/// Where in a request a value lies: a chain on the stack, spelled out only when something is wrong.
struct Place {
  const Place* outer = nullptr;
  std::string_view name = {};  // a member's name or a map's key
  std::size_t index = 0;       // of a list's element, counted from 1; 0 for others
  int depth = 0;

  Place member(std::string_view member_name) const { return {this, member_name, 0, depth + 1}; }
  Place element(std::size_t position) const { return {this, {}, position, depth + 1}; }
  /// As AWS spells it: "tags.1.member.key"; each name begins in lower case.
  std::string text() const;
};

/// Required members that a request lacks, by Place::text(). A plain member cannot tell by itself.
struct MissingMembers {
  std::vector<std::string> places;
  bool contains(const std::string& place) const;
};

/// Which members of one structure were given; finds those given twice and those required but absent.
class MembersSeen {
 public:
  explicit MembersSeen(const Shape& structure) : structure_(structure) {
    STELLWERK_ASSERT(structure.members.size() <= kMemberLimit);
  }
  /// False if it was marked before.
  bool mark(std::size_t index) {
    const std::uint64_t bit = std::uint64_t{1} << (index % 64);
    const bool is_first = (words_[index / 64] & bit) == 0;
    words_[index / 64] |= bit;
    return is_first;
  }
  bool has(std::size_t index) const { return (words_[index / 64] >> (index % 64)) & 1; }
  /// Members bound to other parts of a message than the body are not its business.
  void report_missing(const Place& place, MissingMembers& missing) const;

 private:
  static constexpr std::size_t kMemberLimit = 256;
  const Shape& structure_;
  std::array<std::uint64_t, kMemberLimit / 64> words_{};
};

/// The storage of a member that is about to be filled.
inline void* prepare_member(const Member& member, void* structure) {
  void* storage = static_cast<char*>(structure) + member.offset;
  return member.optional == nullptr ? storage : member.optional->emplace(storage);
}

/// A member's value, or a null pointer if it is absent.
inline const void* find_member(const Member& member, const void* structure) {
  const void* storage = static_cast<const char*>(structure) + member.offset;
  if (member.optional == nullptr) return storage;
  return member.optional->has(storage) ? member.optional->value(storage) : nullptr;
}

}  // namespace stellwerk::protocol
