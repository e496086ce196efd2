#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"

namespace stellwerk::store {

class Store;

/// Work to be done after the commit: at least once, so its handler must be idempotent. Durable with the
/// transaction that asked for it.
struct Effect {
  std::string id;       // given by the store
  std::string topic;    // names the handler, such as "codebuild.run"
  std::string payload;  // the handler's own form, usually an encoded record
  Timestamp due;        // not before
  int attempt = 0;      // how often it was handed out before
};

/// Reads one snapshot, gathers writes, sees its own writes. Optimistic: what it read (keys and whole
/// ranges) is checked at the commit, and the pipeline runs the operation again if another commit touched it.
/// Reads throw DamagedRead if the disk gives back what was not written.
/// For one thread at a time. Only the pipeline and background workers commit, never a handler.
class Transaction {
 public:
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  std::optional<std::string> get(std::string_view key);
  void put(std::string_view key, std::string_view value);
  void erase(std::string_view key);
  /// Calls `visit` for each key with that prefix, in order, from `start` (a full key; "" for the first) on,
  /// until it answers false. `reverse` goes from the last (or from `start`) down. The views hold until
  /// `visit` writes or returns. `visit` may write; a key that it puts ahead of itself is visited too.
  void scan(std::string_view prefix, std::string_view start, bool reverse,
            const std::function<bool(std::string_view key, std::string_view value)>& visit);

  /// Adds work to be done once this is durable. `due` default: at once.
  void after(std::string topic, std::string payload, Timestamp due = {});

  /// Tells those who wait for the key on the store's notice board, once this is committed. Not kept: waiting is
  /// of this process.
  void tell(std::string key);

  bool has_writes() const;

  struct State;

 private:
  friend class Store;
  friend class Outbox;
  explicit Transaction(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::store
