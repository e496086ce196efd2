#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/ssm.h"
#include "aws/page.h"
#include "base/result.h"
#include "ports/call.h"
#include "ports/event_sink.h"
#include "services/ssm/records.h"
#include "services/ssm/rules.h"

namespace stellwerk::ssm {

/// The parameters of a call's account and region.
class Parameters {
 public:
  explicit Parameters(ports::Call& call) : call_(call) {}

  std::string arn(const std::string& name) const { return parameter_arn(call_.region, call_.account, name); }

  /// "/x" and "x" are one parameter: they have one ARN.
  std::optional<ParameterRecord> newest(const std::string& name);
  /// The version that the reference's selector names. Errors: ParameterNotFound, ParameterVersionNotFound.
  Result<ParameterRecord> find(const Reference& reference);
  /// Errors: ParameterNotFound.
  Result<ParameterRecord> existing(const std::string& name);
  std::vector<ParameterRecord> all();
  /// Oldest first.
  std::vector<ParameterRecord> versions(const std::string& name);
  /// As a new version, dropping the oldest above kVersionsLimit. Errors: ParameterMaxVersionLimitExceeded.
  Result<void> add_version(const ParameterRecord& parameter);
  /// A version whose labels changed.
  void save_version(const ParameterRecord& parameter);
  void erase(const std::string& name);

  TagsRecord tags(const std::string& name);
  void save_tags(const std::string& name, const TagsRecord& tags);

 private:
  ports::Call& call_;
};

/// What is stored for a SecureString's text. Errors: InvalidKeyId, and KMS's refusals.
Result<ValueRecord> encrypted_value(ports::Call& call, const ParameterRecord& parameter, const std::string& text);
/// The value as a reader sees it: in clear text, or if it is encrypted and `decrypt` is not asked for, the
/// ciphertext in Base64.
Result<std::string> shown_value(ports::Call& call, const ParameterRecord& parameter, bool decrypt);
/// `selector`: as the request gave it, or empty.
Result<Parameter> view(ports::Call& call, const ParameterRecord& parameter, const std::string& selector, bool decrypt);
ParameterMetadata metadata(ports::Call& call, const ParameterRecord& parameter);

/// The name of an existing parameter that a tagging operation means.
/// Errors: InvalidResourceType, InvalidResourceId.
Result<std::string> tagged_parameter(ports::Call& call, const std::string& resource_type,
                                     const std::string& resource_id);
/// Errors: TooManyTagsError, ValidationException for reserved keys.
Result<void> add_tags(TagsRecord& record, const std::vector<Tag>& tags);

/// The event that EventBridge gets; `operation` "Create", "Update", "Delete", "LabelParameterVersion".
void tell(ports::EventSink& events, ports::Call& call, const ParameterRecord& parameter, const std::string& operation);

/// A page's items; tells the answer where to go on. InvalidNextToken for a token that was not given out.
template <class Item, class Response>
Result<std::vector<Item>> items_of(std::optional<aws::Page<Item>> page, Response& response) {
  if (!page) return errors::InvalidNextToken("The specified token isn't valid.");
  response.next_token = page->next;
  return std::move(page->items);
}

}  // namespace stellwerk::ssm
