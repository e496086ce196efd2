#pragma once
#include <optional>
#include <string>

#include "base/result.h"
#include "base/timestamp.h"
#include "services/s3/records.h"

/// Preconditions of reads, writes and copies.
/// Source: RFC 9110 section 13, https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
namespace stellwerk::s3 {

struct ReadConditions {
  const std::optional<std::string>& if_match;
  const std::optional<std::string>& if_none_match;
  const std::optional<Timestamp>& if_modified_since;
  const std::optional<Timestamp>& if_unmodified_since;
};

/// A date yet to come is no condition: nothing can have changed since. Errors: PreconditionFailed (412),
/// NotModified (304, with the headers that it carries).
Result<void> check_read(const ReadConditions& conditions, const ObjectRecord& object, Timestamp now);
/// The same for the source of a copy, which answers 412 in every case.
Result<void> check_copy_source(const ReadConditions& conditions, const ObjectRecord& object, Timestamp now);
/// `current` is null if the key holds no object (or a delete marker). Errors: PreconditionFailed,
/// NoSuchKey (If-Match without an object), NotImplemented (If-None-Match other than *).
Result<void> check_write(const std::optional<std::string>& if_match, const std::optional<std::string>& if_none_match,
                         const ObjectRecord* current, const std::string& key);
/// The same at the end of a multipart upload, which must not undo what happened since it began: error
/// ConditionalRequestConflict (409) besides. `upload.replaced_object`: whether there was an object at its start.
Result<void> check_completion(const std::optional<std::string>& if_match,
                              const std::optional<std::string>& if_none_match, const ObjectRecord* current,
                              const std::string& key, const UploadRecord& upload);

}  // namespace stellwerk::s3
