#include "ports/face.h"

#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

ports::Face open(ports::Foundation& on) {
  auto logs = std::make_shared<Logs>(on.get<store::Store>(), on.get<const Clock>());
  return {.service = logs, .operations = {bound(*logs)}, .attend = std::bind_front(&Logs::attend, logs.get())};
}

}  // namespace stellwerk::logs
