#include "app/services.h"

#include "api/iam.h"
#include "api/kms.h"
#include "api/organizations.h"
#include "api/sts.h"
#include "app/secrets.h"
#include "services/iam/operations.h"
#include "services/iam/service.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"
#include "services/organizations/operations.h"
#include "services/organizations/service.h"
#include "services/sts/operations.h"
#include "services/sts/service.h"

namespace stellwerk::app {

// In the order of construction: each stands on those above it.
struct Services::All {
  explicit All(const Foundation& on)
      : iam(on.store, on.clock, on.ids, session_key(on.master_key)),
        organizations(iam),
        sts(iam),
        kms(on.store, on.clock, on.ids, kms_wrapping_key(on.master_key)) {
    iam.limit_by(organizations);
  }

  iam::Iam iam;
  organizations::Organizations organizations;
  sts::Sts sts;
  kms::Kms kms;
};

Services::Services(const Foundation& foundation) : all_(std::make_unique<All>(foundation)) {}
Services::~Services() = default;

ports::Identity& Services::identity() { return all_->iam; }
ports::ServiceControl& Services::service_control() { return all_->organizations; }

void Services::bind(gateway::Dispatcher& dispatcher) {
  dispatcher.add({&iam::model(), iam::bound_operations(), &all_->iam});
  dispatcher.add({&organizations::model(), organizations::bound_operations(), &all_->organizations});
  dispatcher.add({&sts::model(), sts::bound_operations(), &all_->sts});
  dispatcher.add({&kms::model(), kms::bound_operations(), &all_->kms});
}

void Services::attend(store::Outbox& outbox) {
  all_->iam.attend(outbox);
  all_->organizations.attend(outbox);
  all_->sts.attend(outbox);
  all_->kms.attend(outbox);
}

}  // namespace stellwerk::app
