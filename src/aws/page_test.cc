#include "aws/page.h"

#include <gtest/gtest.h>

#include "base/test_directory.h"
#include "store/store.h"

namespace stellwerk::aws {
namespace {

struct NameRecord {
  std::string name;
  static void fields(auto& record, auto& visit) { visit(1, record.name); }
};
constexpr store::Table<NameRecord> kNames{"test.name"};
const store::Scope kScope{"111122223333", "eu-central-1"};

class Pages : public testing::Test {
 protected:
  void put(const std::string& folder, const std::string& name) {
    kNames.put(*transaction, kScope, {folder, name}, {name});
  }
  std::string names(const std::optional<Page<NameRecord>>& page) {
    if (!page) return "no token of ours";
    std::string out;
    for (const NameRecord& record : page->items) out += record.name;
    return out;
  }

  TestDirectory directory;
  SystemClock clock;
  std::unique_ptr<store::Store> store =
      store::Store::open({.directory = directory.path, .master_key = std::string(32, 'm')}, clock).value();
  std::unique_ptr<store::Transaction> transaction = store->begin();
};

TEST_F(Pages, GoOnAfterTheLastKeyWhateverCameOrWentBetween) {
  for (const char* name : {"a", "c", "e", "g"}) put("x", name);
  put("y", "z");
  auto first = page(kNames, *transaction, kScope, {"x"}, std::nullopt, 2);
  ASSERT_EQ(names(first), "ac");
  put("x", "b");                                   // before what was given out: not shown any more
  put("x", "d");                                   // after it: shown
  kNames.erase(*transaction, kScope, {"x", "c"});  // the very item that the token names
  auto second = page(kNames, *transaction, kScope, {"x"}, first->next, 2);
  EXPECT_EQ(names(second), "de");
  auto third = page(kNames, *transaction, kScope, {"x"}, second->next, 2);
  EXPECT_EQ(names(third), "g");
  EXPECT_FALSE(third->next) << "the other folder's items are not of this list";
}

TEST_F(Pages, RunDownwardToo) {
  for (const char* name : {"a", "b", "c"}) put("x", name);
  auto first = page(kNames, *transaction, kScope, {"x"}, std::nullopt, 2, Order::descending);
  ASSERT_EQ(names(first), "cb");
  EXPECT_EQ(names(page(kNames, *transaction, kScope, {"x"}, first->next, 2, Order::descending)), "a");
}

TEST_F(Pages, HaveNoTokenWhereNothingFollowsThatIsKept) {
  for (const char* name : {"a", "b", "c"}) put("x", name);
  auto kept = [](const std::vector<std::string>&, const NameRecord& record) { return record.name != "c"; };
  EXPECT_FALSE(page(kNames, *transaction, kScope, {"x"}, std::nullopt, 2, Order::ascending, kept)->next);
}

TEST_F(Pages, RefuseWhatWasNotGivenOut) {
  for (const char* name : {"a", "b", "c"}) put("x", name);
  auto token = page(kNames, *transaction, kScope, {"x"}, std::nullopt, 1)->next;
  EXPECT_FALSE(page(kNames, *transaction, kScope, {"y"}, token, 1)) << "a token of another folder";
  EXPECT_FALSE(key_in_token("test.other", *token)) << "a token of another list";
  for (std::string forged : {"", "1", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_FALSE(page(kNames, *transaction, kScope, {"x"}, forged, 1)) << forged;
  }
  for (std::size_t i = 0; i < token->size(); ++i) {
    std::string altered = *token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(key_in_token("test.name", altered)) << "at " << i;
  }
}

TEST_F(Pages, CutWhatIsAtHandInTheOrderOfItsKeys) {
  auto key = [](const std::string& item) { return item; };
  auto first = page_of<std::string>("versions", {"c", "a", "b"}, std::nullopt, 2, key);
  EXPECT_EQ(first->items, (std::vector<std::string>{"a", "b"}));
  auto second = page_of<std::string>("versions", {"c", "a"}, first->next, 2, key);
  EXPECT_EQ(second->items, (std::vector<std::string>{"c"}));
  auto last = page_of<std::string>("versions", {"c", "a", "b"}, std::nullopt, 2, key, Order::descending);
  EXPECT_EQ(last->items, (std::vector<std::string>{"c", "b"}));
  EXPECT_EQ(page_of<std::string>("versions", {"c", "a", "b"}, last->next, 2, key, Order::descending)->items,
            (std::vector<std::string>{"a"}));
}

}  // namespace
}  // namespace stellwerk::aws
