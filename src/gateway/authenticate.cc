#include <algorithm>
#include <array>

#include "auth/chunked_body.h"
#include "gateway/s3_address.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

/// Those who call these have no key yet; what they bring instead the operations check themselves.
constexpr std::array<std::string_view, 2> kUnsignedStsOperations = {"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"};

/// S3 lets everyone ask: a bucket's policy may allow it.
bool may_be_unsigned(const Received& received) {
  const protocol::ServiceModel& model = *received.identified.service->model;
  if (model.name == "s3") return true;
  if (model.name != "sts" || !received.match) return false;
  return std::ranges::find(kUnsignedStsOperations, received.match->operation->name) != kUnsignedStsOperations.end();
}

Result<auth::Caller> prove_caller(Environment& environment, const Exchange& exchange, Received& received,
                                  store::Transaction& transaction) {
  Identified& identified = received.identified;
  HttpRequest& request = identified.admitted.request;
  const auth::Dialect dialect = identified.dialect;
  const Timestamp now = exchange.began;
  if (!auth::is_signed(request)) {
    if (!may_be_unsigned(received)) return auth::missing_authentication(dialect);
    if (dialect == auth::Dialect::s3) request.body = TRY(auth::open_payload(request, nullptr));
    return auth::Caller{};
  }
  auth::Signature signature =
      TRY(auth::parse_signature(request, dialect, now, identified.service->model->signing_name));
  auto credential =
      environment.identity->find_credential(transaction, signature.access_key_id, signature.session_token);
  if (!credential) {
    return signature.session_token.empty() ? auth::unknown_access_key(dialect, signature.access_key_id)
                                           : auth::invalid_session_token(dialect);
  }
  auth::VerifiedSignature verified = TRY(auth::verify_signature(request, signature, *credential, dialect,
                                                                received.body_sha256, now, environment.signing_keys));
  // Told only to those who proved who they are, as the text repeats what they sent.
  if (!is_region_name(signature.scope.region)) {
    return Error{dialect == auth::Dialect::s3 ? "AuthorizationHeaderMalformed" : "SignatureDoesNotMatch",
                 "Credential should be scoped to a valid region.", dialect == auth::Dialect::s3 ? 400 : 403};
  }
  if (dialect == auth::Dialect::s3) request.body = TRY(auth::open_payload(request, &verified));
  return std::move(credential->caller);
}

}  // namespace

Result<Authenticated> authenticate(Environment& environment, Exchange& exchange, Received received) {
  auto transaction = environment.store.begin();
  auth::Caller caller = TRY(prove_caller(environment, exchange, received, *transaction));
  const HttpRequest& request = received.identified.admitted.request;
  caller.source_address = request.peer_address;
  caller.user_agent = request.headers.find("user-agent").value_or("");
  caller.is_tls = request.is_tls;
  exchange.account = caller.account;
  exchange.caller_arn = caller.arn;
  return Authenticated{std::move(received), std::move(caller), std::move(transaction)};
}

}  // namespace stellwerk::gateway
