#include "protocol/pattern.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/json.h"

namespace stellwerk::protocol {
namespace {

TEST(Pattern, TakesJavasForms) {
  EXPECT_EQ(match_pattern("[\\u0020-\\u00FF]*", "caf\xC3\xA9"), PatternMatch::matches);
  EXPECT_EQ(match_pattern("[\\u0020-\\u00FF]*", "a\nb"), PatternMatch::differs);
  EXPECT_EQ(match_pattern("[a-z]{1,2048}", "abc"), PatternMatch::matches);
  EXPECT_EQ(match_pattern("^[a-z]{1,2048}$", ""), PatternMatch::differs);
  EXPECT_EQ(match_pattern("[a-z]", "ab"), PatternMatch::differs) << "the whole text must match";
  EXPECT_EQ(match_pattern("(?!aws:)[a-z:]*", "aws:a"), PatternMatch::not_understood);
}

/// The service models' patterns that are passed over. A new one in this list is a check that is not made.
TEST(Pattern, RunsThoseOfTheModels) {
  namespace fs = std::filesystem;
  std::set<std::string> passed_over;
  int count = 0;
  for (const auto& file : fs::directory_iterator(fs::path(STELLWERK_SOURCE_DIRECTORY) / "models")) {
    if (file.path().extension() != ".json") continue;
    std::ifstream stream(file.path());
    std::stringstream text;
    text << stream.rdbuf();
    auto model = parse_json(text.str());
    ASSERT_TRUE(model) << file.path();
    for (const auto& [name, shape] : *model->find("shapes")->object()) {
      const std::string_view pattern = shape.string_at("pattern");
      if (pattern.empty()) continue;
      ++count;
      if (!is_understood(pattern))
        passed_over.insert(file.path().stem().string() + "." + name + " " + std::string(pattern));
    }
  }
  EXPECT_GT(count, 100);
  EXPECT_THAT(passed_over, testing::ElementsAre("events.PathParameter ^(?!\\s*$).+",
                                                "iam.accountAliasType ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"));
}

}  // namespace
}  // namespace stellwerk::protocol
