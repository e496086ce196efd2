#include "services/ssm/parameters.h"

#include <algorithm>
#include <charconv>

#include "aws/key_client.h"
#include "aws/tags.h"
#include "base/bytes.h"
#include "base/cipher.h"
#include "base/json.h"

namespace stellwerk::ssm {

namespace {

constexpr const char* kService = "ssm.amazonaws.com";

/// KMS's complaints about the key in Parameter Store's words; refusals of access pass as they are.
::stellwerk::Error key_error(const aws::KeyFailure& failure) {
  if (failure.trouble == aws::KeyTrouble::denied) return failure.error;
  return errors::InvalidKeyId(failure.error.message + " (Service: AWSKMS; Error Code: " + failure.error.code + ")");
}

std::map<std::string, std::string> context_of(ports::Call& call, const ParameterRecord& parameter) {
  return {{"PARAMETER_ARN", parameter_arn(call.region, call.account, parameter.name)}};
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<ParameterRecord> Parameters::newest(const std::string& name) {
  if (auto parameter = kParameters.get(call_.transaction, call_.scope(), {name})) return parameter;
  auto other = other_spelling(name);
  if (other.empty()) return std::nullopt;
  return kParameters.get(call_.transaction, call_.scope(), {other});
}

Result<ParameterRecord> Parameters::existing(const std::string& name) {
  auto parameter = newest(name);
  if (!parameter) return errors::ParameterNotFound("Parameter " + name + " not found.");
  return std::move(*parameter);
}

Result<ParameterRecord> Parameters::find(const Reference& reference) {
  auto parameter = TRY(existing(reference.name));
  if (reference.selector.empty()) return parameter;
  auto selector = reference.selector.substr(1);
  if (auto number = number_in(selector); number && *number > 0) {
    auto version = kVersions.get(call_.transaction, call_.scope(),
                                 {parameter.name, store::ordered(static_cast<std::uint64_t>(*number))});
    if (version) return std::move(*version);
    return errors::ParameterVersionNotFound("Systems Manager could not find version " + selector + " of " +
                                            reference.name + ". Verify the version and try again.");
  }
  for (auto& version : versions(parameter.name)) {
    if (std::ranges::find(version.labels, selector) != version.labels.end()) return std::move(version);
  }
  return errors::ParameterVersionNotFound("Systems Manager could not find version label " + selector + " of " +
                                          reference.name + ". Verify the label and try again.");
}

std::vector<ParameterRecord> Parameters::all() { return kParameters.all(call_.transaction, call_.scope()); }

std::vector<ParameterRecord> Parameters::versions(const std::string& name) {
  return kVersions.all(call_.transaction, call_.scope(), {name});
}

Result<void> Parameters::add_version(const ParameterRecord& parameter) {
  auto oldest = parameter.version - kVersionsLimit;
  if (oldest > 0) {
    auto number = store::ordered(static_cast<std::uint64_t>(oldest));
    auto record = kVersions.get(call_.transaction, call_.scope(), {parameter.name, number});
    if (record && !record->labels.empty()) {
      return errors::ParameterMaxVersionLimitExceeded(
          "You attempted to create a new version of " + parameter.name +
          " by calling the PutParameter API with the "
          "overwrite flag. Version " +
          std::to_string(oldest) +
          ", the oldest version, can't be deleted because it has a "
          "label associated with it. Move the label to another version of the parameter, and try again.");
    }
    kVersions.erase(call_.transaction, call_.scope(), {parameter.name, number});
  }
  save_version(parameter);
  return {};
}

void Parameters::save_version(const ParameterRecord& parameter) {
  auto number = store::ordered(static_cast<std::uint64_t>(parameter.version));
  kVersions.put(call_.transaction, call_.scope(), {parameter.name, number}, parameter);
  auto current = newest(parameter.name);
  if (!current || current->version <= parameter.version) {
    kParameters.put(call_.transaction, call_.scope(), {parameter.name}, parameter);
  }
}

void Parameters::erase(const std::string& name) {
  for (const auto& version : versions(name)) {
    kVersions.erase(call_.transaction, call_.scope(),
                    {name, store::ordered(static_cast<std::uint64_t>(version.version))});
  }
  kParameters.erase(call_.transaction, call_.scope(), {name});
  kTags.erase(call_.transaction, call_.scope(), {name});
}

TagsRecord Parameters::tags(const std::string& name) {
  auto parameter = newest(name);
  if (!parameter) return {};
  return kTags.get(call_.transaction, call_.scope(), {parameter->name}).value_or(TagsRecord{});
}

void Parameters::save_tags(const std::string& name, const TagsRecord& tags) {
  kTags.put(call_.transaction, call_.scope(), {name}, tags);
}

Result<ValueRecord> encrypted_value(ports::Call& call, const ParameterRecord& parameter, const std::string& text) {
  auto context = context_of(call, parameter);
  auto keys = aws::KeyClient::on_behalf(call, kService);
  if (parameter.tier == "Standard") {
    auto answer = keys.encrypt(parameter.key_id, text, context);
    if (!answer) return key_error(answer.error());
    return ValueRecord{answer->sealed, ""};
  }
  auto key = keys.generate(parameter.key_id, context);
  if (!key) return key_error(key.error());
  return ValueRecord{seal(key->plain, text, context["PARAMETER_ARN"], call.ids), key->sealed};
}

Result<std::string> shown_value(ports::Call& call, const ParameterRecord& parameter, bool decrypt) {
  if (parameter.type != "SecureString") return parameter.value.text;
  if (!decrypt) return to_base64(parameter.value.encrypted_data_key + parameter.value.text);
  bool is_direct = parameter.value.encrypted_data_key.empty();
  auto context = context_of(call, parameter);
  auto answer = aws::KeyClient::on_behalf(call, kService)
                    .decrypt(is_direct ? parameter.value.text : parameter.value.encrypted_data_key, "", context);
  if (!answer) return key_error(answer.error());
  if (is_direct) return std::move(*answer);
  auto text = unseal(*answer, parameter.value.text, context["PARAMETER_ARN"]);
  if (!text) return errors::InternalServerError("The stored value of " + parameter.name + " cannot be decrypted.");
  return std::move(*text);
}

Result<Parameter> view(ports::Call& call, const ParameterRecord& parameter, const std::string& selector, bool decrypt) {
  Parameter out;
  out.name = parameter.name;
  out.type = parameter.type;
  out.value = TRY(shown_value(call, parameter, decrypt));
  out.version = parameter.version;
  if (!selector.empty()) out.selector = selector;
  out.last_modified_date = parameter.modified;
  out.arn = parameter_arn(call.region, call.account, parameter.name);
  out.data_type = parameter.data_type;
  return out;
}

ParameterMetadata metadata(ports::Call& call, const ParameterRecord& parameter) {
  ParameterMetadata out;
  out.name = parameter.name;
  out.arn = parameter_arn(call.region, call.account, parameter.name);
  out.type = parameter.type;
  if (!parameter.key_id.empty()) out.key_id = parameter.key_id;
  out.last_modified_date = parameter.modified;
  out.last_modified_user = parameter.modified_by;
  if (!parameter.description.empty()) out.description = parameter.description;
  if (!parameter.allowed_pattern.empty()) out.allowed_pattern = parameter.allowed_pattern;
  out.version = parameter.version;
  out.tier = parameter.tier;
  out.policies.emplace();
  out.data_type = parameter.data_type;
  return out;
}

Result<std::string> tagged_parameter(ports::Call& call, const std::string& resource_type,
                                     const std::string& resource_id) {
  if (resource_type != "Parameter") {
    return errors::InvalidResourceType("The resource type " + resource_type + " is not valid here; only Parameter is.");
  }
  auto parameter = Parameters(call).newest(parse_reference(resource_id, call.scope()).name);
  if (!parameter) {
    return errors::InvalidResourceId("The resource ID " + resource_id + " is not valid: there is no such parameter.");
  }
  return parameter->name;
}

Result<void> add_tags(TagsRecord& record, const std::vector<Tag>& tags) {
  auto fault = aws::add_tags(record.tags, aws::tag_list(tags));
  if (!fault) return {};
  if (fault->kind == aws::TagFault::Kind::too_many) return errors::TooManyTagsError(fault->message);
  return errors::ValidationException(fault->message);
}

void tell(ports::EventSink& events, ports::Call& call, const ParameterRecord& parameter, const std::string& operation) {
  Json detail;
  detail.set("operation", operation).set("name", parameter.name).set("type", parameter.type);
  if (!parameter.description.empty()) detail.set("description", parameter.description);
  events.emit(
      call.transaction, call.scope(), call.now,
      {"aws.ssm", "Parameter Store Change", {parameter_arn(call.region, call.account, parameter.name)}, detail.dump()});
}

}  // namespace stellwerk::ssm
