#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ScheduleKeyDeletionResponse> schedule_key_deletion(Kms& kms, ports::Call& call,
                                                          const ScheduleKeyDeletionRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_not_pending_deletion(key.record));
  constexpr std::int64_t kShortestWindowDays = 7, kLongestWindowDays = 30;
  std::int64_t days = request.pending_window_in_days.value_or(kDefaultPendingWindowDays);
  if (days < kShortestWindowDays || days > kLongestWindowDays) {
    return ::stellwerk::Error{"ValidationException", "PendingWindowInDays must be between 7 and 30.", 400};
  }
  key.record.state = "PendingDeletion";
  key.record.pending_window_in_days = days;
  key.record.deletion_date = call.now.plus_seconds(days * kSecondsPerDay);
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  kDelete.after(call.transaction, key.scope, {key.record.key_id}, *key.record.deletion_date);
  return ScheduleKeyDeletionResponse{key.record.arn, key.record.deletion_date, key.record.state, days};
}

}  // namespace stellwerk::kms
