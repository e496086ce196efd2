#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

/// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
namespace stellwerk::ssm {

namespace {

using Accesses = std::vector<ports::Access>;

ports::Access on_parameter(ports::Call& call, const char* action, const std::string& text) {
  auto name = parse_reference(text).name;
  ports::Access access{action, parameter_arn(call.region, call.account, name), call.account};
  for (const auto& [key, value] : Parameters(call).tags(name).tags) {
    access.context["aws:ResourceTag/" + key] = {value};
    access.context["ssm:resourceTag/" + key] = {value};
  }
  return access;
}

Accesses on_parameters(ports::Call& call, const char* action, const std::vector<std::string>& names) {
  Accesses out;
  for (const auto& name : names) out.push_back(on_parameter(call, action, name));
  return out;
}

void add_request_tags(ports::Access& access, const std::vector<Tag>& tags) {
  for (const auto& tag : tags) {
    access.context["aws:RequestTag/" + tag.key] = {tag.value};
    access.context["aws:TagKeys"].push_back(tag.key);
  }
}

}  // namespace

Result<Accesses> accesses(Ssm&, ports::Call& call, const PutParameterRequest& request) {
  auto access = on_parameter(call, "ssm:PutParameter", request.name);
  access.context["ssm:Overwrite"] = {request.overwrite.value_or(false) ? "true" : "false"};
  if (!request.tags || request.tags->empty()) return Accesses{access};
  add_request_tags(access, *request.tags);
  auto tag = access;
  tag.action = "ssm:AddTagsToResource";
  return Accesses{access, tag};
}

Result<Accesses> accesses(Ssm&, ports::Call& call, const GetParameterRequest& request) {
  return Accesses{on_parameter(call, "ssm:GetParameter", request.name)};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const GetParametersRequest& request) {
  return on_parameters(call, "ssm:GetParameters", request.names);
}
// Leave for a path is leave for all that lies below it.
Result<Accesses> accesses(Ssm&, ports::Call& call, const GetParametersByPathRequest& request) {
  auto path = request.path.size() > 1 && request.path.ends_with('/') ? request.path.substr(0, request.path.size() - 1)
                                                                     : request.path;
  ports::Access access{"ssm:GetParametersByPath", parameter_arn(call.region, call.account, path), call.account};
  access.context["ssm:Recursive"] = {request.recursive.value_or(false) ? "true" : "false"};
  return Accesses{access};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const GetParameterHistoryRequest& request) {
  return Accesses{on_parameter(call, "ssm:GetParameterHistory", request.name)};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const DescribeParametersRequest&) {
  return Accesses{{"ssm:DescribeParameters", "arn:aws:ssm:" + call.region + ":" + call.account + ":*", call.account}};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const DeleteParameterRequest& request) {
  return Accesses{on_parameter(call, "ssm:DeleteParameter", request.name)};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const DeleteParametersRequest& request) {
  return on_parameters(call, "ssm:DeleteParameters", request.names);
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const LabelParameterVersionRequest& request) {
  return Accesses{on_parameter(call, "ssm:LabelParameterVersion", request.name)};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const UnlabelParameterVersionRequest& request) {
  return Accesses{on_parameter(call, "ssm:UnlabelParameterVersion", request.name)};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const AddTagsToResourceRequest& request) {
  auto access = on_parameter(call, "ssm:AddTagsToResource", request.resource_id);
  add_request_tags(access, request.tags);
  return Accesses{access};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const RemoveTagsFromResourceRequest& request) {
  auto access = on_parameter(call, "ssm:RemoveTagsFromResource", request.resource_id);
  access.context["aws:TagKeys"] = request.tag_keys;
  return Accesses{access};
}
Result<Accesses> accesses(Ssm&, ports::Call& call, const ListTagsForResourceRequest& request) {
  return Accesses{on_parameter(call, "ssm:ListTagsForResource", request.resource_id)};
}

}  // namespace stellwerk::ssm
