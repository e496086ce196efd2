#include "services/codepipeline/action_provider.h"

// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
namespace stellwerk::codepipeline {
namespace {

/// PutApprovalResult or the timeout ends it; nothing is to be done meanwhile.
class ManualApproval final : public ActionProvider {
 public:
  const ActionType& type() const override { return kManualApproval; }
  Result<Begun> begin(const ActionJob&) override { return Begun{}; }
};

}  // namespace

const ActionType kManualApproval{
    .categories = {"Approval"}, .provider = "Manual", .optional_configuration = {"CustomData", "ExternalEntityLink"}};

std::unique_ptr<ActionProvider> make_manual_approval() { return std::make_unique<ManualApproval>(); }

}  // namespace stellwerk::codepipeline
