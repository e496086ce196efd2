#pragma once
#include <string>
#include <string_view>

#include "store/key.h"
#include "store/record.h"
#include "store/table.h"
#include "store/transaction.h"

/// For what belongs to one account and is asked for from another.
namespace stellwerk::store {

/// What all keys of a table begin with, whoever's they are.
std::string encode_table(std::string_view table);
Scope decode_key_scope(std::string_view key);

/// Calls visit(scope, record) for each record of every account and region, until it answers false. Reads the whole
/// table.
template <class Record, class Visit>
void scan_accounts(const Table<Record>& table, Transaction& transaction, Visit&& visit) {
  transaction.scan(encode_table(table.name()), "", false, [&](std::string_view key, std::string_view value) {
    return visit(decode_key_scope(key), decode_record<Record>(value));
  });
}

}  // namespace stellwerk::store
