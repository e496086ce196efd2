#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace stellwerk::iam {

/// Where a statement stands in a policy's text, for whoever is told which one decided: lines and columns from 1, the
/// end behind its last character.
struct StatementPosition {
  std::int64_t start_line = 1, start_column = 1, end_line = 1, end_column = 1;
};

/// Of each statement, in order. `policy` is a document that was parsed before.
std::vector<StatementPosition> statement_positions(std::string_view policy);

}  // namespace stellwerk::iam
