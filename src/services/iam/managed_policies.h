#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace stellwerk::iam {

/// A policy that AWS keeps and every account sees: arn:aws:iam::aws:policy/PATH/NAME. The documents are our
/// own wording of what each is documented to allow.
/// Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
struct ManagedPolicy {
  std::string_view path;  // "/", "/service-role/", "/job-function/"
  std::string_view name;
  std::string_view description;
  std::string_view document;
  std::string arn() const;
  /// ANPA and 17 characters, the same in every installation.
  std::string id() const;
};

inline constexpr Timestamp kManagedPolicyDate{1423205400000};  // 2015-02-06T06:50:00Z

std::span<const ManagedPolicy> managed_policies();
/// A null pointer if AWS keeps no policy of that ARN here.
const ManagedPolicy* find_managed_policy(std::string_view arn);

}  // namespace stellwerk::iam
