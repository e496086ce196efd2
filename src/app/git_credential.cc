#include "app/git_credential.h"

#include <map>

#include "auth/codecommit_signature.h"

namespace stellwerk::app {
namespace {

constexpr std::string_view kCodeCommitHost = "git-codecommit.";
constexpr std::string_view kFallbackRegion = "us-east-1";

std::map<std::string, std::string> read_lines(const std::string& input) {
  std::map<std::string, std::string> out;
  std::size_t start = 0;
  while (start < input.size()) {
    std::size_t end = std::min(input.find('\n', start), input.size());
    std::string line = input.substr(start, end - start);
    start = end + 1;
    std::size_t equals = line.find('=');
    if (equals != line.npos) out[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return out;
}

/// "git-codecommit.eu-central-1.localhost" tells it; any other host leaves it to the profile.
std::string region_of(const std::string& host, const AwsProfile& profile) {
  if (host.starts_with(kCodeCommitHost)) {
    std::string rest = host.substr(kCodeCommitHost.size());
    return rest.substr(0, rest.find('.'));
  }
  return profile.region.empty() ? std::string(kFallbackRegion) : profile.region;
}

}  // namespace

Result<std::string> git_credential(const std::string& input, const AwsProfile& profile, Timestamp now) {
  auto lines = read_lines(input);
  const std::string& host = lines["host"];
  std::string path = lines["path"];
  if (host.empty() || path.empty()) {
    return Error{
        "GitCredentialUnusable",
        "git did not say which host and repository it means. Run: git config --global credential.UseHttpPath true"};
  }
  if (!path.starts_with('/')) path.insert(path.begin(), '/');
  auto made = auth::sign_git(profile.credential, region_of(host, profile), host, path, now);
  return "username=" + made.user_name + "\npassword=" + made.password + "\n";
}

}  // namespace stellwerk::app
