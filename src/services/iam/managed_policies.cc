#include "services/iam/managed_policies.h"

#include <map>
#include <vector>

#include "base/digest.h"
#include "services/iam/managed_policy_documents.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

std::string ManagedPolicy::arn() const { return entity_arn("aws", "policy", path, name); }

std::string ManagedPolicy::id() const {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  constexpr std::size_t kCharacters = 17;
  auto hash = digest(DigestKind::sha256, arn());
  std::string id(kPolicyIdPrefix);
  for (std::size_t i = 0; i < kCharacters; ++i) id += kAlphabet[static_cast<unsigned char>(hash[i]) % kAlphabet.size()];
  return id;
}

std::span<const ManagedPolicy> managed_policies() {
  static const std::vector<ManagedPolicy> all = [] {
    std::vector<ManagedPolicy> out;
    for (const auto* part :
         {&general_policies(), &operations_policies(), &delivery_policies(), &application_policies()}) {
      out.insert(out.end(), part->begin(), part->end());
    }
    return out;
  }();
  return all;
}

const ManagedPolicy* find_managed_policy(std::string_view arn) {
  static const std::map<std::string, const ManagedPolicy*, std::less<>> by_arn = [] {
    std::map<std::string, const ManagedPolicy*, std::less<>> out;
    for (const auto& policy : managed_policies()) out[policy.arn()] = &policy;
    return out;
  }();
  auto found = by_arn.find(arn);
  return found == by_arn.end() ? nullptr : found->second;
}

}  // namespace stellwerk::iam
