#pragma once
#include <string>

#include "auth/caller.h"
#include "base/result.h"

namespace stellwerk::app {

/// Credentials and region as the AWS tools find them: the environment, then the files of the profile.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
struct AwsProfile {
  auth::Credential credential;
  std::string region;  // empty if none is set
};

/// `profile` empty: $AWS_PROFILE, else "default". Error: CredentialsMissing, which says where was looked.
Result<AwsProfile> find_aws_profile(const std::string& profile);

/// A value from an INI text, or "".
std::string find_in_ini(const std::string& text, const std::string& section, const std::string& name);

}  // namespace stellwerk::app
