#include "services/codebuild/build_environment.h"

#include <fstream>

#include "api/secretsmanager.h"
#include "api/ssm.h"
#include "base/json.h"

namespace stellwerk::codebuild {
namespace {

constexpr const char* kHostAuthorities = "/etc/ssl/certs/ca-certificates.crt";

Result<std::string> parameter(const Surroundings& around, const ports::Session& session, const std::string& name) {
  constexpr const char* kCode = "Decrypted Variables Error";
  ssm::GetParametersRequest request;
  request.names = {name};
  request.with_decryption = true;
  auto answer = around.client.call(session, request);
  if (!answer) return ::stellwerk::Error{kCode, answer.error().code + ": " + answer.error().message};
  if (!answer->parameters || answer->parameters->empty())
    return ::stellwerk::Error{kCode, "parameter does not exist: " + name};
  return answer->parameters->front().value.value_or("");
}

/// "id:json-key:version-stage:version-id", the id a name or an ARN.
struct SecretReference {
  std::string id, json_key, version_stage, version_id;
};

SecretReference read_reference(const std::string& text) {
  std::vector<std::string> parts{""};
  // An ARN's own six colons belong to the id.
  int own = text.starts_with("arn:") ? 6 : 0;
  for (char letter : text) {
    if (letter == ':' && own-- <= 0) {
      parts.emplace_back();
    } else {
      parts.back().push_back(letter);
    }
  }
  parts.resize(4);
  return {parts[0], parts[1], parts[2], parts[3]};
}

Result<std::string> secret(const Surroundings& around, const ports::Session& session, const std::string& text) {
  constexpr const char* kCode = "Secrets Manager Error";
  SecretReference reference = read_reference(text);
  secretsmanager::GetSecretValueRequest request;
  request.secret_id = reference.id;
  if (!reference.version_stage.empty()) request.version_stage = reference.version_stage;
  if (!reference.version_id.empty()) request.version_id = reference.version_id;
  auto answer = around.client.call(session, request);
  if (!answer) return ::stellwerk::Error{kCode, answer.error().code + ": " + answer.error().message};
  std::string value = answer->secret_string.value_or(answer->secret_binary.value_or(""));
  if (reference.json_key.empty()) return value;
  auto document = parse_json(value);
  const Json* member = document ? document->find(reference.json_key) : nullptr;
  if (!member)
    return ::stellwerk::Error{kCode, "The secret " + reference.id + " has no JSON key " + reference.json_key};
  return member->string() ? *member->string() : member->dump();
}

}  // namespace

Result<std::map<std::string, std::string>> resolve_variables(const Surroundings& around, const ports::Session& session,
                                                             const BuildRecord& build, const Buildspec& buildspec,
                                                             BuildLog& log) {
  std::map<std::string, VariableRecord> wanted;
  for (const auto& [name, value] : buildspec.variables) wanted[name] = {name, value, "PLAINTEXT"};
  for (const auto& [name, value] : buildspec.parameter_store) wanted[name] = {name, value, "PARAMETER_STORE"};
  for (const auto& [name, value] : buildspec.secrets_manager) wanted[name] = {name, value, "SECRETS_MANAGER"};
  // The project's and StartBuild's go before the buildspec's.
  for (const VariableRecord& variable : build.settings.environment.variables) wanted[variable.name] = variable;
  std::map<std::string, std::string> out;
  for (const auto& [name, variable] : wanted) {
    if (variable.type == "PARAMETER_STORE") {
      out[name] = TRY(parameter(around, session, variable.value));
    } else if (variable.type == "SECRETS_MANAGER") {
      out[name] = TRY(secret(around, session, variable.value));
    } else {
      out[name] = variable.value;
      continue;
    }
    log.mask(out[name]);
  }
  return out;
}

std::map<std::string, std::string> standard_variables(const Surroundings& around, const store::Scope& scope,
                                                      const BuildRecord& build, const Buildspec& buildspec) {
  std::map<std::string, std::string> out;
  const Settings& settings = build.settings;
  out["CODEBUILD_BUILD_ARN"] = build_arn(scope, build.id);
  out["CODEBUILD_BUILD_ID"] = build.id;
  out["CODEBUILD_BUILD_IMAGE"] = settings.environment.image;
  out["CODEBUILD_BUILD_NUMBER"] = std::to_string(build.number);
  out["CODEBUILD_BUILD_SUCCEEDING"] = "1";
  out["CODEBUILD_CI"] = "true";
  out["CODEBUILD_INITIATOR"] = build.initiator;
  out["CODEBUILD_KMS_KEY_ID"] = settings.encryption_key;
  out["CODEBUILD_LOG_PATH"] = build.log_stream;
  out["CODEBUILD_PROJECT_ARN"] = project_arn(scope, build.project);
  out["CODEBUILD_RESOLVED_SOURCE_VERSION"] = build.resolved_source_version;
  out["CODEBUILD_SOURCE_VERSION"] = settings.source_version;
  out["CODEBUILD_SOURCE_REPO_URL"] = settings.source.location;
  out["CODEBUILD_SRC_DIR"] = WorkArea::inner_tree("");
  for (const SourceRecord& secondary : settings.secondary_sources) {
    out["CODEBUILD_SRC_DIR_" + secondary.identifier] = WorkArea::inner_tree(secondary.identifier);
  }
  out["CODEBUILD_START_TIME"] = std::to_string(build.started.milliseconds);
  out["AWS_REGION"] = out["AWS_DEFAULT_REGION"] = scope.region;
  // By address, so that S3 clients put the bucket into the path: names below localhost need not resolve.
  out["AWS_ENDPOINT_URL"] =
      around.site.domain == "localhost" ? around.site.api_url("127.0.0.1") : around.site.api_endpoint();
  for (const char* name :
       {"AWS_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"}) {
    out[name] = kInnerBundle;
  }
  out["NODE_EXTRA_CA_CERTS"] = kInnerAuthority;
  out["HOME"] = "/home/build";
  out["USER"] = "build";
  out["LANG"] = "C.UTF-8";
  out["PATH"] =
      "/home/build/.local/bin:/home/build/.npm-global/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  // The host's file system is read-only to a build: what it installs goes below its home.
  out["NPM_CONFIG_PREFIX"] = "/home/build/.npm-global";
  out["PIP_BREAK_SYSTEM_PACKAGES"] = "1";
  if (buildspec.has_git_credential_helper) {
    out["GIT_CONFIG_COUNT"] = "2";
    out["GIT_CONFIG_KEY_0"] = "credential.helper";
    out["GIT_CONFIG_VALUE_0"] = "!aws codecommit credential-helper $@";
    out["GIT_CONFIG_KEY_1"] = "credential.UseHttpPath";
    out["GIT_CONFIG_VALUE_1"] = "true";
  }
  return out;
}

Result<std::map<std::string, std::string>> certificate_files(const std::filesystem::path& authority) {
  std::map<std::string, std::string> out;
  std::string& bundle = out[std::string(kInnerBundle)];
  for (const std::filesystem::path& path : {std::filesystem::path(kHostAuthorities), authority}) {
    std::ifstream in(path);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    if (!text.empty()) bundle += text + "\n";
    if (path == authority) out[std::string(kInnerAuthority)] = text;
  }
  if (out[std::string(kInnerAuthority)].empty())
    return ::stellwerk::Error{"INTERNAL_ERROR", "This server's certificate authority cannot be read"};
  return out;
}

std::vector<std::string> host_names(const ports::Site& site, const store::Scope& scope) {
  std::vector<std::string> out{scope.account + "." + site.domain, "git-codecommit." + scope.region + "." + site.domain};
  if (site.domain != "localhost") out.push_back(site.domain);
  return out;
}

}  // namespace stellwerk::codebuild
