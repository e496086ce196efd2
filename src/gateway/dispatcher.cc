#include "gateway/dispatcher.h"

#include <algorithm>

#include "base/assert.h"
#include "base/bytes.h"
#include "protocol/codec.h"
#include "protocol/form.h"

namespace stellwerk::gateway {
namespace {

bool takes_forms(const protocol::ServiceModel& model) {
  return std::ranges::any_of(model.in_each_protocol, protocol::names_operation_in_body);
}

bool has_form(const HttpRequest& request) {
  if (request.path != "/") return false;
  if (request.query.starts_with("Action=") || request.query.find("&Action=") != std::string::npos) return true;
  auto type = request.headers.find("content-type");
  return request.method == "POST" && type && to_lower(*type).starts_with("application/x-www-form-urlencoded");
}

std::string_view target_prefix_of(const HttpRequest& request) {
  std::string_view target = request.headers.find("x-amz-target").value_or("");
  return target.substr(0, target.rfind('.'));
}

bool lies_below(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

template <class Test>
const ports::BoundService* first_of(Dispatcher::Candidates candidates, Test test) {
  auto found = std::ranges::find_if(candidates, [&](const ports::BoundService* one) { return test(*one->model); });
  return found == candidates.end() ? nullptr : *found;
}

}  // namespace

void Dispatcher::add(ports::BoundService service) {
  STELLWERK_ASSERT(service.operations.size() == service.model->operations.size());
  const auto* added = services_.emplace_back(std::make_unique<ports::BoundService>(service)).get();
  const protocol::ServiceModel& model = *added->model;
  by_signing_name_[std::string(model.signing_name)].push_back(added);
  if (!model.target_prefix.empty()) by_target_[std::string(model.target_prefix)].push_back(added);
  if (takes_forms(model)) forms_.push_back(added);
  if (model.answers_unclaimed) unclaimed_.push_back(added);
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

Dispatcher::Candidates Dispatcher::signed_as(std::string_view signing_name) const {
  auto found = by_signing_name_.find(signing_name);
  return found == by_signing_name_.end() ? Candidates{} : Candidates(found->second);
}

Dispatcher::Candidates Dispatcher::unsigned_for(const HttpRequest& request) const {
  if (request.headers.has("x-amz-target")) {
    auto found = by_target_.find(target_prefix_of(request));
    return found == by_target_.end() ? Candidates{} : Candidates(found->second);
  }
  if (!forms_.empty() && has_form(request)) return forms_;
  // Those who share the name of whoever answers the rest are told from it by host and path.
  return unclaimed_.empty() ? Candidates{} : signed_as(unclaimed_.front()->model->signing_name);
}

const ports::BoundService* Dispatcher::told_apart(Candidates candidates, const HttpRequest& request,
                                                  const HostAddress& address) {
  if (candidates.size() < 2) return candidates.empty() ? nullptr : candidates.front();
  if (request.headers.has("x-amz-target")) {
    const std::string_view prefix = target_prefix_of(request);
    auto named = first_of(candidates, [&](const auto& model) { return model.target_prefix == prefix; });
    if (named) return named;
  }
  if (address.service) return address.service;
  auto below = first_of(candidates, [&](const auto& model) {
    return !model.path_prefix.empty() && lies_below(request.path, model.path_prefix);
  });
  if (below) return below;
  auto elsewhere = first_of(candidates, [](const auto& model) { return model.path_prefix.empty(); });
  return with_version(candidates, request.query, elsewhere ? elsewhere : candidates.front());
}

const ports::BoundService* Dispatcher::with_version(Candidates candidates, std::string_view form,
                                                    const ports::BoundService* otherwise) {
  if (candidates.size() < 2) return otherwise;
  auto version = protocol::find_form_field(form, "Version");
  if (!version) return otherwise;
  auto found = first_of(candidates, [&](const auto& model) { return model.api_version == *version; });
  return found ? found : otherwise;
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
