#include "services/codecommit/rules.h"

#include <algorithm>
#include <charconv>

#include "base/arn.h"
#include "dataplane/git/bare_repository.h"

namespace stellwerk::codecommit {
namespace {

bool is_name_character(unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; }

// "<seconds> +0200", as git writes it.
UserInfo user_of(const git::Person& person) {
  char zone[8];
  int minutes = std::abs(person.offset_minutes);
  std::snprintf(zone, sizeof zone, "%c%02d%02d", person.offset_minutes < 0 ? '-' : '+', minutes / 60 % 100,
                minutes % 60);
  return {person.name, person.email, std::to_string(person.time.milliseconds / 1000) + " " + zone};
}

}  // namespace

std::string repository_arn(const store::Scope& scope, std::string_view name) {
  return "arn:aws:codecommit:" + scope.region + ":" + scope.account + ":" + std::string(name);
}

Result<void> check_repository_name(std::string_view name) {
  bool is_good =
      !name.empty() && name.size() <= 100 && !name.ends_with(".git") && std::ranges::all_of(name, is_name_character);
  if (is_good && name != "." && name != "..") return {};
  return errors::InvalidRepositoryNameException(
      "The repository name has 1 to 100 letters, digits, '.', '_' and '-', and does not end in .git: " +
      std::string(name));
}

Result<std::string> name_of_arn(const store::Scope& scope, const std::string& text) {
  auto arn = parse_arn(text);
  if (!arn || arn->service != "codecommit" || arn->account != scope.account || arn->region != scope.region) {
    return errors::InvalidResourceArnException("Not the ARN of a repository of this account and region: " + text);
  }
  return arn->resource;
}

RepositoryMetadata metadata(const store::Scope& scope, const RepositoryRecord& record, const ports::Site& site) {
  RepositoryMetadata out;
  out.account_id = scope.account;
  out.repository_id = record.id;
  out.repository_name = record.name;
  if (!record.description.empty()) out.repository_description = record.description;
  if (!record.default_branch.empty()) out.default_branch = record.default_branch;
  out.last_modified_date = record.modified;
  out.creation_date = record.created;
  out.clone_url_http = "https://git-codecommit." + scope.region + "." + site.domain + ":" +
                       std::to_string(site.api_port) + "/v1/repos/" + record.name;
  out.arn = repository_arn(scope, record.name);
  out.kms_key_id = record.kms_key_arn;
  return out;
}

std::string branch_reference(std::string_view branch) {
  return branch.starts_with("refs/heads/") ? std::string(branch) : "refs/heads/" + std::string(branch);
}

Result<std::string> normalised_path(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    std::size_t slash = path.find('/');
    std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (part.empty()) continue;
    if (part == "." || part == ".." || part == ".git" || part.find('\0') != std::string_view::npos) {
      return errors::InvalidPathException("The path must not have '.', '..' or '.git' as a part.");
    }
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

std::string_view mode_text(git::EntryKind kind) {
  switch (kind) {
    case git::EntryKind::executable: return "EXECUTABLE";
    case git::EntryKind::symbolic_link: return "SYMLINK";
    default: return "NORMAL";
  }
}

git::EntryKind kind_of_mode(const std::optional<std::string>& mode) {
  if (mode == "EXECUTABLE") return git::EntryKind::executable;
  return mode == "SYMLINK" ? git::EntryKind::symbolic_link : git::EntryKind::file;
}

Commit view_of(const git::CommitInfo& commit) {
  Commit out;
  out.commit_id = commit.id;
  out.tree_id = commit.tree_id;
  out.parents = commit.parents;
  out.message = commit.message;
  out.author = user_of(commit.author);
  out.committer = user_of(commit.committer);
  out.additional_data = "";
  return out;
}

Result<Page> page_of(std::size_t size, std::optional<std::int64_t> limit, const std::optional<std::string>& token) {
  Page page{0, size, std::nullopt};
  if (token) {
    auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), page.begin);
    if (error != std::errc() || end != token->data() + token->size() || page.begin > size) {
      return errors::InvalidContinuationTokenException(
          "The token was not given out by an earlier call of this operation.");
    }
  }
  auto count = static_cast<std::size_t>(limit.value_or(kDefaultPageLimit));
  if (size - page.begin > count) {
    page.end = page.begin + count;
    page.next = std::to_string(page.end);
  }
  return page;
}

}  // namespace stellwerk::codecommit
