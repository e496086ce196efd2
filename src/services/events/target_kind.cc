#include "services/events/target_kind.h"

namespace stellwerk::events {

const std::vector<const TargetKind*>& target_kinds() {
  static const std::vector<const TargetKind*> kAll{&kPipelineTarget, &kBuildTarget, &kEventBusTarget};
  return kAll;
}

const TargetKind* find_target_kind(const Arn& arn) {
  for (const TargetKind* kind : target_kinds()) {
    if (kind->takes(arn)) return kind;
  }
  return nullptr;
}

}  // namespace stellwerk::events
