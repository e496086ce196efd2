#pragma once
#include <string_view>

#include "base/http_message.h"
#include "base/result.h"
#include "protocol/shape.h"

namespace stellwerk::gateway {

/// Compares an S3 document with the Content-MD5 and x-amz-checksum-* that came with it. A checksum header that
/// the operation has as a member of its own speaks of an object, not of this body. Errors: InvalidDigest,
/// InvalidRequest, BadDigest.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
Result<void> check_body_integrity(const protocol::Operation& operation, const HttpRequest& request,
                                  std::string_view body);

}  // namespace stellwerk::gateway
