#include "services/ssm/secret_references.h"

#include "api/secretsmanager.h"
#include "base/bytes.h"
#include "base/json.h"
#include "ports/client.h"

namespace stellwerk::ssm {

namespace {

constexpr std::string_view kPrefix = "/aws/reference/secretsmanager/";
constexpr const char* kReader = "ssm.amazonaws.com";  // on whose behalf secrets are read
/// No staging label of AWS's is so long, no version id shorter.
constexpr std::size_t kVersionIdLength = 32;

std::string source_result(const secretsmanager::GetSecretValueResponse& secret) {
  Json stages = Json::Array();
  for (const auto& stage : secret.version_stages.value_or(std::vector<std::string>{})) stages.array()->push_back(stage);
  Json out;
  out.set("ARN", secret.arn.value_or("")).set("name", secret.name.value_or(""));
  out.set("versionId", secret.version_id.value_or(""));
  if (secret.secret_string) out.set("secretString", *secret.secret_string);
  if (secret.secret_binary) out.set("secretBinary", to_base64(*secret.secret_binary));
  out.set("versionStages", stages);
  if (secret.created_date) out.set("createdDate", to_iso8601(*secret.created_date));
  return out.dump();
}

}  // namespace

bool is_secret_reference(const std::string& name) { return name.starts_with(kPrefix); }

Result<Parameter> secret_as_parameter(ports::Call& call, const Reference& reference, bool decrypt) {
  if (!decrypt) {
    return errors::ValidationException(
        "WithDecryption flag must be True for "
        "retrieving a Secret Manager secret.");
  }
  secretsmanager::GetSecretValueRequest request{.secret_id = reference.name.substr(kPrefix.size())};
  if (auto selector = reference.selector.empty() ? "" : reference.selector.substr(1); !selector.empty()) {
    (selector.size() < kVersionIdLength ? request.version_stage : request.version_id) = selector;
  }
  auto secret = call.client.call(call, kReader, request);
  if (!secret) {
    if (secret.error().code != "ResourceNotFoundException") return std::move(secret).error();
    return errors::ParameterNotFound(
        "An error occurred (ParameterNotFound) when referencing Secrets "
        "Manager: Secret " +
        reference.name + " not found.");
  }
  Parameter out;
  out.name = reference.name;
  out.type = "SecureString";
  out.value = secret->secret_string ? *secret->secret_string : to_base64(secret->secret_binary.value_or(""));
  out.version = 0;
  if (!reference.selector.empty()) out.selector = reference.selector;
  out.source_result = source_result(*secret);
  out.last_modified_date = secret->created_date;
  out.arn = secret->arn;
  out.data_type = "text";
  return out;
}

}  // namespace stellwerk::ssm
