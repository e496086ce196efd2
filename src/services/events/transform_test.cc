#include "services/events/transform.h"

#include <gtest/gtest.h>

namespace stellwerk::events {
namespace {

TEST(TargetInput, TakesPartsAndFillsTemplates) {
  auto event = parse_json(R"({"detail":{"name":"a \"b\"","count":3,"list":[1]}})");
  TargetRecord target;
  EXPECT_EQ(target_input(target, *event), event->dump());
  target.input_path = "$.detail.list";
  EXPECT_EQ(target_input(target, *event), "[1]");
  target.input_path.reset();
  target.input_template = R"({"who":"<who>","n":<n>,"all":<who>,"gone":<gone>,"other":"<other>"})";
  target.input_paths = {{"who", "$.detail.name"}, {"n", "$.detail.count"}, {"gone", "$.detail.none"}};
  EXPECT_EQ(target_input(target, *event), R"({"who":"a \"b\"","n":3,"all":"a \"b\"","gone":null,"other":"<other>"})");
}

}  // namespace
}  // namespace stellwerk::events
