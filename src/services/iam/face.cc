#include "ports/face.h"

#include "services/iam/operations.h"
#include "services/iam/service.h"

namespace stellwerk::iam {

ports::Face open(ports::Foundation& on) {
  auto iam = std::make_shared<Iam>(on.get<store::Store>(), on.get<const Clock>(), on.get<IdSource>(),
                                   on.derive_key(kSessionKeyPurpose));
  on.offer<ports::Identity>(*iam);
  on.offer<ports::Sessions>(*iam);
  on.offer<ports::Roles>(*iam);
  on.offer<ports::AccountRoles>(*iam);
  on.offer<ports::Principals>(*iam);
  on.offer<ports::RootSessions>(*iam);
  // Each needs the other: organizations are built on accounts' roles.
  on.when_offered<ports::ServiceControl>([&iam = *iam](auto& control) { iam.limit_by(control); });
  return {.service = iam, .operations = {bound(*iam)}, .attend = std::bind_front(&Iam::attend, iam.get())};
}

}  // namespace stellwerk::iam
