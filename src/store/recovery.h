#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/seal.h"
#include "store/store.h"

namespace stellwerk::store {

/// What a damaged store's recovery would keep and lose, or did.
struct RecoveryReport {
  std::vector<Damage> damages;  // none: nothing is to be recovered
  Acknowledged acknowledged;    // by the seal; sequence 0 if it says nothing
  Acknowledged kept;            // the last write that is kept; no time if no log tells it
  std::uint64_t lost_writes = 0;
  /// Of the lost ones, what lies behind the damage and can still be read, by table. The rest is unreadable.
  std::map<std::string, std::uint64_t> lost_by_table;
  std::filesystem::path set_aside;  // where recover put the damaged directory
};

/// Recovers a copy beside the directory, tells what came of it and removes it. Changes nothing. Errors:
/// StoreUnreadable, StoreLocked; BeyondRecovery if no database opens from what is left.
Result<RecoveryReport> examine(const StoreOptions& options);

/// Puts the recovered copy in the directory's place. What was there before is kept whole, `set_aside`.
Result<RecoveryReport> recover(const StoreOptions& options, Timestamp now);

}  // namespace stellwerk::store
