#pragma once
#include <string>
#include <vector>

#include "api/iam.h"
#include "base/result.h"
#include "ports/call.h"
#include "ports/identity.h"
#include "services/iam/service.h"

/// What a principal's policies would decide, without doing it.
namespace stellwerk::iam {

/// A policy under the name that answers give it: "user_anna_own" for an inline one, "ReadOnlyAccess",
/// "PolicyInputList.1".
struct NamedPolicy {
  std::string id;
  std::string document;
};

struct SimulatedPrincipal {
  auth::Caller caller;
  ports::PrincipalPolicies policies;  // identity policies: those of `named`
  std::vector<NamedPolicy> named;
};

/// The user, group or role that PolicySourceArn names, with the request's further policies.
/// Errors: NoSuchEntity, InvalidInput, MalformedPolicyDocument.
Result<SimulatedPrincipal> simulated_principal(Iam& iam, ports::Call& call,
                                               const SimulatePrincipalPolicyRequest& request);

/// The decision, the statements that made it, what the context lacked, and what boundary and organisation say.
EvaluationResult simulate(Iam& iam, const ports::Call& call, const SimulatedPrincipal& principal,
                          const SimulatePrincipalPolicyRequest& request, const std::string& action,
                          const std::string& resource);

}  // namespace stellwerk::iam
