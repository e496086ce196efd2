#pragma once
#include <string>
#include <string_view>

namespace stellwerk::aws {

/// The media type that a file's ending stands for, as the AWS SDKs set it when they upload a file to S3; for others
/// "application/octet-stream". One table for all who deploy, so that a file is served alike whoever brought it.
std::string content_type_of(std::string_view path);

}  // namespace stellwerk::aws
