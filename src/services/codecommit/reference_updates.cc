#include "services/codecommit/reference_updates.h"

#include "base/json.h"
#include "dataplane/git/bare_repository.h"
#include "services/codecommit/rules.h"

namespace stellwerk::codecommit {
namespace {

::stellwerk::Error rejected(std::string why) { return {"ReferenceRejected", std::move(why), 400}; }

ports::EventSink::Event event_of(const store::Scope& scope, const RepositoryRecord& repository,
                                 const ReferenceUpdate& update, const Actor& actor) {
  bool is_created = update.old_id == git::kZeroId, is_deleted = update.new_id == git::kZeroId;
  bool is_branch = update.name.starts_with("refs/heads/");
  Json detail;
  detail.set("event", is_created ? "referenceCreated" : is_deleted ? "referenceDeleted" : "referenceUpdated");
  detail.set("repositoryName", repository.name).set("repositoryId", repository.id);
  detail.set("referenceType", is_branch ? "branch" : "tag");
  detail.set("referenceName", update.name.substr(update.name.find('/', 5) + 1)).set("referenceFullName", update.name);
  detail.set("commitId", is_deleted ? update.old_id : update.new_id);
  if (!is_created && !is_deleted) detail.set("oldCommitId", update.old_id);
  detail.set("callerUserArn", actor.arn);
  return {
      "aws.codecommit", "CodeCommit Repository State Change", {repository_arn(scope, repository.name)}, detail.dump()};
}

}  // namespace

Result<void> apply(store::Transaction& transaction, const store::Scope& scope, RepositoryRecord& repository,
                   const ReferenceUpdate& update, const Actor& actor, ports::EventSink& events) {
  if (!git::is_good_reference(update.name)) return rejected("only branches and tags can be pushed");
  auto standing = kReferences.get(transaction, scope, {repository.id, update.name});
  std::string standing_id = standing ? standing->commit_id : std::string(git::kZeroId);
  if (standing_id != update.old_id) return rejected("the reference has moved meanwhile; fetch first");
  if (update.new_id == git::kZeroId) {
    if (update.name == "refs/heads/" + repository.default_branch)
      return rejected("the default branch cannot be deleted");
    if (!standing) return rejected("there is no such reference");
    kReferences.erase(transaction, scope, {repository.id, update.name});
  } else {
    kReferences.put(transaction, scope, {repository.id, update.name}, {update.new_id});
  }
  constexpr std::string_view kBranchPrefix = "refs/heads/";
  if (repository.default_branch.empty() && update.name.starts_with(kBranchPrefix)) {
    repository.default_branch = update.name.substr(kBranchPrefix.size());
  }
  repository.modified = actor.now;
  kRepositories.put(transaction, scope, {repository.name}, repository);
  events.emit(transaction, scope, actor.now, event_of(scope, repository, update, actor));
  return {};
}

void add_pack(store::Transaction& transaction, const store::Scope& scope, RepositoryRecord& repository,
              const PackRecord& pack) {
  auto number = static_cast<std::uint64_t>(repository.next_pack++);
  kPacks.put(transaction, scope, {repository.id, store::ordered(number)}, pack);
}

}  // namespace stellwerk::codecommit
