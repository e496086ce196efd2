#include "services/codecommit/rules.h"

#include <algorithm>

#include "aws/arn.h"
#include "aws/tags.h"
#include "base/bytes.h"
#include "dataplane/git/reference_rules.h"

namespace stellwerk::codecommit {
namespace {

bool is_name_character(unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; }

// "<seconds> +0200", as git writes it.
UserInfo user_of(const git::Person& person) {
  char zone[8];
  int minutes = std::abs(person.offset_minutes);
  std::snprintf(zone, sizeof zone, "%c%02d%02d", person.offset_minutes < 0 ? '-' : '+', minutes / 60 % 100,
                minutes % 60);
  return {to_valid_utf8(person.name), to_valid_utf8(person.email),
          std::to_string(person.time.milliseconds / 1000) + " " + zone};
}

}  // namespace

std::string repository_arn(const store::Scope& scope, std::string_view name) {
  return aws::arn("codecommit", scope, name);
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
  if (auto name = aws::name_in_arn(text, "codecommit", scope, "")) return std::move(*name);
  return errors::InvalidResourceArnException("Not the ARN of a repository of this account and region: " + text);
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
  out.clone_url_http = site.api_url("git-codecommit." + scope.region + "." + site.domain) + "/v1/repos/" + record.name;
  out.arn = repository_arn(scope, record.name);
  out.kms_key_id = record.kms_key_arn;
  return out;
}

std::string branch_reference(std::string_view branch) {
  return branch.starts_with(git::kBranchPrefix) ? std::string(branch)
                                                : std::string(git::kBranchPrefix) + std::string(branch);
}

Result<void> check_branch_name(const std::string& branch) {
  if (branch.empty()) return errors::BranchNameRequiredException("A branch name is required");
  auto fault = git::fault_in_reference_name(branch_reference(branch));
  if (!fault) return {};
  return errors::InvalidBranchNameException("Not a branch name: " + branch + " (" + *fault + ")");
}

Result<void> check_authorship(const std::optional<std::string>& name, const std::optional<std::string>& email,
                              const std::optional<std::string>& message) {
  // What would end a name or an address in a commit's head.
  auto breaks_head = [](const std::string& text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c == '<' || c == '>' || c < ' '; });
  };
  if (name && name->size() > kPersonBytesLimit) {
    return errors::NameLengthExceededException("The name is longer than 256 bytes");
  }
  if (name && breaks_head(*name)) {
    return ::stellwerk::Error{"InvalidParameterException",
                              "The name must not have '<', '>', line breaks or other control characters", 400};
  }
  if (email && (email->size() > kPersonBytesLimit || breaks_head(*email))) {
    return errors::InvalidEmailException(
        "The email address has at most 256 bytes, and no '<', '>', line breaks or other control characters");
  }
  if (message && message->size() > kCommitMessageBytesLimit) {
    return errors::CommitMessageLengthExceededException("The commit message is longer than 256 KB");
  }
  return {};
}

Result<void> add_tags(RepositoryRecord& repository, const std::map<std::string, std::string>& tags) {
  auto fault = aws::add_tags(repository.tags, aws::tag_list(tags));
  if (!fault) return {};
  switch (fault->kind) {
    case aws::TagFault::Kind::reserved: return errors::InvalidSystemTagUsageException(fault->message);
    case aws::TagFault::Kind::too_many: return errors::TooManyTagsException(fault->message);
    default: return errors::InvalidTagsMapException(fault->message);
  }
}

::stellwerk::Error foreign_token() {
  return errors::InvalidContinuationTokenException("The token was not given out by an earlier call of this operation.");
}

Result<std::string> normalised_path(std::string_view path) {
  if (path.size() > kPathBytesLimit) return errors::InvalidPathException("The path is longer than 4,096 bytes");
  std::string out;
  while (!path.empty()) {
    std::size_t slash = path.find('/');
    std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (part.empty()) continue;
    if (part == "." || part == ".." || to_lower(part) == ".git" || part.find('\0') != std::string_view::npos) {
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

std::string_view mode_digits(git::EntryKind kind) {
  switch (kind) {
    case git::EntryKind::executable: return "100755";
    case git::EntryKind::symbolic_link: return "120000";
    case git::EntryKind::submodule: return "160000";
    case git::EntryKind::folder: return "40000";
    default: return "100644";
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
  out.message = to_valid_utf8(commit.message);
  out.author = user_of(commit.author);
  out.committer = user_of(commit.committer);
  out.additional_data = "";
  return out;
}

}  // namespace stellwerk::codecommit
