#include "services/codepipeline/action_type.h"

#include <algorithm>
#include <array>

namespace stellwerk::codepipeline {

const ActionType* find_action_type(const ActionTypeId& id) {
  static const std::array<const ActionType*, 4> kTypes{&kCodeCommitSource, &kCodeBuildAction, &kS3Deployment,
                                                       &kManualApproval};
  if (id.owner != "AWS" || id.version != "1") return nullptr;
  for (const ActionType* type : kTypes) {
    bool has_category = std::ranges::find(type->categories, id.category) != type->categories.end();
    if (has_category && type->provider == id.provider) return type;
  }
  return nullptr;
}

}  // namespace stellwerk::codepipeline
