#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

/// Cuts a list into pages as Marker and MaxItems ask, and sets the answer's IsTruncated and Marker. `items`
/// must be sorted by `key_of`; the marker is the key of the last item given out, so that it stays good when
/// items come and go. Errors: ValidationError.
template <class Item, class Request, class Response, class KeyOf>
Result<std::vector<Item>> page_of(std::vector<Item> items, const Request& request, Response& response, KeyOf key_of) {
  if (request.marker) {
    auto last = from_base64(*request.marker);
    if (!last) return Error{"ValidationError", "Invalid Marker."};
    std::erase_if(items, [&](const Item& item) { return !(*last < key_of(item)); });
  }
  auto limit = static_cast<std::size_t>(request.max_items.value_or(kDefaultMaxItems));
  response.is_truncated = items.size() > limit;
  if (items.size() > limit) {
    items.resize(limit);
    response.marker = to_base64(key_of(items.back()));
  }
  return items;
}

/// Sorts first, as names compare: without case.
template <class Item, class Request, class Response, class KeyOf>
Result<std::vector<Item>> sorted_page_of(std::vector<Item> items, const Request& request, Response& response,
                                         KeyOf key_of) {
  auto folded = [&](const Item& item) { return to_lower(key_of(item)); };
  std::ranges::sort(items, {}, folded);
  return page_of(std::move(items), request, response, folded);
}

}  // namespace stellwerk::iam
