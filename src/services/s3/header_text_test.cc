#include "services/s3/header_text.h"

#include <gtest/gtest.h>

namespace stellwerk::s3 {
namespace {

std::string kept(const std::string& header) { return metadata_of_headers({{"m", header}}).at("m"); }
std::string shown(const std::string& value) { return headers_of_metadata({{"m", value}}).at("m"); }

TEST(HeaderText, MetadataBeyondAsciiIsOneEncodedWord) {
  EXPECT_EQ(kept("plain"), "plain");
  EXPECT_EQ(shown("plain"), "plain");
  // The page of the user guide: bytes are read as ISO 8859-1 and shown as an encoded word, which means the same again.
  const std::string bytes = "\xC3\x84M\xC3\x84Z\xC3\x95\xC3\x91 S3";
  const std::string word = "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=";
  EXPECT_EQ(shown(kept(bytes)), word);
  EXPECT_EQ(shown(kept(word)), word);
}

TEST(HeaderText, EncodedWordsAreDecoded) {
  EXPECT_EQ(kept("=?UTF-8?B?w7xiZXI=?="), "über");
  EXPECT_EQ(kept("=?utf-8?q?=C3=BCber_alles?="), "über alles");
  EXPECT_EQ(kept("=?ISO-8859-1?Q?=FCber?="), "über");
  EXPECT_EQ(kept("a =?UTF-8?Q?b?= =?UTF-8?Q?c?= d"), "a bc d");
  for (const char* no_word : {"=?UTF-8?B?!?=", "=?UTF-8?X?a?=", "=?KOI8-R?B?YQ==?=", "=?UTF-8?B?", "=?", "a=?b",
                              "=?UTF-8?B?/w==?=", "=?UTF-8?Q?=0D=0A?="}) {
    EXPECT_EQ(kept(no_word), no_word);
  }
}

TEST(HeaderText, ParametersMustFitAHeader) {
  EXPECT_EQ(header_of_parameter("p", "caf\u00e9").value(), "caf\xE9");
  for (const char* value : {"文", "’", "a\r\nb", "\x7F"}) {
    auto refused = header_of_parameter("response-content-type", value);
    ASSERT_FALSE(refused) << value;
    EXPECT_EQ(refused.error().code, "InvalidArgument");
    EXPECT_EQ(refused.error().fields.front().second, "response-content-type");
  }
}

}  // namespace
}  // namespace stellwerk::s3
