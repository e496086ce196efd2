#include "store/background_faults.h"

#include <string>

#include "base/log.h"

namespace stellwerk::store {

void BackgroundFaults::OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* status) {
  log::error("The database's work on its tables failed: " + status->ToString());
  if (status->IsNoSpace()) reserve_->release();
  if (reason == rocksdb::BackgroundErrorReason::kCompaction && status->IsCorruption()) {
    met_damage_ = true;
    *status = rocksdb::Status::OK();  // the tables stay as they are
  }
}

}  // namespace stellwerk::store
