#include "services/iam/statement_positions.h"

#include <gtest/gtest.h>

namespace stellwerk::iam {
namespace {

TEST(StatementPositions, AreThoseOfTheText) {
  auto found = statement_positions("{\"Statement\": [\n  {\"Sid\": \"}\", \"Condition\": {\"a\": {}}},\n  {}\n]}");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].start_line, 2);
  EXPECT_EQ(found[0].start_column, 3);
  EXPECT_EQ(found[0].end_line, 2);
  EXPECT_EQ(found[0].end_column, 39);
  EXPECT_EQ(found[1].start_line, 3);
  EXPECT_EQ(found[1].end_column, 5);
}

TEST(StatementPositions, OfOneThatStandsForItself) {
  auto found = statement_positions(R"({"Id":"Statement","Statement":{"Sid":"\"{"},"Version":"x"})");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].start_column, 31);
  EXPECT_EQ(found[0].end_column, 44);
}

TEST(StatementPositions, AreNoneWhereThereAreNone) {
  for (const char* text : {"", "{}", "[]", "\"", "{\"Statement\":[]}", "}}}]]"}) {
    EXPECT_TRUE(statement_positions(text).empty()) << text;
  }
}

}  // namespace
}  // namespace stellwerk::iam
