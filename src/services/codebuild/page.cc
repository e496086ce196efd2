#include "services/codebuild/page.h"

#include <algorithm>

#include "api/codebuild.h"
#include "base/bytes.h"

namespace stellwerk::codebuild {

Result<NamePage> page_of(const std::vector<std::string>& all, const std::optional<std::string>& token) {
  auto begin = all.begin();
  if (token) {
    auto last = from_base64(*token);
    begin = last ? std::ranges::find(all, *last) : all.end();
    if (begin == all.end()) return errors::InvalidInputException("Invalid nextToken: " + *token);
    ++begin;
  }
  NamePage out;
  auto end = begin +
             static_cast<std::ptrdiff_t>(std::min<std::size_t>(kPageSize, static_cast<std::size_t>(all.end() - begin)));
  out.items.assign(begin, end);
  if (end != all.end()) out.next_token = to_base64(out.items.back());
  return out;
}

}  // namespace stellwerk::codebuild
