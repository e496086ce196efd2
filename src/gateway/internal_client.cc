#include "gateway/internal_client.h"

#include "gateway/carry_out.h"
#include "gateway/run.h"
#include "protocol/codec.h"

namespace stellwerk::gateway {
namespace {

/// The call never leaves the process; but a request that is only passed on came as it came.
auth::Caller caller_of(const ports::Session& session) {
  auth::Caller caller = session.caller;
  if (caller.source_address.empty()) caller.is_tls = true;
  return caller;
}

}  // namespace

Result<Target> InternalClient::find(std::string_view service, std::string_view operation, const void* request) const {
  if (depth_ > kCallDepthLimit) {
    return Error{"InternalFailure",
                 "Services called one another more than " + std::to_string(kCallDepthLimit) + " deep", 500};
  }
  const ports::BoundService* found = environment_.dispatcher.find(service);
  const ports::BoundOperation* bound = found ? Dispatcher::find_operation(*found, operation) : nullptr;
  if (!bound) {
    return Error{"InternalFailure",
                 "There is no operation " + std::string(service) + ":" + std::string(operation) + " here", 500};
  }
  TRY(protocol::check_request(*found->model, *bound->operation, request));
  return Target{*found, *bound};
}

Result<void> InternalClient::invoke(const ports::Session& session, std::string_view service, std::string_view operation,
                                    const void* request, void* response) {
  Target target = TRY(find(service, operation, request));
  auth::Caller caller = caller_of(session);
  Run run{target, caller, session.region, environment_.ids.uuid(), environment_.clock.now(), request};
  return run_and_commit(environment_, run, environment_.store.begin(), response, depth_);
}

Result<void> InternalClient::invoke_within(ports::Call& parent, const auth::Caller& caller, const std::string& region,
                                           const Target& target, const void* request, void* response) {
  StagedBodies own_staged;
  StagedBodies& staged = staged_ ? *staged_ : own_staged;
  std::shared_ptr<void>& body = staged.emplace_back();
  InternalClient client(environment_, staged, depth_ + 1);
  ports::Call call{
      caller, parent.transaction, parent.now,    parent.request_id, caller.account, region, environment_.ids, client,
      body,   parent.waited,      parent.pending};
  const auto began = std::chrono::steady_clock::now();
  auto done = carry_out(environment_, target, call, request, response);
  const Error* error = done ? nullptr : &done.error();
  environment_.operation_counts.note(target.operation, error, std::chrono::steady_clock::now() - began);
  if (!error) return {};
  // If the call around it goes on without this one, its refusal is kept with what else that does.
  tell_witnesses(environment_, parent.transaction, carried(target, caller, region, parent.now, error));
  return std::move(done).error();
}

Result<void> InternalClient::invoke(ports::Call& parent, std::string as_service, std::string_view service,
                                    std::string_view operation, const void* request, void* response) {
  Target target = TRY(find(service, operation, request));
  auth::Caller caller = parent.caller;
  caller.via_service = std::move(as_service);
  return invoke_within(parent, caller, parent.region, target, request, response);
}

Result<void> InternalClient::invoke_as(ports::Call& parent, const ports::Session& session, std::string_view service,
                                       std::string_view operation, const void* request, void* response) {
  Target target = TRY(find(service, operation, request));
  auth::Caller caller = caller_of(session);
  return invoke_within(parent, caller, session.region, target, request, response);
}

}  // namespace stellwerk::gateway
