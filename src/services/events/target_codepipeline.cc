#include "api/codepipeline.h"
#include "services/events/target_kind.h"

namespace stellwerk::events {
namespace {

class PipelineTarget final : public TargetKind {
 public:
  std::string_view name() const override { return "pipelines"; }
  bool takes(const Arn& arn) const override { return arn.service == "codepipeline"; }
  Result<void> deliver(ports::Client& client, const ports::Session& session, const Arn& arn, const Delivery&,
                       const Json& event) const override {
    codepipeline::StartPipelineExecutionRequest start;
    start.name = arn.resource;
    start.client_request_token = std::string(event.string_at("id"));
    TRY(client.call(session, start));
    return {};
  }
};

const PipelineTarget kPipelines;

}  // namespace

const TargetKind& kPipelineTarget = kPipelines;

}  // namespace stellwerk::events
