#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/arn.h"
#include "store/key.h"

/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
namespace stellwerk::aws {

/// The ARN of a regional resource: `resource` is "key/1234", "rule/bus/name", "my-pipeline".
std::string arn(std::string_view service, const store::Scope& scope, std::string_view resource);
/// Of a resource that has no region (IAM, Organizations).
std::string global_arn(std::string_view service, std::string_view account, std::string_view resource);

/// What follows `kind` ("key/", "event-bus/"; may be empty) in an ARN of `service` in this account and region; nothing
/// for any other text: a resource of another region or account is not to be found in this one.
std::optional<std::string> name_in_arn(std::string_view text, std::string_view service, const store::Scope& scope,
                                       std::string_view kind);

}  // namespace stellwerk::aws
