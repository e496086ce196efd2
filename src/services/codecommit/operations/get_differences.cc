#include <charconv>

#include "aws/page.h"
#include "base/bytes.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {
namespace {

// What is compared, and how many differences were given out. It goes along in the token, so that a branch that moves
// between two pages neither hides nor repeats one.
struct Comparison {
  std::optional<std::string> before;
  std::string after;
  std::size_t given = 0;
};

std::string token_of(const Comparison& comparison) {
  return comparison.before.value_or("") + ":" + comparison.after + ":" + std::to_string(comparison.given);
}

Result<Comparison> from_token(const std::string& token, const git::ObjectReader& reader) {
  std::size_t first = token.find(':'), second = token.find(':', first + 1);
  Comparison out;
  bool is_whole = first != std::string::npos && second != std::string::npos;
  if (is_whole) {
    if (first > 0) out.before = token.substr(0, first);
    out.after = token.substr(first + 1, second - first - 1);
    const char* end = token.data() + token.size();
    auto [stop, error] = std::from_chars(token.data() + second + 1, end, out.given);
    is_whole =
        error == std::errc() && stop == end && reader.commit(out.after) && (!out.before || reader.commit(*out.before));
  }
  if (is_whole) return out;
  return foreign_token();
}

bool lies_below(const std::optional<git::FileVersion>& file, const std::string& path) {
  return path.empty() || !file || file->path == path || file->path.starts_with(path + "/");
}

BlobMetadata view_of(const git::FileVersion& file) {
  return {file.id, to_valid_utf8(file.path), std::string(mode_digits(file.kind))};
}

Difference view_of(const git::Change& change) {
  Difference difference;
  if (change.before) difference.before_blob = view_of(*change.before);
  if (change.after) difference.after_blob = view_of(*change.after);
  bool is_added = change.kind == git::ChangeKind::added, is_deleted = change.kind == git::ChangeKind::deleted;
  difference.change_type = is_added ? "A" : is_deleted ? "D" : "M";
  return difference;
}

}  // namespace

Result<GetDifferencesResponse> get_differences(CodeCommit& service, ports::Call& call,
                                               const GetDifferencesRequest& request) {
  if (request.after_commit_specifier.empty()) {
    return errors::CommitRequiredException("A commit specifier is required");
  }
  if (request.max_results && *request.max_results < 1) {
    return errors::InvalidMaxResultsException("MaxResults is at least 1");
  }
  std::size_t limit = aws::page_size(request.max_results, kDefaultPageSize, kPageSizeLimit);
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  git::ObjectReader reader = TRY(service.open(call, repository));
  Comparison comparison;
  comparison.after = TRY(service.commit_of(call, repository, reader, request.after_commit_specifier));
  if (request.before_commit_specifier) {
    comparison.before = TRY(service.commit_of(call, repository, reader, *request.before_commit_specifier));
  }
  if (request.next_token) comparison = TRY(from_token(*request.next_token, reader));
  std::string before_path = TRY(normalised_path(request.before_path.value_or("")));
  std::string after_path = TRY(normalised_path(request.after_path.value_or("")));
  bool is_before_there = before_path.empty() || (comparison.before && reader.at_path(*comparison.before, before_path));
  bool is_after_there = after_path.empty() || reader.at_path(comparison.after, after_path);
  if (!is_before_there) return errors::PathDoesNotExistException("Could not find path " + before_path);
  if (!is_after_there) return errors::PathDoesNotExistException("Could not find path " + after_path);

  GetDifferencesResponse response;
  response.differences.emplace();
  std::size_t seen = 0;
  TRY(reader.changes(comparison.before, comparison.after, [&](const git::Change& change) {
    if (!lies_below(change.before, before_path) || !lies_below(change.after, after_path)) return true;
    if (seen++ < comparison.given) return true;
    if (response.differences->size() == limit) {
      comparison.given += limit;
      response.next_token = token_of(comparison);
      return false;
    }
    response.differences->push_back(view_of(change));
    return true;
  }));
  return response;
}

}  // namespace stellwerk::codecommit
