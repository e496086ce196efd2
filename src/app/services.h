#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/http_message.h"
#include "base/id_source.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "dataplane/objects/blob_store.h"
#include "gateway/dispatcher.h"
#include "gateway/edge.h"
#include "ports/authoriser.h"
#include "ports/client.h"
#include "ports/doors.h"
#include "ports/identity.h"
#include "ports/service_control.h"
#include "ports/site.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::app {

/// What services are built from.
struct Foundation {
  store::Store& store;
  objects::BlobStore& blobs;
  const Clock& clock;
  IdSource& ids;
  const ports::Site& site;
  ports::Client& client;
  ports::Authoriser& authoriser;
  ports::Doors& doors;
  std::string master_key;
  std::string management_account;
};

/// Every service, each with those it works with.
class Services {
 public:
  Services(const Foundation& foundation);
  ~Services();
  void bind(gateway::Dispatcher& dispatcher);
  /// Sites of the data plane.
  void bind(gateway::Edge& edge);
  void attend(store::Outbox& outbox);
  /// Roles' credentials for what runs in sandboxes: to be served in plain HTTP inside them alone.
  HttpEndpoint& container_credentials();
  /// Ends what runs for long, to be begun again at the next start. Before the outbox is stopped.
  void interrupt();
  ports::Identity& identity();
  ports::ServiceControl& service_control();

 private:
  struct All;
  std::unique_ptr<All> all_;
};

}  // namespace stellwerk::app
