#pragma once
#include "auth/policy_document.h"

namespace stellwerk::auth {

/// `context` has lower-case keys. A key without values counts as absent.
bool holds(const Condition& condition, const ConditionContext& context, bool expands_variables);

}  // namespace stellwerk::auth
