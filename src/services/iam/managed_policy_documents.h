#pragma once
#include <vector>

#include "services/iam/managed_policies.h"

/// The parts of managed_policies(), by field of work.
namespace stellwerk::iam {

const std::vector<ManagedPolicy>& general_policies();
const std::vector<ManagedPolicy>& operations_policies();
const std::vector<ManagedPolicy>& delivery_policies();
const std::vector<ManagedPolicy>& application_policies();

}  // namespace stellwerk::iam
