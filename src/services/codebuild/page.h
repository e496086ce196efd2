#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace stellwerk::codebuild {

inline constexpr std::size_t kPageSize = 100;

struct NamePage {
  std::vector<std::string> items;
  std::optional<std::string> next_token;
};

/// At most kPageSize names behind the one that the token names. Error: InvalidInputException.
Result<NamePage> page_of(const std::vector<std::string>& all, const std::optional<std::string>& token);

}  // namespace stellwerk::codebuild
