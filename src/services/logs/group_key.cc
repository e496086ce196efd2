#include "aws/key_client.h"
#include "aws/service_roles.h"
#include "base/bytes.h"
#include "ports/client.h"
#include "services/logs/service.h"

namespace stellwerk::logs {
namespace {

constexpr std::int64_t kOpenKeySeconds = 300;
constexpr std::size_t kOpenKeysLimit = 10'000;

aws::KeyClient keys_of(ports::Call& call) {
  return aws::KeyClient::as(call, aws::as_service("logs." + call.region + ".amazonaws.com", call.scope()));
}

std::map<std::string, std::string> context_of(const ports::Call& call, const GroupRecord& group) {
  return {{"aws:logs:arn", group_arn(call.scope(), group.name)}};
}

}  // namespace

Result<void> Logs::associate(ports::Call& call, GroupRecord& group, const std::string& kms_key_id) {
  auto made = keys_of(call).generate(kms_key_id, context_of(call, group));
  if (!made) {
    return errors::InvalidParameterException(
        "The specified KMS key does not exist or is not allowed to be used with LogGroup '" +
        group_arn(call.scope(), group.name) + "': " + made.error().error.message);
  }
  group.kms_key_arn = made->kms_key_arn;
  group.data_keys.push_back({made->kms_key_arn, made->sealed});
  return {};
}

Result<std::string> Logs::open_data_key(ports::Call& call, const GroupRecord& group, std::uint32_t number) {
  const GroupDataKey& key = group.data_keys.at(number - 1);
  {
    std::lock_guard lock(open_keys_guard_);
    auto found = open_keys_.find(key.sealed);
    if (found != open_keys_.end() && found->second.until > call.now) return found->second.plain;
  }
  auto opened = keys_of(call).decrypt(key.sealed, key.kms_key_arn, context_of(call, group));
  if (!opened) {
    return errors::AccessDeniedException("The events of log group " + group.name + " are encrypted with " +
                                         key.kms_key_arn + ", which cannot be used: " + opened.error().error.message);
  }
  std::lock_guard lock(open_keys_guard_);
  if (open_keys_.size() >= kOpenKeysLimit) open_keys_.clear();
  open_keys_[key.sealed] = {*opened, call.now.plus_seconds(kOpenKeySeconds)};
  return std::move(*opened);
}

}  // namespace stellwerk::logs
