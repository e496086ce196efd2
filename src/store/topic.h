#pragma once
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "store/key.h"
#include "store/outbox.h"
#include "store/record.h"
#include "store/transaction.h"

namespace stellwerk::store {

/// A kind of effect whose payload is a record that belongs to a scope. Declare it once, in the service's
/// records.h: `inline constexpr store::Topic<KeyEffect> kDelete{"kms.delete-key", 1};`. The name is on disk. So
/// is the record's form, in which the scope takes the fields 1 and 2: the record's own begin with 3.
template <class Record>
class Topic {
 public:
  /// At most `concurrency` calls of the handler run at once.
  constexpr Topic(std::string_view name, int concurrency) : name_(name), concurrency_(concurrency) {}

  constexpr std::string_view name() const { return name_; }

  /// Work to be done once this is durable. `due` default: at once.
  void after(Transaction& transaction, const Scope& scope, const Record& record, Timestamp due = {}) const {
    transaction.after(std::string(name_), payload(scope, record), due);
  }
  /// What `after` hands over, for one who keeps it until later.
  std::string payload(const Scope& scope, const Record& record) const { return encode_record(Payload{scope, record}); }

  /// `handler(scope, record)`, or `handler(scope, record, attempt)` with the number of earlier attempts. Before
  /// the outbox starts.
  template <class Handler>
  void handle(Outbox& outbox, Handler handler) const {
    outbox.handle(std::string(name_), concurrency_,
                  [handler = std::move(handler)](const Effect& effect) -> Result<void> {
                    auto payload = decode_record<Payload>(effect.payload);
                    if constexpr (std::is_invocable_v<const Handler&, const Scope&, const Record&, int>) {
                      return handler(payload.scope, payload.record, effect.attempt);
                    } else {
                      return handler(payload.scope, payload.record);
                    }
                  });
  }

 private:
  struct Payload {
    Scope scope;
    Record record;
    static void fields(auto& payload, auto& visit) {
      visit(1, payload.scope.account);
      visit(2, payload.scope.region);
      Record::fields(payload.record, visit);
    }
  };

  std::string_view name_;
  int concurrency_;
};

}  // namespace stellwerk::store
