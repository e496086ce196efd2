#include "services/codebuild/buildspec.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "base/bytes.h"

namespace stellwerk::codebuild {
namespace {

Error wrong(std::string message) { return {"YAML_FILE_ERROR", std::move(message)}; }

std::string line_of(const YAML::Node& node) { return std::to_string(node.Mark().line + 1); }

Result<std::string> text_of(const YAML::Node& node, const std::string& where) {
  if (node.IsScalar()) return node.Scalar();
  if (node.IsNull())
    return wrong("Expected " + where + " to be of string type: found nothing at line " + line_of(node));
  return wrong("Expected " + where + " to be of string type: found subkeys instead at line " + line_of(node) +
               ", value of the key tag on line " + std::to_string(node.Mark().line) + " might be empty");
}

Result<bool> yes_or_no(const YAML::Node& node, const std::string& where) {
  std::string text = to_lower(TRY(text_of(node, where)));
  if (text == "yes" || text == "true") return true;
  if (text == "no" || text == "false") return false;
  return wrong(where + " must be yes or no, at line " + line_of(node));
}

Result<std::vector<std::string>> texts_of(const YAML::Node& node, const std::string& where) {
  std::vector<std::string> out;
  if (node.IsNull()) return out;
  if (!node.IsSequence()) return wrong("Expected " + where + " to be a list at line " + line_of(node));
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (out.size() >= kCommandsLimit)
      return wrong(where + " holds more than " + std::to_string(kCommandsLimit) + " entries");
    out.push_back(TRY(text_of(node[i], fmt::format("{}[{}]", where, i))));
  }
  return out;
}

Result<std::map<std::string, std::string>> map_of(const YAML::Node& node, const std::string& where) {
  std::map<std::string, std::string> out;
  if (node.IsNull()) return out;
  if (!node.IsMap()) return wrong("Expected " + where + " to be a map at line " + line_of(node));
  for (const auto& item : node) {
    std::string key = TRY(text_of(item.first, where));
    out[key] = TRY(text_of(item.second, where + "." + key));
  }
  return out;
}

Result<void> check_members(const YAML::Node& node, const std::string& where, const std::set<std::string>& known,
                           const std::set<std::string>& refused = {}) {
  if (!node.IsMap()) return wrong("Expected " + where + " to be a map at line " + line_of(node));
  std::set<std::string> seen;
  for (const auto& item : node) {
    std::string key = TRY(text_of(item.first, where));
    if (!seen.insert(key).second)
      return wrong("The key " + key + " stands twice in " + where + ", at line " + line_of(item.first));
    if (refused.contains(key))
      return wrong("The key " + key + " in " + where + " is not supported here (line " + line_of(item.first) + ")");
    if (!known.contains(key)) return wrong("Invalid key " + key + " in " + where + " at line " + line_of(item.first));
  }
  return {};
}

Result<void> read_environment(const YAML::Node& node, Buildspec& out) {
  TRY(check_members(
      node, "env",
      {"shell", "variables", "parameter-store", "secrets-manager", "exported-variables", "git-credential-helper"}));
  if (node["shell"]) {
    out.shell = TRY(text_of(node["shell"], "env.shell"));
    if (out.shell != "bash" && out.shell != "sh" && out.shell != "/bin/sh") {
      return wrong("The shell " + out.shell + " is not supported: use bash or sh");
    }
    if (out.shell == "/bin/sh") out.shell = "sh";
  }
  if (node["variables"]) out.variables = TRY(map_of(node["variables"], "env.variables"));
  if (node["parameter-store"]) out.parameter_store = TRY(map_of(node["parameter-store"], "env.parameter-store"));
  if (node["secrets-manager"]) out.secrets_manager = TRY(map_of(node["secrets-manager"], "env.secrets-manager"));
  if (node["exported-variables"])
    out.exported_variables = TRY(texts_of(node["exported-variables"], "env.exported-variables"));
  if (node["git-credential-helper"]) {
    out.has_git_credential_helper = TRY(yes_or_no(node["git-credential-helper"], "env.git-credential-helper"));
  }
  return {};
}

Result<BuildspecPhase> read_phase(const YAML::Node& node, const std::string& name) {
  BuildspecPhase out;
  std::set<std::string> known{"commands", "finally", "on-failure"};
  if (name == "install") known.insert("runtime-versions");
  TRY(check_members(node, "phases." + name, known, {"run-as", "steps"}));
  out.is_present = true;
  if (node["runtime-versions"]) out.runtime_versions = TRY(map_of(node["runtime-versions"], "runtime-versions"));
  if (node["commands"]) out.commands = TRY(texts_of(node["commands"], "Commands"));
  if (node["finally"]) out.finally = TRY(texts_of(node["finally"], "Finally"));
  if (node["on-failure"]) {
    std::string choice = TRY(text_of(node["on-failure"], "on-failure"));
    out.aborts_on_failure = choice == "ABORT";
    out.continues_on_failure = choice == "CONTINUE";
    if (!out.aborts_on_failure && !out.continues_on_failure) {
      return wrong("on-failure must be ABORT or CONTINUE, at line " + line_of(node["on-failure"]));
    }
  }
  return out;
}

Result<void> read_phases(const YAML::Node& node, Buildspec& out) {
  TRY(check_members(node, "phases", {"install", "pre_build", "build", "post_build"}));
  std::pair<const char*, BuildspecPhase*> all[] = {
      {"install", &out.install}, {"pre_build", &out.pre_build}, {"build", &out.build}, {"post_build", &out.post_build}};
  for (auto& [name, phase] : all) {
    if (node[name] && !node[name].IsNull()) *phase = TRY(read_phase(node[name], name));
  }
  return {};
}

Result<BuildspecArtifacts> read_artifacts(const YAML::Node& node, const std::string& where, bool is_primary) {
  BuildspecArtifacts out;
  std::set<std::string> known{"files", "name", "discard-paths", "base-directory", "exclude-paths"};
  if (is_primary) known.insert("secondary-artifacts");
  TRY(check_members(node, where, known, {"enable-symlinks", "s3-prefix"}));
  if (node["files"]) out.files = TRY(texts_of(node["files"], where + ".files"));
  if (node["exclude-paths"]) out.exclude_paths = TRY(texts_of(node["exclude-paths"], where + ".exclude-paths"));
  if (node["name"]) out.name = TRY(text_of(node["name"], where + ".name"));
  if (node["base-directory"]) out.base_directory = TRY(text_of(node["base-directory"], where + ".base-directory"));
  if (node["discard-paths"]) out.discard_paths = TRY(yes_or_no(node["discard-paths"], where + ".discard-paths"));
  return out;
}

Result<void> read_all_artifacts(const YAML::Node& node, Buildspec& out) {
  if (node.IsNull()) return {};
  BuildspecArtifacts primary = TRY(read_artifacts(node, "artifacts", true));
  const YAML::Node secondary = node["secondary-artifacts"];
  if (secondary) {
    if (!secondary.IsMap()) return wrong("Expected secondary-artifacts to be a map at line " + line_of(secondary));
    for (const auto& item : secondary) {
      std::string identifier = TRY(text_of(item.first, "secondary-artifacts"));
      out.secondary_artifacts[identifier] =
          TRY(read_artifacts(item.second, "secondary-artifacts." + identifier, false));
    }
  }
  if (!primary.files.empty() || out.secondary_artifacts.empty()) out.artifacts = std::move(primary);
  return {};
}

Result<Buildspec> read_buildspec(const YAML::Node& root) {
  if (!root.IsMap()) return wrong("wrong container tag: the buildspec must be a map");
  TRY(check_members(root, "the buildspec", {"version", "env", "phases", "artifacts", "cache"},
                    {"run-as", "proxy", "batch", "reports"}));
  if (!root["version"]) return wrong("invalid buildspec: the version is missing; write version: 0.2");
  std::string version = TRY(text_of(root["version"], "version"));
  if (version != "0.2") return wrong("invalid buildspec version " + version + ": write version: 0.2");
  Buildspec out;
  if (root["env"] && !root["env"].IsNull()) TRY(read_environment(root["env"], out));
  if (!root["phases"] || root["phases"].IsNull()) return wrong("No phases found: the buildspec needs phases");
  TRY(read_phases(root["phases"], out));
  if (root["artifacts"]) TRY(read_all_artifacts(root["artifacts"], out));
  // A project here has no cache (NO_CACHE), and CodeBuild passes over this section then; it must be well formed.
  if (root["cache"] && !root["cache"].IsNull()) {
    TRY(check_members(root["cache"], "cache", {"paths"}, {"key", "fallback-keys", "action"}));
    if (root["cache"]["paths"]) TRY(texts_of(root["cache"]["paths"], "cache.paths"));
  }
  return out;
}

}  // namespace

Result<Buildspec> parse_buildspec(std::string_view text) {
  if (text.size() > kBuildspecLimitBytes)
    return wrong("The buildspec is larger than " + std::to_string(kBuildspecLimitBytes) + " bytes");
  try {
    return read_buildspec(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& failed) {
    return wrong(fmt::format("yaml: line {}: {}", failed.mark.line + 1, failed.msg));
  }
}

bool is_inline_buildspec(std::string_view text) {
  return text.find('\n') != text.npos || text.starts_with('{') || trim(text).starts_with("version:");
}

bool matches_glob(std::string_view pattern, std::string_view path) {
  // rows[i][j]: the pattern from i on matches the path from j on. Filled from the end, so that no pattern takes
  // more than its length times the path's.
  const std::size_t length = pattern.size(), size = path.size();
  std::vector<std::vector<char>> rows(length + 1, std::vector<char>(size + 1, 0));
  rows[length][size] = 1;
  for (std::size_t i = length; i-- > 0;) {
    bool begins_part = i == 0 || pattern[i - 1] == '/';
    for (std::size_t j = size + 1; j-- > 0;) {
      if (begins_part && pattern.substr(i) == "**") {
        rows[i][j] = 1;
      } else if (begins_part && pattern.substr(i).starts_with("**/")) {
        auto slash = path.find('/', j);
        rows[i][j] = rows[i + 3][j] || (slash != path.npos && rows[i][slash + 1]);
      } else if (pattern[i] == '*') {
        rows[i][j] = rows[i + 1][j] || (j < size && path[j] != '/' && rows[i][j + 1]);
      } else {
        rows[i][j] = j < size && (pattern[i] == '?' ? path[j] != '/' : pattern[i] == path[j]) && rows[i + 1][j + 1];
      }
    }
  }
  return rows[0][0];
}

}  // namespace stellwerk::codebuild
