#include "aws/tags.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
namespace stellwerk::logs {
namespace {

ports::Access on(ports::Call& call, const std::string& group, std::string resource) {
  ports::Access out{.resource = std::move(resource), .resource_account = call.account};
  if (auto record = kGroups.get(call.transaction, call.scope(), {group})) {
    aws::tell_resource_tags(out, record->tags);
  }
  return out;
}

}  // namespace

/// AWS names a group, in what it authorises, with an empty stream.
Result<ports::Access> log_group_access(Logs&, ports::Call& call, const std::string& group) {
  return on(call, group, stream_arn(call.scope(), group, ""));
}

Result<ports::Access> log_group_access(Logs& logs, ports::Call& call, const std::optional<std::string>& name,
                                       const std::optional<std::string>& identifier) {
  return log_group_access(logs, call, TRY(group_name(call.scope(), name, identifier)));
}

Result<ports::Access> identified_log_group_access(Logs& logs, ports::Call& call, const std::string& identifier) {
  return log_group_access(logs, call, std::nullopt, identifier);
}

Result<ports::Access> log_stream_access(Logs&, ports::Call& call, const std::string& group, const std::string& stream) {
  return on(call, group, stream_arn(call.scope(), group, stream));
}

Result<ports::Access> log_stream_access(Logs& logs, ports::Call& call, const std::optional<std::string>& name,
                                        const std::optional<std::string>& identifier, const std::string& stream) {
  return log_stream_access(logs, call, TRY(group_name(call.scope(), name, identifier)), stream);
}

/// A group as its tags' owner: the ARN without a stream.
Result<ports::Access> log_group_tags_access(Logs&, ports::Call& call, const std::string& group) {
  return on(call, group, group_arn(call.scope(), group));
}

Result<ports::Access> log_group_arn_access(Logs& logs, ports::Call& call, const std::string& arn) {
  return log_group_tags_access(logs, call, TRY(group_name(call.scope(), {}, arn)));
}

}  // namespace stellwerk::logs
