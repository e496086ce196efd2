#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

/// Text in HTTP headers, whose bytes are ISO 8859-1.
namespace stellwerk::s3 {

/// The value of a response-… parameter (UTF-8) as a header's bytes. Error InvalidArgument if it has a character that
/// no header can hold.
Result<std::string> header_of_parameter(std::string_view name, std::string_view value);

/// User metadata as it is kept, in UTF-8, from the x-amz-meta-… headers: encoded words are decoded, bytes beyond ASCII
/// are taken for ISO 8859-1.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata
std::map<std::string, std::string> metadata_of_headers(const std::map<std::string, std::string>& headers);
/// And back: values beyond ASCII as one encoded word (RFC 2047) of UTF-8.
std::map<std::string, std::string> headers_of_metadata(const std::map<std::string, std::string>& metadata);

}  // namespace stellwerk::s3
