#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace stellwerk::iam {

/// A policy that AWS keeps and every account sees: arn:aws:iam::aws:policy/PATH/NAME, as AWS itself answers
/// it. Of its versions only the default one is here. Unpacked when first asked for: see tools/managed_policies.py.
/// Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
struct ManagedPolicy {
  std::string_view path;  // "/", "/service-role/", "/job-function/"
  std::string_view name;
  std::string_view default_version_id;  // "v12"
  Timestamp version_date;
  Timestamp create_date;
  Timestamp update_date;
  // Where the document lies: a block of the packed data, and a place in the block.
  std::size_t block_begin = 0, block_bytes = 0, block_unpacked_bytes = 0;
  std::size_t document_begin = 0, document_bytes = 0;

  std::string arn() const;
  /// ANPA and 17 characters, the same in every installation, but not AWS's own.
  std::string id() const;
};

/// By ARN.
std::span<const ManagedPolicy> managed_policies();
/// A null pointer if AWS keeps no policy of that ARN.
const ManagedPolicy* find_managed_policy(std::string_view arn);
/// The default version's document. Documents read of late are kept unpacked.
std::string document_of(const ManagedPolicy& policy);

}  // namespace stellwerk::iam
