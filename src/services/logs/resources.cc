#include "ports/access.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
namespace stellwerk::logs {
namespace {

using Accesses = Result<std::vector<ports::Access>>;

void add_request_tags(ports::Access& access, const std::map<std::string, std::string>& tags) {
  for (const auto& [key, value] : tags) {
    access.context["aws:RequestTag/" + key] = {value};
    access.context["aws:TagKeys"].push_back(key);
  }
}

ports::Access on_resource(ports::Call& call, std::string action, const std::string& group, std::string resource) {
  ports::Access out{std::move(action), std::move(resource), call.account};
  if (auto record = kGroups.get(call.transaction, call.scope(), {group})) {
    for (const auto& [key, value] : record->tags) out.context["aws:ResourceTag/" + key] = {value};
  }
  return out;
}

/// AWS names a group, in what it authorises, with an empty stream.
ports::Access on_group(ports::Call& call, std::string action, const std::string& group) {
  return on_resource(call, std::move(action), group, stream_arn(call.scope(), group, ""));
}

ports::Access on_stream(ports::Call& call, std::string action, const std::string& group, const std::string& stream) {
  return on_resource(call, std::move(action), group, stream_arn(call.scope(), group, stream));
}

ports::Access on_tags(ports::Call& call, std::string action, const std::string& group) {
  return on_resource(call, std::move(action), group, group_arn(call.scope(), group));
}

Accesses one(ports::Access access) { return std::vector<ports::Access>{std::move(access)}; }

}  // namespace

Accesses accesses(Logs&, ports::Call& call, const CreateLogGroupRequest& request) {
  std::vector<ports::Access> out{on_group(call, "logs:CreateLogGroup", request.log_group_name)};
  if (request.tags && !request.tags->empty()) {
    add_request_tags(out.front(), *request.tags);
    out.push_back(on_tags(call, "logs:TagResource", request.log_group_name));
    add_request_tags(out.back(), *request.tags);
  }
  return out;
}

Accesses accesses(Logs&, ports::Call& call, const DeleteLogGroupRequest& request) {
  return one(on_group(call, "logs:DeleteLogGroup", request.log_group_name));
}

Accesses accesses(Logs&, ports::Call& call, const CreateLogStreamRequest& request) {
  return one(on_stream(call, "logs:CreateLogStream", request.log_group_name, request.log_stream_name));
}

Accesses accesses(Logs&, ports::Call& call, const DeleteLogStreamRequest& request) {
  return one(on_stream(call, "logs:DeleteLogStream", request.log_group_name, request.log_stream_name));
}

Accesses accesses(Logs&, ports::Call& call, const PutLogEventsRequest& request) {
  return one(on_stream(call, "logs:PutLogEvents", request.log_group_name, request.log_stream_name));
}

Accesses accesses(Logs&, ports::Call& call, const GetLogEventsRequest& request) {
  std::string group = TRY(group_name(call.scope(), request.log_group_name, request.log_group_identifier));
  return one(on_stream(call, "logs:GetLogEvents", group, request.log_stream_name));
}

Accesses accesses(Logs&, ports::Call& call, const FilterLogEventsRequest& request) {
  std::string group = TRY(group_name(call.scope(), request.log_group_name, request.log_group_identifier));
  return one(on_group(call, "logs:FilterLogEvents", group));
}

Accesses accesses(Logs&, ports::Call& call, const DescribeLogGroupsRequest&) {
  return one(on_group(call, "logs:DescribeLogGroups", ""));
}

Accesses accesses(Logs&, ports::Call& call, const DescribeLogStreamsRequest& request) {
  std::string group = TRY(group_name(call.scope(), request.log_group_name, request.log_group_identifier));
  return one(on_group(call, "logs:DescribeLogStreams", group));
}

Accesses accesses(Logs&, ports::Call& call, const PutRetentionPolicyRequest& request) {
  return one(on_group(call, "logs:PutRetentionPolicy", request.log_group_name));
}

Accesses accesses(Logs&, ports::Call& call, const DeleteRetentionPolicyRequest& request) {
  return one(on_group(call, "logs:DeleteRetentionPolicy", request.log_group_name));
}

Accesses accesses(Logs&, ports::Call& call, const AssociateKmsKeyRequest& request) {
  std::string group = TRY(group_name(call.scope(), request.log_group_name, request.resource_identifier));
  return one(on_group(call, "logs:AssociateKmsKey", group));
}

Accesses accesses(Logs&, ports::Call& call, const DisassociateKmsKeyRequest& request) {
  std::string group = TRY(group_name(call.scope(), request.log_group_name, request.resource_identifier));
  return one(on_group(call, "logs:DisassociateKmsKey", group));
}

Accesses accesses(Logs&, ports::Call& call, const PutLogGroupDeletionProtectionRequest& request) {
  std::string group = TRY(group_name(call.scope(), {}, request.log_group_identifier));
  return one(on_group(call, "logs:PutLogGroupDeletionProtection", group));
}

Accesses accesses(Logs&, ports::Call& call, const ListTagsForResourceRequest& request) {
  std::string group = TRY(group_name(call.scope(), {}, request.resource_arn));
  return one(on_tags(call, "logs:ListTagsForResource", group));
}

Accesses accesses(Logs&, ports::Call& call, const TagResourceRequest& request) {
  std::string group = TRY(group_name(call.scope(), {}, request.resource_arn));
  ports::Access access = on_tags(call, "logs:TagResource", group);
  add_request_tags(access, request.tags);
  return one(std::move(access));
}

Accesses accesses(Logs&, ports::Call& call, const UntagResourceRequest& request) {
  std::string group = TRY(group_name(call.scope(), {}, request.resource_arn));
  ports::Access access = on_tags(call, "logs:UntagResource", group);
  access.context["aws:TagKeys"] = request.tag_keys;
  return one(std::move(access));
}

Accesses accesses(Logs&, ports::Call& call, const ListTagsLogGroupRequest& request) {
  return one(on_tags(call, "logs:ListTagsLogGroup", request.log_group_name));
}

Accesses accesses(Logs&, ports::Call& call, const TagLogGroupRequest& request) {
  ports::Access access = on_tags(call, "logs:TagLogGroup", request.log_group_name);
  add_request_tags(access, request.tags);
  return one(std::move(access));
}

Accesses accesses(Logs&, ports::Call& call, const UntagLogGroupRequest& request) {
  ports::Access access = on_tags(call, "logs:UntagLogGroup", request.log_group_name);
  access.context["aws:TagKeys"] = request.tags;
  return one(std::move(access));
}

}  // namespace stellwerk::logs
