#include "aws/completion.h"

#include <string>
#include <vector>

#include "store/table.h"

namespace stellwerk::aws {
namespace {

struct WaiterRecord {
  std::string topic;
  std::string payload;
  static void fields(auto& record, auto& visit) {
    visit(1, record.topic);
    visit(2, record.payload);
  }
};

// By work, topic and payload, so that who asks twice is told once.
constexpr store::Table<WaiterRecord> kWaiters{"aws.completion"};
const store::Scope kInstallation = {};

}  // namespace

void await(store::Transaction& transaction, std::string_view work, std::string_view topic, std::string payload) {
  kWaiters.put(transaction, kInstallation, {work, topic, payload}, {std::string(topic), payload});
}

void complete(store::Transaction& transaction, std::string_view work) {
  std::vector<std::vector<std::string>> told;
  kWaiters.scan(transaction, kInstallation, {work}, [&](const std::vector<std::string>& key, WaiterRecord waiter) {
    transaction.after(std::move(waiter.topic), std::move(waiter.payload));
    told.push_back(key);
    return true;
  });
  for (const auto& key : told) kWaiters.erase(transaction, kInstallation, key);
}

}  // namespace stellwerk::aws
