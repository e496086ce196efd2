#include "services/kms/rules.h"

#include <gtest/gtest.h>

#include "services/kms/ciphertext.h"

namespace stellwerk::kms {
namespace {

TEST(KmsContext, DiffersWhereverAContextDiffers) {
  EXPECT_NE(canonical({{"a", "bc"}}), canonical({{"ab", "c"}}));
  EXPECT_NE(canonical({{"a", ""}}), canonical({}));
  EXPECT_EQ(canonical({{"b", "2"}, {"a", "1"}}), canonical({{"a", "1"}, {"b", "2"}}));
}

TEST(KmsCiphertext, RoundTripsAndRefusesForeignBytes) {
  Ciphertext made{"arn:aws:kms:eu-central-1:111122223333:key/x", 7, "sealed"};
  auto read = decode_ciphertext(encode(made));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->key_arn, made.key_arn);
  EXPECT_EQ(read->material, 7u);
  EXPECT_EQ(read->sealed, "sealed");
  std::string blob = encode(made);
  for (std::size_t length = 0; length < blob.size() - made.sealed.size(); ++length) {
    EXPECT_FALSE(decode_ciphertext(std::string_view(blob).substr(0, length)));
  }
  EXPECT_FALSE(decode_ciphertext("\x02junk"));
}

TEST(KmsState, DecidesWhatAKeyMayDo) {
  KeyRecord key;
  EXPECT_TRUE(check_usable(key));
  key.state = "Disabled";
  EXPECT_EQ(check_usable(key).error().code, "DisabledException");
  key.state = "PendingDeletion";
  EXPECT_EQ(check_usable(key).error().code, "KMSInvalidStateException");
}

TEST(KmsAlias, HasAName) {
  EXPECT_TRUE(check_alias_name("alias/platform/artifacts_1-a"));
  EXPECT_FALSE(check_alias_name("alias/"));
  EXPECT_FALSE(check_alias_name("platform"));
  EXPECT_FALSE(check_alias_name("alias/a b"));
}

TEST(KmsDataKey, WantsExactlyOneSize) {
  EXPECT_EQ(*data_key_bytes(std::nullopt, "AES_128"), 16u);
  EXPECT_EQ(*data_key_bytes(std::nullopt, "AES_256"), 32u);
  EXPECT_EQ(*data_key_bytes(64, std::nullopt), 64u);
  EXPECT_FALSE(data_key_bytes(64, "AES_256"));
  EXPECT_FALSE(data_key_bytes(std::nullopt, std::nullopt));
}

}  // namespace
}  // namespace stellwerk::kms
