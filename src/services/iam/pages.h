#pragma once
#include <string>
#include <vector>

#include "aws/page.h"
#include "base/bytes.h"
#include "base/result.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

/// The page of a list that Marker and MaxItems ask for, in the order of `key_of`; sets the answer's IsTruncated and
/// Marker. Error: ValidationError.
template <class Item, class Request, class Response, class KeyOf>
Result<std::vector<Item>> page_of(std::vector<Item> items, const Request& request, Response& response, KeyOf key_of) {
  auto size = aws::page_size(request.max_items, kDefaultMaxItems, kMaxItemsLimit);
  auto page = aws::page_of(Request::kOperation, std::move(items), request.marker, size, key_of);
  if (!page) return Error{"ValidationError", "Invalid Marker."};
  response.is_truncated = page->next.has_value();
  response.marker = page->next;
  return std::move(page->items);
}

/// The same in the order in which names compare: without case.
template <class Item, class Request, class Response, class KeyOf>
Result<std::vector<Item>> sorted_page_of(std::vector<Item> items, const Request& request, Response& response,
                                         KeyOf key_of) {
  auto folded = [&](const Item& item) { return to_lower(key_of(item)); };
  return page_of(std::move(items), request, response, folded);
}

}  // namespace stellwerk::iam
