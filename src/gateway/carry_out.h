#pragma once
#include <vector>

#include "base/result.h"
#include "gateway/environment.h"
#include "gateway/witness.h"
#include "ports/call.h"
#include "ports/service.h"

/// The one place where a call is carried out: authorised, run, witnessed. Requests, calls between services and effects
/// come here through run_and_commit or InternalClient, git and archives through EndpointAuthoriser.
namespace stellwerk::gateway {

struct Target {
  const ports::BoundService& service;
  const ports::BoundOperation& operation;
};

/// Each of the request's accesses must be allowed; then the operation runs, and the witnesses are told in the call's
/// transaction. Nothing is told of a failure here: whoever holds the outermost transaction does that. Answers whether
/// the transaction had writes before the witnesses' own. Errors: AccessDenied in the protocol's form with AWS's text;
/// the operation's.
Result<bool> carry_out(Environment& environment, const Target& target, ports::Call& call, const void* request,
                       void* response);

/// A call as witnesses are told of it. `error`: null if it succeeded.
Carried carried(const Target& target, const auth::Caller& caller, const std::string& region, Timestamp now,
                const Error* error = nullptr);

/// Tells the witnesses in `transaction`.
void tell_witnesses(Environment& environment, store::Transaction& transaction, const Carried& carried);
/// The same in a transaction of its own, if one of them keeps anything.
void tell_witnesses_apart(Environment& environment, const Carried& carried);

}  // namespace stellwerk::gateway
