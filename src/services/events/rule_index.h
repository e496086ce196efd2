#pragma once
#include <functional>

#include "services/events/rules.h"
#include "store/transaction.h"

/// Rules by the sources that their patterns are limited to, so that an event reads (and conflicts with) only the rules
/// that could want it.
namespace stellwerk::events {

/// Every change of a rule goes through these two.
void put_rule_record(store::Transaction& transaction, const BusName& bus, const RuleRecord& rule);
void erase_rule_record(store::Transaction& transaction, const BusName& bus, const std::string& rule);

/// The rules of the bus that could want an event of that source.
void each_rule_for_source(store::Transaction& transaction, const BusName& bus, const std::string& source,
                          const std::function<void(const RuleRecord&)>& visit);

}  // namespace stellwerk::events
