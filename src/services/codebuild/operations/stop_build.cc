#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<StopBuildResponse> stop_build(CodeBuild& codebuild, ports::Call& call, const StopBuildRequest& request) {
  BuildRecord build = TRY(codebuild.find_build(call, request.id));
  if (!build.is_complete() && !build.is_stop_requested) {
    build.is_stop_requested = true;
    kBuilds.put(call.transaction, call.scope(), {build.id}, build);
    kStop.after(call.transaction, call.scope(), {build.id});
  }
  Build answer = to_api(build, call.scope());
  // It ends within moments; AWS already answers so.
  if (!build.is_complete()) answer.build_status = "STOPPED";
  return StopBuildResponse{std::move(answer)};
}

}  // namespace stellwerk::codebuild
