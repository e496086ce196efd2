#pragma once
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "api/secretsmanager.h"
#include "base/bytes.h"
#include "base/result.h"
#include "services/secretsmanager/rules.h"

namespace stellwerk::secretsmanager {

/// Cuts a list that is sorted by `key_of`; the token is the key of the last item given out.
/// Errors: InvalidNextTokenException.
template <class Item, class Request, class Response, class KeyOf>
Result<std::vector<Item>> page_of(std::vector<Item> items, const Request& request, Response& response, KeyOf key_of) {
  if (request.next_token) {
    auto last = from_base64(*request.next_token);
    if (!last) return errors::InvalidNextTokenException("The NextToken value is invalid.");
    std::erase_if(items, [&](const Item& item) { return !(*last < key_of(item)); });
  }
  auto limit = static_cast<std::size_t>(request.max_results.value_or(kDefaultPage));
  if (items.size() > limit) {
    items.resize(limit);
    response.next_token = to_base64(key_of(items.back()));
  }
  return items;
}

/// Cuts a list whose order the request chose; the token is the number of items given out.
template <class Item, class Request, class Response>
Result<std::vector<Item>> page_by_place(std::vector<Item> items, const Request& request, Response& response) {
  std::size_t begin = 0;
  if (request.next_token) {
    auto text = from_base64(*request.next_token).value_or("");
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), begin);
    if (error != std::errc() || end != text.data() + text.size()) {
      return errors::InvalidNextTokenException("The NextToken value is invalid.");
    }
  }
  auto limit = static_cast<std::size_t>(request.max_results.value_or(kDefaultPage));
  auto first = std::min(begin, items.size());
  auto last = std::min(first + limit, items.size());
  if (last < items.size()) response.next_token = to_base64(std::to_string(last));
  return std::vector<Item>(items.begin() + static_cast<std::ptrdiff_t>(first),
                           items.begin() + static_cast<std::ptrdiff_t>(last));
}

}  // namespace stellwerk::secretsmanager
