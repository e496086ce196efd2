#pragma once
#include <string>
#include <vector>

#include "base/arn.h"
#include "base/json.h"
#include "ports/client.h"
#include "services/events/records.h"

/// What an event can be delivered to. Each kind of target is one object in a file of its own, target_<kind>.cc.
/// Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
namespace stellwerk::events {

class TargetKind {
 public:
  virtual ~TargetKind() = default;
  /// "CodeBuild projects", for messages.
  virtual std::string_view name() const = 0;
  virtual bool takes(const Arn& arn) const = 0;
  /// Whether Input, InputPath and InputTransformer mean something to it.
  virtual bool takes_input() const { return false; }
  /// Carries out one delivery as the rule's role. `arn` is the target's.
  virtual Result<void> deliver(ports::Client& client, const ports::Session& session, const Arn& arn,
                               const Delivery& delivery, const Json& event) const = 0;
};

extern const TargetKind& kBuildTarget;
extern const TargetKind& kPipelineTarget;
extern const TargetKind& kEventBusTarget;

/// All there are; to add one is to add a file and a line in target_kind.cc.
const std::vector<const TargetKind*>& target_kinds();
/// The kind that takes the ARN, or a null pointer.
const TargetKind* find_target_kind(const Arn& arn);

}  // namespace stellwerk::events
