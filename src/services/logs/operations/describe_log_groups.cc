#include <algorithm>

#include "base/bytes.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

namespace {

LogGroup describe_group(ports::Call& call, const GroupRecord& group) {
  LogGroup out;
  out.log_group_name = group.name;
  out.creation_time = group.created.milliseconds;
  out.retention_in_days = group.retention_in_days;
  out.metric_filter_count = 0;
  out.log_group_arn = group_arn(call.scope(), group.name);
  out.arn = *out.log_group_arn + ":*";
  auto size = kSizes.get(call.transaction, call.scope(), {group.id});
  out.stored_bytes = size ? size->stored_bytes : 0;
  out.kms_key_id = group.kms_key_arn;
  out.log_group_class = "STANDARD";
  out.deletion_protection_enabled = group.is_deletion_protected;
  return out;
}

}  // namespace

Result<DescribeLogGroupsResponse> describe_log_groups(Logs&, ports::Call& call,
                                                      const DescribeLogGroupsRequest& request) {
  if (request.log_group_name_prefix && request.log_group_name_pattern) {
    return errors::InvalidParameterException(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  if (request.include_linked_accounts.value_or(false) || request.account_identifiers) {
    return errors::InvalidParameterException(
        "Linked accounts do not exist here; leave out includeLinkedAccounts and accountIdentifiers.");
  }
  std::vector<std::string> names;
  for (const std::string& identifier : request.log_group_identifiers.value_or(std::vector<std::string>{})) {
    names.push_back(TRY(group_name(call.scope(), {}, identifier)));
  }
  std::string prefix = request.log_group_name_prefix.value_or(""),
              pattern = to_lower(request.log_group_name_pattern.value_or(""));
  std::string after, from = prefix;
  if (request.next_token) from = after = TRY(from_page_token(*request.next_token));
  auto limit = static_cast<std::size_t>(request.limit.value_or(kDescribeLimit));
  DescribeLogGroupsResponse response;
  response.log_groups.emplace();
  auto take = [&](const auto&, const GroupRecord& group) {
    if (!group.name.starts_with(prefix)) return false;
    if (group.name == after || (!pattern.empty() && to_lower(group.name).find(pattern) == std::string::npos))
      return true;
    if (!names.empty() && std::ranges::find(names, group.name) == names.end()) return true;
    if (request.log_group_class && *request.log_group_class != "STANDARD") return true;
    if (response.log_groups->size() == limit) {
      response.next_token = page_token(*response.log_groups->back().log_group_name);
      return false;
    }
    response.log_groups->push_back(describe_group(call, group));
    return true;
  };
  kGroups.scan(call.transaction, call.scope(), {}, take,
               from.empty() ? std::vector<std::string>{} : std::vector<std::string>{from});
  return response;
}

}  // namespace stellwerk::logs
