#pragma once
#include <string_view>

namespace stellwerk::iam {

/// managed_policies.data, which lies in the program.
std::string_view managed_policies_data();

}  // namespace stellwerk::iam
