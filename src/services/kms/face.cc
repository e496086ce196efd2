#include "ports/face.h"

#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

ports::Face open(ports::Foundation& on) {
  auto kms = std::make_shared<Kms>(on.get<store::Store>(), on.get<const Clock>(), on.get<IdSource>(),
                                   on.get<ports::Principals>(), on.derive_key(kWrappingKeyPurpose));
  return {.service = kms, .operations = {bound(*kms)}, .attend = std::bind_front(&Kms::attend, kms.get())};
}

}  // namespace stellwerk::kms
