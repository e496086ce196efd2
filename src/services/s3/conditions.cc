#include "services/s3/conditions.h"

#include <algorithm>

#include "services/s3/rules.h"

namespace stellwerk::s3 {
namespace {

::stellwerk::Error precondition_failed(std::string condition) {
  return {"PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold",
          412,
          {{"Condition", std::move(condition)}}};
}

::stellwerk::Error not_modified(const ObjectRecord& object) {
  ::stellwerk::Error error{"NotModified", "Not Modified", 304};
  error.headers = {{"ETag", quoted_etag(object.etag)}, {"Last-Modified", to_http_date(object.last_modified)}};
  if (object.cache_control) error.headers.emplace_back("Cache-Control", *object.cache_control);
  if (object.expires) error.headers.emplace_back("Expires", *object.expires);
  return error;
}

bool names_etag(std::string_view header, std::string_view etag) {
  while (!header.empty()) {
    std::string_view item = header.substr(0, header.find(','));
    header.remove_prefix(std::min(header.size(), item.size() + 1));
    if (bare_etag(item) == "*" || bare_etag(item) == etag) return true;
  }
  return false;
}

// HTTP's dates are whole seconds.
bool is_modified_since(const ObjectRecord& object, Timestamp since) {
  return object.last_modified.milliseconds / 1000 > since.milliseconds / 1000;
}

bool is_unmodified_since(const ObjectRecord& object, Timestamp since, Timestamp now) {
  return since.milliseconds <= now.milliseconds && !is_modified_since(object, since);
}

::stellwerk::Error conditional_conflict(std::string condition, const std::string& key) {
  return {"ConditionalRequestConflict",
          "The conditional request cannot succeed due to a conflicting operation against this resource.",
          409,
          {{"Condition", std::move(condition)}, {"Key", key}}};
}

}  // namespace

Result<void> check_read(const ReadConditions& conditions, const ObjectRecord& object, Timestamp now) {
  if (conditions.if_match) {
    if (!names_etag(*conditions.if_match, object.etag)) return precondition_failed("If-Match");
  } else if (conditions.if_unmodified_since && is_modified_since(object, *conditions.if_unmodified_since)) {
    return precondition_failed("If-Unmodified-Since");
  }
  if (conditions.if_none_match) {
    if (names_etag(*conditions.if_none_match, object.etag)) return not_modified(object);
  } else if (conditions.if_modified_since && is_unmodified_since(object, *conditions.if_modified_since, now)) {
    return not_modified(object);
  }
  return {};
}

Result<void> check_copy_source(const ReadConditions& conditions, const ObjectRecord& object, Timestamp now) {
  if (conditions.if_match) {
    if (!names_etag(*conditions.if_match, object.etag)) return precondition_failed("x-amz-copy-source-If-Match");
  } else if (conditions.if_unmodified_since && is_modified_since(object, *conditions.if_unmodified_since)) {
    return precondition_failed("x-amz-copy-source-If-Unmodified-Since");
  }
  if (conditions.if_none_match) {
    if (names_etag(*conditions.if_none_match, object.etag))
      return precondition_failed("x-amz-copy-source-If-None-Match");
  } else if (conditions.if_modified_since && is_unmodified_since(object, *conditions.if_modified_since, now)) {
    return precondition_failed("x-amz-copy-source-If-Modified-Since");
  }
  return {};
}

Result<void> check_write(const std::optional<std::string>& if_match, const std::optional<std::string>& if_none_match,
                         const ObjectRecord* current, const std::string& key) {
  if (if_none_match) {
    if (*if_none_match != "*") return not_implemented("If-None-Match with an ETag on a write");
    if (current) return precondition_failed("If-None-Match");
  }
  if (if_match) {
    if (!current) {
      return ::stellwerk::Error{"NoSuchKey", "The specified key does not exist.", 404, {{"Key", key}}};
    }
    if (!names_etag(*if_match, current->etag)) return precondition_failed("If-Match");
  }
  return {};
}

Result<void> check_completion(const std::optional<std::string>& if_match,
                              const std::optional<std::string>& if_none_match, const ObjectRecord* current,
                              const std::string& key, const UploadRecord& upload) {
  TRY(check_write(if_match, if_none_match, current, key));
  if (if_none_match && upload.replaced_object) return conditional_conflict("If-None-Match", key);
  if (if_match && current && upload.initiated < current->last_modified) return conditional_conflict("If-Match", key);
  return {};
}

}  // namespace stellwerk::s3
