#include "aws/key_client.h"

#include "api/kms.h"
#include "base/arn.h"

namespace stellwerk::aws {
namespace {

KeyTrouble trouble_of(const std::string& code) {
  if (code == "AccessDeniedException") return KeyTrouble::denied;
  if (code == "NotFoundException") return KeyTrouble::not_found;
  if (code == "DisabledException") return KeyTrouble::disabled;
  if (code == "KMSInvalidStateException") return KeyTrouble::wrong_state;
  if (code == "InvalidCiphertextException" || code == "IncorrectKeyException") return KeyTrouble::not_decrypted;
  return KeyTrouble::unavailable;
}

}  // namespace

KeyClient KeyClient::on_behalf(ports::Call& call, std::string service, std::string region) {
  KeyClient out;
  out.call_ = &call;
  out.service_ = std::move(service);
  out.region_ = std::move(region);
  return out;
}

KeyClient KeyClient::as(ports::Call& call, ports::Session session) {
  KeyClient out;
  out.call_ = &call;
  out.session_ = std::move(session);
  return out;
}

KeyClient KeyClient::on_behalf(ports::Client& client, ports::Session session, std::string service) {
  KeyClient out;
  out.client_ = &client;
  session.caller.via_service = std::move(service);
  out.session_ = std::move(session);
  return out;
}

template <class Request>
KeyResult<typename Request::Response> KeyClient::ask(const Request& request, const std::string& region) {
  auto answer = [&] {
    auto session = session_;
    if (!session && !region.empty() && region != call_->region) {
      session = ports::Session{call_->caller, region};
      session->caller.via_service = service_;
    } else if (session && !region.empty()) {
      session->region = region;
    }
    if (client_ != nullptr) return client_->call(*session, request);
    if (session) return call_->client.call_as(*call_, *session, request);
    return call_->client.call(*call_, service_, request);
  }();
  if (answer) return std::move(*answer);
  KeyTrouble trouble = trouble_of(answer.error().code);
  return std::unexpected(KeyFailure{trouble, std::move(answer).error()});
}

KeyResult<DataKey> KeyClient::generate(const std::string& key_id, const Context& context) {
  kms::GenerateDataKeyRequest request;
  request.key_id = key_id;
  request.key_spec = "AES_256";
  if (!context.empty()) request.encryption_context = context;
  auto answer = ask(request, region_);
  if (!answer) return std::unexpected(std::move(answer).error());
  return DataKey{answer->plaintext.value_or(""), answer->key_id.value_or(""), answer->ciphertext_blob.value_or("")};
}

KeyResult<DataKey> KeyClient::encrypt(const std::string& key_id, std::string plain, const Context& context) {
  kms::EncryptRequest request;
  request.key_id = key_id;
  request.plaintext = std::move(plain);
  if (!context.empty()) request.encryption_context = context;
  auto answer = ask(request, region_);
  if (!answer) return std::unexpected(std::move(answer).error());
  return DataKey{std::move(request.plaintext), answer->key_id.value_or(""), answer->ciphertext_blob.value_or("")};
}

KeyResult<std::string> KeyClient::decrypt(const std::string& sealed, const std::string& kms_key_arn,
                                          const Context& context) {
  kms::DecryptRequest request;
  request.ciphertext_blob = sealed;
  if (!kms_key_arn.empty()) request.key_id = kms_key_arn;
  if (!context.empty()) request.encryption_context = context;
  auto key = parse_arn(kms_key_arn);
  auto answer = ask(request, key ? key->region : region_);
  if (!answer) return std::unexpected(std::move(answer).error());
  return answer->plaintext.value_or("");
}

}  // namespace stellwerk::aws
