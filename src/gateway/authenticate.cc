#include "auth/chunked_body.h"
#include "gateway/host_address.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

/// What such a request brings instead of a key the operation checks itself. Where all may be unsigned, what is not
/// here is told to everyone.
bool may_be_unsigned(const Received& received) {
  if (!received.match) return received.identified.service->model->answers_unclaimed;
  return received.match->operation->is_unsigned;
}

Error invalid_region(auth::Dialect dialect) {
  bool is_s3 = dialect == auth::Dialect::s3;
  return {is_s3 ? "AuthorizationHeaderMalformed" : "SignatureDoesNotMatch",
          "Credential should be scoped to a valid region.", is_s3 ? 400 : 403};
}

Result<auth::Caller> prove_sender_of_form(Environment& environment, const Exchange& exchange, Received& received,
                                          store::Transaction& transaction) {
  const FormUpload& form = *exchange.form;
  if (!auth::is_signed_form(form.fields)) return auth::Caller{};
  auth::Signature signature =
      TRY(auth::parse_form_signature(form.fields, received.identified.service->model->signing_name));
  auto credential =
      environment.identity->find_credential(transaction, signature.access_key_id, signature.session_token);
  if (!credential) return auth::unknown_access_key(auth::Dialect::s3, signature.access_key_id);
  TRY(auth::verify_form_signature(form.fields, signature, *credential, exchange.began, environment.signing_keys));
  if (!is_region_name(signature.scope.region)) return invalid_region(auth::Dialect::s3);
  auth::FileSizes sizes = TRY(auth::check_form_policy(form.fields, form.bucket, exchange.began));
  HttpRequest& request = received.identified.admitted.request;
  request.body = auth::limit_file(std::move(request.body), sizes);
  received.identified.region = signature.scope.region;
  auth::Caller caller = std::move(credential->caller);
  caller.proof = {auth::Proof::Means::form, std::string(auth::kUnsignedPayload), signature.time};
  return caller;
}

Result<auth::Caller> prove_caller(Environment& environment, const Exchange& exchange, Received& received,
                                  store::Transaction& transaction) {
  Identified& identified = received.identified;
  HttpRequest& request = identified.admitted.request;
  const auth::Dialect dialect = identified.dialect;
  const Timestamp now = exchange.began;
  if (exchange.form) return prove_sender_of_form(environment, exchange, received, transaction);
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
  if (!is_region_name(signature.scope.region)) return invalid_region(dialect);
  if (dialect == auth::Dialect::s3) request.body = TRY(auth::open_payload(request, &verified));
  auth::Caller caller = std::move(credential->caller);
  caller.proof = {signature.is_presigned ? auth::Proof::Means::query : auth::Proof::Means::header,
                  std::move(verified.payload_hash), signature.time};
  return caller;
}

}  // namespace

Result<Authenticated> authenticate(Environment& environment, Exchange& exchange, Received received) {
  auto transaction = environment.store.begin();
  auth::Caller caller = TRY(prove_caller(environment, exchange, received, *transaction));
  const HttpRequest& request = received.identified.admitted.request;
  caller.source_address = request.peer_address;
  caller.user_agent = request.headers.find("user-agent").value_or("");
  caller.is_tls = request.is_tls;
  caller.tls_version = request.tls_version;
  exchange.account = caller.account;
  exchange.caller_arn = caller.arn;
  return Authenticated{std::move(received), std::move(caller), std::move(transaction)};
}

}  // namespace stellwerk::gateway
