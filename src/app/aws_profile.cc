#include "app/aws_profile.h"

#include <cstdlib>
#include <filesystem>

#include "app/private_file.h"
#include "base/bytes.h"

namespace stellwerk::app {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string first_of(std::initializer_list<std::string> candidates) {
  for (const std::string& candidate : candidates) {
    if (!candidate.empty()) return candidate;
  }
  return {};
}

std::string file_text(const char* variable, const char* file_name) {
  std::string set = environment(variable);
  std::filesystem::path path =
      set.empty() ? std::filesystem::path(environment("HOME")) / ".aws" / file_name : std::filesystem::path(set);
  return read_file(path).value_or("");
}

}  // namespace

std::string find_in_ini(const std::string& text, const std::string& section, const std::string& name) {
  std::string_view rest = text;
  bool is_in_section = false;
  while (!rest.empty()) {
    std::size_t end = rest.find('\n');
    std::string_view line = trim(rest.substr(0, end));
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    if (line.starts_with('[')) {
      is_in_section = line == "[" + section + "]";
      continue;
    }
    std::size_t equals = line.find('=');
    if (!is_in_section || equals == line.npos || line.starts_with('#') || line.starts_with(';')) continue;
    if (trim(line.substr(0, equals)) == name) return std::string(trim(line.substr(equals + 1)));
  }
  return {};
}

Result<AwsProfile> find_aws_profile(const std::string& given) {
  AwsProfile found;
  const std::string profile = first_of({given, environment("AWS_PROFILE"), "default"});
  const std::string credentials = file_text("AWS_SHARED_CREDENTIALS_FILE", "credentials");
  const std::string configuration = file_text("AWS_CONFIG_FILE", "config");
  const std::string section = profile == "default" ? profile : "profile " + profile;
  found.region = first_of(
      {environment("AWS_REGION"), environment("AWS_DEFAULT_REGION"), find_in_ini(configuration, section, "region")});
  auth::Credential& credential = found.credential;
  if (given.empty() && !environment("AWS_ACCESS_KEY_ID").empty()) {
    credential.access_key_id = environment("AWS_ACCESS_KEY_ID");
    credential.secret_access_key = environment("AWS_SECRET_ACCESS_KEY");
    credential.session_token = environment("AWS_SESSION_TOKEN");
  } else {
    auto value = [&](const std::string& name) {
      return first_of({find_in_ini(credentials, profile, name), find_in_ini(configuration, section, name)});
    };
    credential.access_key_id = value("aws_access_key_id");
    credential.secret_access_key = value("aws_secret_access_key");
    credential.session_token = value("aws_session_token");
  }
  if (credential.access_key_id.empty() || credential.secret_access_key.empty()) {
    return Error{"CredentialsMissing",
                 "No AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile '" + profile +
                     "' in the credentials file (AWS_SHARED_CREDENTIALS_FILE)."};
  }
  return found;
}

}  // namespace stellwerk::app
