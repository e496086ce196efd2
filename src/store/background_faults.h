#pragma once
#include <rocksdb/listener.h>

#include <atomic>
#include <memory>

#include "store/reserve.h"

namespace stellwerk::store {

/// What the database's own threads meet on the disk: a full one gets the reserve, a damaged table is no reason to
/// refuse writes, anything else stops them.
class BackgroundFaults final : public rocksdb::EventListener {
 public:
  explicit BackgroundFaults(std::shared_ptr<Reserve> reserve) : reserve_(std::move(reserve)) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* status) override;
  /// Whether a merge of tables met damage since the last call.
  bool take_damage() { return met_damage_.exchange(false); }

 private:
  std::shared_ptr<Reserve> reserve_;
  std::atomic<bool> met_damage_ = false;
};

}  // namespace stellwerk::store
