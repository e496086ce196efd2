#include "ports/face.h"

#include "services/ssm/operations.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

ports::Face open(ports::Foundation& on) {
  auto ssm = std::make_shared<Ssm>(on.get<ports::EventSink>());
  return {.service = ssm, .operations = {bound(*ssm)}};
}

}  // namespace stellwerk::ssm
