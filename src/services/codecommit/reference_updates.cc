#include "services/codecommit/reference_updates.h"

#include "base/json.h"
#include "services/codecommit/rules.h"
#include "services/codecommit/working_copies.h"

namespace stellwerk::codecommit {
namespace {

::stellwerk::Error rejected(std::string why) { return {"ReferenceRejected", std::move(why), 400}; }

ports::EventSink::Event event_of(const store::Scope& scope, const RepositoryRecord& repository,
                                 const ReferenceUpdate& update, const Actor& actor) {
  bool is_created = update.old_id == git::kZeroId, is_deleted = update.is_deletion();
  bool is_branch = update.name.starts_with(git::kBranchPrefix);
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

ReferenceUpdates::ReferenceUpdates(store::Transaction& transaction, const store::Scope& scope,
                                   RepositoryRecord& repository, const Actor& actor, ports::EventSink& events)
    : transaction_(transaction),
      scope_(scope),
      repository_(repository),
      actor_(actor),
      events_(events),
      references_(references_of(transaction, scope, repository.id)) {}

Result<void> ReferenceUpdates::apply(const ReferenceUpdate& update) {
  auto standing = references_.find(update.name);
  bool is_there = standing != references_.end();
  if ((is_there ? standing->second : git::kZeroId) != update.old_id) {
    return rejected("the reference has moved meanwhile; fetch first");
  }
  if (update.is_deletion()) {
    if (!is_there) return rejected("there is no such reference");
    if (update.name == branch_reference(repository_.default_branch)) {
      return rejected("the default branch cannot be deleted");
    }
    kReferences.erase(transaction_, scope_, {repository_.id, update.name});
    references_.erase(standing);
  } else {
    if (auto fault = git::fault_in_reference_name(update.name)) return rejected(*fault);
    if (auto other = git::conflicting_reference(references_, update.name)) {
      return rejected("cannot lie beside " + *other + ": one would be a folder of the other");
    }
    kReferences.put(transaction_, scope_, {repository_.id, update.name}, {update.new_id});
    references_[update.name] = update.new_id;
  }
  if (repository_.default_branch.empty() && update.name.starts_with(git::kBranchPrefix)) {
    repository_.default_branch = update.name.substr(git::kBranchPrefix.size());
  }
  repository_.modified = actor_.now;
  kRepositories.put(transaction_, scope_, {repository_.name}, repository_);
  events_.emit(transaction_, scope_, actor_.now, event_of(scope_, repository_, update, actor_));
  return {};
}

void add_pack(store::Transaction& transaction, const store::Scope& scope, RepositoryRecord& repository,
              const PackRecord& pack) {
  auto number = static_cast<std::uint64_t>(repository.next_pack++);
  kPacks.put(transaction, scope, {repository.id, store::ordered(number)}, pack);
}

}  // namespace stellwerk::codecommit
