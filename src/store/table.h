#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/key.h"
#include "store/record.h"
#include "store/transaction.h"

namespace stellwerk::store {

/// A table of records of one type. Its name is on disk: "kms.key". Declare it once, in the service's
/// records.h: `inline constexpr store::Table<KeyRecord> kKeys{"kms.key"};`
template <class Record>
class Table {
 public:
  constexpr explicit Table(std::string_view name) : name_(name) {}

  using Parts = std::initializer_list<std::string_view>;

  constexpr std::string_view name() const { return name_; }

  std::optional<Record> get(Transaction& transaction, const Scope& scope, Parts parts) const {
    auto bytes = transaction.get(encode_key(name_, scope, parts));
    if (!bytes) return std::nullopt;
    return decode_record<Record>(*bytes);
  }

  void put(Transaction& transaction, const Scope& scope, Parts parts, const Record& record) const {
    transaction.put(encode_key(name_, scope, parts), encode_record(record));
  }

  void erase(Transaction& transaction, const Scope& scope, Parts parts) const {
    transaction.erase(encode_key(name_, scope, parts));
  }

  /// `parts` as scan gave them.
  void erase(Transaction& transaction, const Scope& scope, const std::vector<std::string>& parts) const {
    transaction.erase(encode_key(name_, scope, parts));
  }

  /// Calls visit(parts of the key, record) for each record whose key begins with `prefix`, in key order,
  /// until it answers false. `from`: parts of the first key to visit, inclusive.
  template <class Visit>
  void scan(Transaction& transaction, const Scope& scope, Parts prefix, Visit&& visit,
            const std::vector<std::string>& from = {}, bool reverse = false) const {
    std::string start = from.empty() ? std::string() : encode_key(name_, scope, from);
    transaction.scan(encode_key(name_, scope, prefix), start, reverse,
                     [&](std::string_view key, std::string_view value) {
                       return visit(decode_key_parts(key), decode_record<Record>(value));
                     });
  }

  /// All records whose key begins with `prefix`. For sets that are small by their nature.
  std::vector<Record> all(Transaction& transaction, const Scope& scope, Parts prefix = {}) const {
    std::vector<Record> out;
    scan(transaction, scope, prefix, [&](const std::vector<std::string>&, Record record) {
      out.push_back(std::move(record));
      return true;
    });
    return out;
  }

 private:
  std::string_view name_;
};

}  // namespace stellwerk::store
