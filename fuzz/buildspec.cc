// Byte 0 splits a glob from a path, the rest is a buildspec.
#include "services/codebuild/buildspec.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/assert.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto buildspec = codebuild::parse_buildspec(text);
  STELLWERK_ASSERT(buildspec || buildspec.error().code == "YAML_FILE_ERROR");
  codebuild::is_inline_buildspec(text);
  const std::size_t middle = std::min<std::size_t>(data[0], text.size());
  codebuild::matches_glob(text.substr(0, middle), text.substr(middle, 256));
  return 0;
}
