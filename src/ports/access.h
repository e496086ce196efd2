#pragma once
#include <map>
#include <string>
#include <vector>

namespace stellwerk::ports {

/// How a resource's own policy counts. `optional`: within the account it may allow on its own, and so may an
/// identity policy. `required`: without it nothing is allowed; identity policies count only where it lets the
/// account decide (KMS keys, a role's trust).
enum class ResourcePolicyMode { optional, required };

/// One permission that a request needs: an action on a resource, in the words of the Service Authorization
/// Reference. A request is authorised if each of its accesses is.
struct Access {
  std::string action;                               // "kms:Encrypt"
  std::string resource;                             // an ARN, or "*"
  std::string resource_account;                     // owner; empty: the caller's account
  std::vector<std::string> resource_policies = {};  // JSON texts
  ResourcePolicyMode mode = ResourcePolicyMode::optional;
  /// Condition keys with their values, beside the global ones: "s3:prefix", "kms:ViaService",
  /// "aws:ResourceTag/team", "aws:RequestTag/team", "aws:TagKeys".
  std::map<std::string, std::vector<std::string>> context = {};
};

}  // namespace stellwerk::ports
