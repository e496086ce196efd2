#include "gateway/dispatcher.h"

#include "base/assert.h"

namespace stellwerk::gateway {

void Dispatcher::add(ports::BoundService service) {
  STELLWERK_ASSERT(service.operations.size() == service.model->operations.size());
  services_.push_back(std::make_unique<ports::BoundService>(service));
}

void Dispatcher::add_endpoint(std::string path_prefix, HttpEndpoint& endpoint) {
  endpoints_.push_back({std::move(path_prefix), &endpoint});
}

const ports::BoundService* Dispatcher::find(std::string_view name) const {
  for (const auto& service : services_) {
    if (service->model->name == name) return service.get();
  }
  return nullptr;
}

const ports::BoundService* Dispatcher::find_by_signing_name(std::string_view signing_name) const {
  for (const auto& service : services_) {
    if (service->model->signing_name == signing_name) return service.get();
  }
  return nullptr;
}

const ports::BoundService* Dispatcher::find_by_target(std::string_view target) const {
  std::string_view prefix = target.substr(0, target.rfind('.'));
  for (const auto& service : services_) {
    if (!service->model->target_prefix.empty() && service->model->target_prefix == prefix) return service.get();
  }
  return nullptr;
}

HttpEndpoint* Dispatcher::find_endpoint(std::string_view path) const {
  for (const Beside& beside : endpoints_) {
    if (path.starts_with(beside.path_prefix)) return beside.endpoint;
  }
  return nullptr;
}

const ports::BoundOperation* Dispatcher::find_operation(const ports::BoundService& service, std::string_view name) {
  for (const ports::BoundOperation& bound : service.operations) {
    if (bound.operation->name == name) return &bound;
  }
  return nullptr;
}

const ports::BoundOperation& Dispatcher::bound(const ports::BoundService& service,
                                               const protocol::Operation& operation) {
  auto index = static_cast<std::size_t>(&operation - service.model->operations.data());
  STELLWERK_ASSERT(index < service.operations.size());
  return service.operations[index];
}

}  // namespace stellwerk::gateway
