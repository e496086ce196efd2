#include "services/codebuild/runtime_version.h"

#include <cctype>
#include <map>

namespace stellwerk::codebuild {
namespace {

struct Runtime {
  const char* command;
  const char* package;
};

const std::map<std::string, Runtime> kRuntimes{{"dotnet", {"dotnet --version", "dotnet-sdk-8.0"}},
                                               {"golang", {"go version", "golang"}},
                                               {"java", {"java --version", "default-jdk-headless"}},
                                               {"nodejs", {"node --version", "nodejs"}},
                                               {"php", {"php --version", "php-cli"}},
                                               {"python", {"python3 --version", "python3"}},
                                               {"ruby", {"ruby --version", "ruby"}}};

/// The first run of digits and dots that begins with a digit.
std::string version_in(const std::string& printed) {
  std::size_t begin = 0;
  while (begin < printed.size() && !std::isdigit(static_cast<unsigned char>(printed[begin]))) ++begin;
  std::size_t end = begin;
  while (end < printed.size() && (std::isdigit(static_cast<unsigned char>(printed[end])) || printed[end] == '.')) ++end;
  return printed.substr(begin, end - begin);
}

}  // namespace

std::optional<std::string> runtime_version_command(const std::string& runtime) {
  auto found = kRuntimes.find(runtime);
  if (found == kRuntimes.end()) return std::nullopt;
  return found->second.command;
}

std::string known_runtimes() {
  std::string out;
  for (const auto& [name, runtime] : kRuntimes) out += (out.empty() ? "" : ", ") + name;
  return out;
}

Result<std::string> check_runtime_version(const std::string& runtime, const std::string& wanted,
                                          const std::string& printed) {
  std::string version = version_in(printed);
  bool is_missing = version.empty() || printed.find("not found") != std::string::npos;
  if (is_missing) {
    return Error{"YAML_FILE_ERROR", "Unknown runtime version named '" + wanted + "' of " + runtime +
                                        ". This host has no " + runtime + ": install the Debian package " +
                                        kRuntimes.at(runtime).package};
  }
  std::string prefix = wanted;
  if (prefix == "latest") return version;
  if (prefix.starts_with("corretto")) prefix = prefix.substr(8);
  if (prefix.ends_with(".x")) prefix.resize(prefix.size() - 2);
  if (version == prefix || version.starts_with(prefix + ".")) return version;
  return Error{"YAML_FILE_ERROR", "Unknown runtime version named '" + wanted + "' of " + runtime +
                                      ". This build image has the following versions: " + version};
}

}  // namespace stellwerk::codebuild
