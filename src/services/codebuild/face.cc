#include "ports/face.h"

#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

ports::Face open(ports::Foundation& on) {
  auto codebuild = std::make_shared<CodeBuild>(
      Surroundings{on.get<store::Store>(), on.get<const Clock>(), on.get<IdSource>(), on.get<ports::Client>(),
                   on.get<ports::Roles>(), on.get<ports::EventSink>(), on.find<ports::SourceTree>(),
                   on.get<ports::Doors>(), on.get<ports::ContainerCredentials>(), on.get<const ports::Site>()});
  return {.service = codebuild,
          .operations = {bound(*codebuild)},
          .attend = std::bind_front(&CodeBuild::attend, codebuild.get()),
          .interrupt = std::bind_front(&CodeBuild::interrupt, codebuild.get())};
}

}  // namespace stellwerk::codebuild
