#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "store/table.h"

/// Lists in pages. A token is the key of the last item that was given out, so nothing is skipped or shown twice when
/// other items come and go between two calls, and a page costs what it holds, whatever the table does.
namespace stellwerk::aws {

template <class Item>
struct Page {
  std::vector<Item> items;
  std::optional<std::string> next;  // for the next call; nothing: this was the last page
};

/// The order in which a table is read.
enum class Order { ascending, descending };

/// `list` names what is listed: a token of one list is none of another's.
std::string page_token(std::string_view list, const std::vector<std::string>& key);
/// The key in a token; nothing if it was not given out for this list.
std::optional<std::vector<std::string>> key_in_token(std::string_view list, std::string_view token);

/// How many a page holds: what was asked for, else `otherwise`, never more than `most`. Callers have refused numbers
/// below one in their own words (most models do).
inline std::size_t page_size(std::optional<std::int64_t> asked, std::size_t otherwise, std::size_t most) {
  auto size = asked && *asked > 0 ? static_cast<std::size_t>(*asked) : otherwise;
  return std::min(size, most);
}

/// The next `size` records of a table below `prefix` for which keep(key parts, record) holds. Nothing: `token` was not
/// given out for this list; the service words the error.
template <class Record, class Keep>
std::optional<Page<Record>> page(const store::Table<Record>& table, store::Transaction& transaction,
                                 const store::Scope& scope, typename store::Table<Record>::Parts prefix,
                                 const std::optional<std::string>& token, std::size_t size, Order order, Keep keep) {
  std::vector<std::string> last;
  if (token) {
    auto key = key_in_token(table.name(), *token);
    if (!key || key->size() < prefix.size() || !std::equal(prefix.begin(), prefix.end(), key->begin())) {
      return std::nullopt;
    }
    last = std::move(*key);
  }
  Page<Record> out;
  std::vector<std::string> given;
  table.scan(
      transaction, scope, prefix,
      [&](const std::vector<std::string>& key, Record record) {
        if ((token && key == last) || !keep(key, record)) return true;
        if (out.items.size() == size) {
          out.next = page_token(table.name(), given);
          return false;
        }
        given = key;
        out.items.push_back(std::move(record));
        return true;
      },
      last, order == Order::descending);
  return out;
}

template <class Record>
std::optional<Page<Record>> page(const store::Table<Record>& table, store::Transaction& transaction,
                                 const store::Scope& scope, typename store::Table<Record>::Parts prefix,
                                 const std::optional<std::string>& token, std::size_t size,
                                 Order order = Order::ascending) {
  return page(table, transaction, scope, prefix, token, size, order,
              [](const std::vector<std::string>&, const Record&) { return true; });
}

/// The same of items that are at hand (a resource's tags, a record's versions). `key_of(item)`: a std::string, or a
/// list of them, different for each; the page is in its order.
template <class Item, class KeyOf>
std::optional<Page<Item>> page_of(std::string_view list, std::vector<Item> items,
                                  const std::optional<std::string>& token, std::size_t size, KeyOf key_of,
                                  Order order = Order::ascending) {
  auto key = [&](const Item& item) {
    using Key = std::vector<std::string>;
    if constexpr (std::is_convertible_v<std::invoke_result_t<KeyOf&, const Item&>, std::string>) {
      return Key{std::string(std::invoke(key_of, item))};
    } else {
      return Key(std::invoke(key_of, item));
    }
  };
  std::ranges::sort(items, {}, key);
  if (order == Order::descending) std::ranges::reverse(items);
  if (token) {
    auto last = key_in_token(list, *token);
    if (!last || last->empty()) return std::nullopt;
    std::erase_if(
        items, [&](const Item& item) { return order == Order::ascending ? key(item) <= *last : key(item) >= *last; });
  }
  Page<Item> out;
  if (items.size() > size) {
    items.resize(size);
    out.next = page_token(list, key(items.back()));
  }
  out.items = std::move(items);
  return out;
}

}  // namespace stellwerk::aws
