#pragma once
#include <string>
#include <string_view>
#include <vector>

/// The models' patterns are Java regular expressions; RE2 runs them in linear time.
namespace stellwerk::protocol {

enum class PatternMatch { matches, differs, not_understood };

/// Whether the whole text matches. Each pattern is compiled once; `pattern` must live as long as the program.
PatternMatch match_pattern(std::string_view pattern, std::string_view text);

/// The pattern as RE2 spells it: Java's \uXXXX becomes \x{XXXX}, and repetitions above RE2's limit lose their
/// upper bound (the length constraint beside them still holds).
std::string translated_pattern(std::string_view java_pattern);

/// Whether RE2 can run it; look-ahead and back-references cannot be had in linear time.
bool is_understood(std::string_view pattern);

}  // namespace stellwerk::protocol
