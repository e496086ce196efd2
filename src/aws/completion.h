#pragma once
#include <string>
#include <string_view>

#include "store/record.h"
#include "store/topic.h"
#include "store/transaction.h"

/// Work that ends at some time, and those who wait for it: whoever waits says so, and whoever ends it tells those,
/// without either knowing the other. A pipeline waits for a build, a deployment for an instance.
namespace stellwerk::aws {

/// Asks that the effect of that topic and payload be added in the transaction that ends `work` (an ARN). Each asks once
/// for each piece of work; asking again changes nothing. Work that has ended tells nobody any more: ask first, in a
/// transaction that is committed, then look whether it has ended already.
void await(store::Transaction& transaction, std::string_view work, std::string_view topic, std::string payload);

template <class Record>
void await(store::Transaction& transaction, std::string_view work, const store::Topic<Record>& topic,
           const store::Scope& scope, const Record& record) {
  await(transaction, work, topic.name(), topic.payload(scope, record));
}

/// Tells all who wait for `work`, once. In the transaction that records its end.
void complete(store::Transaction& transaction, std::string_view work);

}  // namespace stellwerk::aws
