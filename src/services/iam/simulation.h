#pragma once
#include <string>

#include "api/iam.h"
#include "base/result.h"
#include "ports/call.h"
#include "ports/identity.h"
#include "services/iam/service.h"

/// What a principal's policies would decide, without doing it.
namespace stellwerk::iam {

struct SimulatedPrincipal {
  auth::Caller caller;
  ports::PrincipalPolicies policies;
};

/// The user, group or role that PolicySourceArn names, with the request's further policies.
/// Errors: NoSuchEntity, InvalidInput, MalformedPolicyDocument.
Result<SimulatedPrincipal> simulated_principal(Iam& iam, ports::Call& call,
                                               const SimulatePrincipalPolicyRequest& request);

EvaluationResult simulate(Iam& iam, const ports::Call& call, const SimulatedPrincipal& principal,
                          const SimulatePrincipalPolicyRequest& request, const std::string& action,
                          const std::string& resource);

}  // namespace stellwerk::iam
