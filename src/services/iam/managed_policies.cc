#include "services/iam/managed_policies.h"

#include <algorithm>
#include <charconv>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/assert.h"
#include "base/digest.h"
#include "base/inflate.h"
#include "services/iam/managed_policies_data.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {
namespace {

constexpr std::string_view kArnPrefix = "arn:aws:iam::aws:policy";
constexpr std::string_view kFormat = "stellwerk managed policies 1";
/// Documents kept unpacked, some 2 KB each.
constexpr std::size_t kDocumentsKeptLimit = 128;

std::string_view next_field(std::string_view& rest, char separator) {
  auto end = rest.find(separator);
  std::string_view field = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return field;
}

std::int64_t next_number(std::string_view& rest, char separator) {
  std::string_view field = next_field(rest, separator);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
  STELLWERK_ASSERT(error == std::errc() && end == field.data() + field.size());
  return number;
}

ManagedPolicy policy_of(std::string_view line) {
  ManagedPolicy out;
  std::string_view path_and_name = next_field(line, '\t');
  auto slash = path_and_name.rfind('/');
  out.path = path_and_name.substr(0, slash + 1);
  out.name = path_and_name.substr(slash + 1);
  out.default_version_id = next_field(line, '\t');
  for (Timestamp* date : {&out.version_date, &out.create_date, &out.update_date}) {
    *date = Timestamp{}.plus_seconds(next_number(line, '\t'));
  }
  for (std::size_t* place :
       {&out.block_begin, &out.block_bytes, &out.block_unpacked_bytes, &out.document_begin, &out.document_bytes}) {
    *place = static_cast<std::size_t>(next_number(line, '\t'));
  }
  return out;
}

std::string_view path_and_name(const ManagedPolicy& policy) {
  return {policy.path.data(), policy.path.size() + policy.name.size()};
}

/// The data taken apart, once: what the program was built with cannot be damaged.
class Library {
 public:
  static Library& instance() {
    static Library library;
    return library;
  }

  std::span<const ManagedPolicy> policies() const { return policies_; }

  std::string document(const ManagedPolicy& policy) {
    std::lock_guard lock(mutex_);
    auto found = documents_.find(&policy);
    if (found != documents_.end()) return found->second;
    auto block = inflate(blocks_.substr(policy.block_begin, policy.block_bytes), policy.block_unpacked_bytes);
    STELLWERK_ASSERT(block.has_value());
    std::string document = block->substr(policy.document_begin, policy.document_bytes);
    if (documents_.size() >= kDocumentsKeptLimit) documents_.clear();
    documents_.emplace(&policy, document);
    return document;
  }

 private:
  Library() {
    std::string_view rest = managed_policies_data();
    std::string_view head = next_field(rest, '\n');
    STELLWERK_ASSERT(head.starts_with(kFormat));
    head.remove_prefix(kFormat.size() + 1);
    auto packed_bytes = static_cast<std::size_t>(next_number(head, ' '));
    auto index_bytes = static_cast<std::size_t>(next_number(head, ' '));
    auto index = inflate(rest.substr(0, packed_bytes), index_bytes);
    STELLWERK_ASSERT(index.has_value());
    index_ = std::move(*index);
    blocks_ = rest.substr(packed_bytes);
    for (std::string_view lines = index_; !lines.empty();) policies_.push_back(policy_of(next_field(lines, '\n')));
  }

  std::string index_;  // the policies' names lie in it
  std::string_view blocks_;
  std::vector<ManagedPolicy> policies_;
  std::mutex mutex_;
  std::unordered_map<const ManagedPolicy*, std::string> documents_;
};

}  // namespace

std::string ManagedPolicy::arn() const { return entity_arn("aws", "policy", path, name); }

std::string ManagedPolicy::id() const {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  constexpr std::size_t kCharacters = 17;
  auto hash = digest(DigestKind::sha256, arn());
  std::string id(kPolicyIdPrefix);
  for (std::size_t i = 0; i < kCharacters; ++i) id += kAlphabet[static_cast<unsigned char>(hash[i]) % kAlphabet.size()];
  return id;
}

std::span<const ManagedPolicy> managed_policies() { return Library::instance().policies(); }

const ManagedPolicy* find_managed_policy(std::string_view arn) {
  if (!arn.starts_with(kArnPrefix)) return nullptr;
  auto policies = managed_policies();
  auto found = std::ranges::lower_bound(policies, arn.substr(kArnPrefix.size()), {}, path_and_name);
  if (found == policies.end() || path_and_name(*found) != arn.substr(kArnPrefix.size())) return nullptr;
  return &*found;
}

std::string document_of(const ManagedPolicy& policy) { return Library::instance().document(policy); }

}  // namespace stellwerk::iam
