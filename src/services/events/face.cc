#include "ports/face.h"

#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

ports::Face open(ports::Foundation& on) {
  auto events = std::make_shared<Events>(on.get<const Clock>(), on.get<IdSource>(), on.get<ports::Client>(),
                                         on.get<ports::Roles>(), on.get<ports::Principals>());
  on.offer<ports::EventSink>(*events);
  return {.service = events, .operations = {bound(*events)}, .attend = std::bind_front(&Events::attend, events.get())};
}

}  // namespace stellwerk::events
