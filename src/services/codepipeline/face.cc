#include "ports/face.h"

#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

ports::Face open(ports::Foundation& on) {
  auto codepipeline = std::make_shared<CodePipeline>(
      on.get<store::Store>(), on.get<const Clock>(), on.get<IdSource>(), on.get<ports::Client>(),
      on.get<ports::Roles>(), on.get<ports::EventSink>(), on.get<ports::SourceTree>(), on.get<const ports::Site>());
  return {.service = codepipeline,
          .operations = {bound(*codepipeline)},
          .attend = std::bind_front(&CodePipeline::attend, codepipeline.get())};
}

}  // namespace stellwerk::codepipeline
