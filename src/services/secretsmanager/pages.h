#pragma once
#include <optional>
#include <vector>

#include "api/secretsmanager.h"
#include "aws/page.h"
#include "base/result.h"
#include "services/secretsmanager/rules.h"

namespace stellwerk::secretsmanager {

inline ::stellwerk::Error foreign_token() {
  return errors::InvalidNextTokenException("The NextToken value is invalid.");
}

/// A page's items; tells the answer where to go on. InvalidNextTokenException for a token that was not given out.
template <class Item, class Response>
Result<std::vector<Item>> items_of(std::optional<aws::Page<Item>> page, Response& response) {
  if (!page) return foreign_token();
  response.next_token = page->next;
  return std::move(page->items);
}

}  // namespace stellwerk::secretsmanager
