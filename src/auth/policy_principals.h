#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk::auth {

/// The text of a policy in which each name in the "AWS" part of a Principal or NotPrincipal is what `other`
/// answers for it; where it answers nothing, the name stays. As it was, to the byte, if no name changes.
/// Text that is no policy comes back unchanged.
std::string with_principals(std::string_view policy,
                            const std::function<std::optional<std::string>(const std::string&)>& other);

}  // namespace stellwerk::auth
