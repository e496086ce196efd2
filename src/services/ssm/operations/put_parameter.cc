#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

namespace {

Result<void> check_supported(const PutParameterRequest& request) {
  if (request.policies) return errors::ValidationException("Parameter policies are not supported.");
  if (request.data_type && *request.data_type != "text") {
    return errors::ValidationException("The following data type is not supported: " + *request.data_type +
                                       " (Data type names are all lowercase.)");
  }
  if (request.value.empty()) return errors::ValidationException("Parameter value can't be empty.");
  if (request.tags && !request.tags->empty() && request.overwrite.value_or(false)) {
    return errors::ValidationException(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove "
        "overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or "
        "RemoveTagsFromResource.");
  }
  return {};
}

/// All of the new version but its value. What an overwriting request leaves out stays as it is.
Result<ParameterRecord> next_version(const ports::Call& call, const PutParameterRequest& request,
                                     const std::optional<ParameterRecord>& current) {
  if (!current && !request.type) {
    return errors::ValidationException("A parameter type is required when you create a parameter.");
  }
  auto parameter = current.value_or(ParameterRecord{.name = request.name, .version = 0});
  if (current && request.type && *request.type != current->type) {
    return errors::HierarchyTypeMismatchException("The parameter's type can't be changed from " + current->type +
                                                  " to " + *request.type + ". Create a new, unique parameter.");
  }
  if (request.type) parameter.type = *request.type;
  if (request.key_id && parameter.type != "SecureString") {
    return errors::ValidationException("KeyId is required for SecureString type parameter only.");
  }
  if (parameter.type == "SecureString" && (request.key_id || parameter.key_id.empty())) {
    parameter.key_id = request.key_id.value_or(kDefaultKey);
  }
  parameter.tier = TRY(chosen_tier(request.tier, current ? current->tier : "", request.value.size()));
  parameter.data_type = "text";
  if (request.description) parameter.description = *request.description;
  if (request.allowed_pattern) parameter.allowed_pattern = *request.allowed_pattern;
  TRY(check_pattern(request.value, parameter.allowed_pattern));
  parameter.version += 1;
  parameter.modified = call.now;
  parameter.modified_by = call.caller.arn;
  parameter.labels.clear();
  parameter.value = {};
  return parameter;
}

}  // namespace

Result<PutParameterResponse> put_parameter(Ssm& ssm, ports::Call& call, const PutParameterRequest& request) {
  TRY(check_name(request.name));
  TRY(check_supported(request));
  Parameters parameters(call);
  auto current = parameters.newest(request.name);
  if (current && !request.overwrite.value_or(false)) {
    return errors::ParameterAlreadyExists(
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
  }
  auto parameter = TRY(next_version(call, request, current));
  if (parameter.type == "SecureString") {
    parameter.value = TRY(encrypted_value(call, parameter, request.value));
  } else {
    parameter.value.text = request.value;
  }
  TRY(parameters.add_version(parameter));
  if (request.tags) {
    TagsRecord tags;
    TRY(add_tags(tags, *request.tags));
    parameters.save_tags(parameter.name, tags);
  }
  tell(ssm.events(), call, parameter, current ? "Update" : "Create");
  return PutParameterResponse{parameter.version, parameter.tier};
}

}  // namespace stellwerk::ssm
