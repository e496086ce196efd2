#include "app/services.h"

#include "gateway/container_credentials.h"
#include "services/all.h"

namespace stellwerk::app {
namespace {

using Opener = ports::Face(ports::Foundation&);

/// In the order of opening: each asks for what those above it offer.
constexpr Opener* kServices[] = {
    iam::open,        organizations::open,
    sts::open,        kms::open,
    logs::open,       events::open,
    s3::open,         s3control::open,
    codecommit::open, gateway::open_container_credentials,
    codebuild::open,  codepipeline::open,
    ssm::open,        secretsmanager::open,
};

}  // namespace

Services::Services(ports::Foundation& foundation) {
  for (auto* open : kServices) faces_.push_back(open(foundation));
}

// Those opened last first: they stand on the others.
Services::~Services() {
  while (!faces_.empty()) faces_.pop_back();
}

void Services::bind(gateway::Dispatcher& dispatcher) const {
  for (const auto& face : faces_) {
    for (const auto& operations : face.operations) dispatcher.add(operations);
    for (const auto& [path_prefix, endpoint] : face.endpoints) dispatcher.add_endpoint(path_prefix, *endpoint);
  }
}

void Services::bind(gateway::Edge& edge) const {
  for (const auto& face : faces_)
    for (const auto& [host_part, endpoint] : face.edge_hosts) edge.add(host_part, *endpoint);
}

void Services::bind(Doors& doors) const {
  for (const auto& face : faces_)
    for (const auto& [address, port, endpoint] : face.sandbox_endpoints)
      doors.add({.address = address, .port = port}, *endpoint);
}

void Services::attend(store::Outbox& outbox) const {
  for (const auto& face : faces_) face.attend(outbox);
}

void Services::interrupt() const {
  for (const auto& face : faces_) face.interrupt();
}

}  // namespace stellwerk::app
