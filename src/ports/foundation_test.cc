#include "ports/foundation.h"

#include <gtest/gtest.h>

namespace stellwerk::ports {
namespace {

std::string derived(std::string_view purpose) { return "key of " + std::string(purpose); }

struct Lamp {
  int lit = 0;
};

TEST(Foundation, WhatIsOfferedIsFoundByItsTypeAlone) {
  Foundation foundation(derived);
  Lamp lamp;
  EXPECT_EQ(foundation.find<Lamp>(), nullptr);
  foundation.offer<Lamp>(lamp);
  EXPECT_EQ(&foundation.get<Lamp>(), &lamp);
  EXPECT_EQ(foundation.find<const Lamp>(), nullptr) << "what was offered for reading and for writing was mixed up";
}

TEST(Foundation, ToldWhenALaterOneOffers) {
  Foundation foundation(derived);
  foundation.when_offered<Lamp>([](Lamp& lamp) { ++lamp.lit; });
  foundation.when_offered<Lamp>([](Lamp& lamp) { ++lamp.lit; });
  Lamp lamp;
  foundation.offer<Lamp>(lamp);
  EXPECT_EQ(lamp.lit, 2);
}

TEST(FoundationDeathTest, OneOfEachTypeAndNothingBeforeItIsThere) {
  Foundation foundation(derived);
  EXPECT_DEATH(foundation.get<Lamp>(), "found != nullptr");
  Lamp first, second;
  foundation.offer<Lamp>(first);
  EXPECT_DEATH(foundation.offer<Lamp>(second), "is_first");
}

TEST(Foundation, EachPurposeHasItsKey) { EXPECT_EQ(Foundation(derived).derive_key("lamps"), "key of lamps"); }

}  // namespace
}  // namespace stellwerk::ports
