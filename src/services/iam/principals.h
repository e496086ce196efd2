#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/transaction.h"

/// Users and roles by unique id in policies: what ports::Principals offers to other services.
namespace stellwerk::iam {

Result<std::string> bind_policy(store::Transaction& transaction, std::string_view policy);
std::string show_policy(store::Transaction& transaction, std::string_view policy);
std::optional<std::string> bind_principal(store::Transaction& transaction, const std::string& name);
std::string show_principal(store::Transaction& transaction, const std::string& name);

}  // namespace stellwerk::iam
