#include "ports/face.h"

#include "services/sts/operations.h"
#include "services/sts/service.h"

namespace stellwerk::sts {

ports::Face open(ports::Foundation& on) {
  auto sts = std::make_shared<Sts>(on.get<ports::Sessions>(), on.get<ports::RootSessions>());
  return {.service = sts, .operations = {bound(*sts)}};
}

}  // namespace stellwerk::sts
