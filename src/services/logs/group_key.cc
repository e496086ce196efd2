#include "api/kms.h"
#include "base/bytes.h"
#include "ports/client.h"
#include "services/logs/service.h"

namespace stellwerk::logs {
namespace {

constexpr std::int64_t kOpenKeySeconds = 300;
constexpr std::size_t kOpenKeysLimit = 10'000;

ports::Session as_service(const ports::Call& call) {
  ports::Session out;
  out.caller.type = auth::PrincipalType::service;
  out.caller.account = call.account;
  out.caller.arn = "logs." + call.region + ".amazonaws.com";
  out.region = call.region;
  return out;
}

std::map<std::string, std::string> context_of(const ports::Call& call, const GroupRecord& group) {
  return {{"aws:logs:arn", group_arn(call.scope(), group.name)}};
}

}  // namespace

Result<void> Logs::associate(ports::Call& call, GroupRecord& group, const std::string& kms_key_id) {
  kms::GenerateDataKeyRequest request;
  request.key_id = kms_key_id;
  request.key_spec = "AES_256";
  request.encryption_context = context_of(call, group);
  auto made = call.client.call_as(call, as_service(call), request);
  if (!made) {
    return errors::InvalidParameterException(
        "The specified KMS key does not exist or is not allowed to be used with LogGroup '" +
        group_arn(call.scope(), group.name) + "': " + made.error().message);
  }
  group.kms_key_arn = made->key_id.value_or(kms_key_id);
  group.data_keys.push_back({*group.kms_key_arn, made->ciphertext_blob.value_or("")});
  return {};
}

Result<std::string> Logs::open_data_key(ports::Call& call, const GroupRecord& group, std::uint32_t number) {
  const GroupDataKey& key = group.data_keys.at(number - 1);
  {
    std::lock_guard lock(open_keys_guard_);
    auto found = open_keys_.find(key.sealed);
    if (found != open_keys_.end() && found->second.until > call.now) return found->second.plain;
  }
  kms::DecryptRequest request;
  request.ciphertext_blob = key.sealed;
  request.key_id = key.kms_key_arn;
  request.encryption_context = context_of(call, group);
  auto opened = call.client.call_as(call, as_service(call), request);
  if (!opened) {
    return errors::AccessDeniedException("The events of log group " + group.name + " are encrypted with " +
                                         key.kms_key_arn + ", which cannot be used: " + opened.error().message);
  }
  std::lock_guard lock(open_keys_guard_);
  if (open_keys_.size() >= kOpenKeysLimit) open_keys_.clear();
  open_keys_[key.sealed] = {opened->plaintext.value_or(""), call.now.plus_seconds(kOpenKeySeconds)};
  return opened->plaintext.value_or("");
}

}  // namespace stellwerk::logs
