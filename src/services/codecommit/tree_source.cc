#include "services/codecommit/tree_source.h"

#include "dataplane/git/git_process.h"

namespace stellwerk::codecommit {

Result<git::BareRepository> TreeSource::open(const ports::Session& session, const std::string& action,
                                             const std::string& name) {
  store::Scope scope{session.caller.account, session.region};
  auto transaction = service_.with().store.begin();
  ports::Access access{.action = action, .resource = repository_arn(scope, name)};
  TRY(service_.with().authoriser.check(*transaction, session.caller, session.region, service_.with().clock.now(),
                                       {access}));
  RepositoryRecord repository = TRY(service_.find(*transaction, scope, name));
  std::string key = TRY(service_.data_key(session, repository));
  auto held = TRY(service_.working_copies().lock(repository.id));
  transaction = service_.with().store.begin();
  repository = TRY(service_.find(*transaction, scope, name));
  return service_.working_copies().refresh(*transaction, scope, repository, key);
}

Result<ports::SourceTree::Revision> TreeSource::resolve(const ports::Session& session, const std::string& action,
                                                        const std::string& name, const std::string& reference) {
  git::BareRepository bare = TRY(open(session, action, name));
  store::Scope scope{session.caller.account, session.region};
  auto transaction = service_.with().store.begin();
  RepositoryRecord repository = TRY(service_.find(*transaction, scope, name));
  git::ObjectReader reader = TRY(git::ObjectReader::open(bare.folder()));
  std::string wanted = reference.empty() ? repository.default_branch : reference;
  std::optional<git::CommitInfo> commit;
  if (git::is_object_id(wanted)) {
    commit = reader.commit(wanted);
  } else {
    for (const std::string& full : {wanted, "refs/heads/" + wanted, "refs/tags/" + wanted}) {
      auto found = commit ? std::nullopt : kReferences.get(*transaction, scope, {repository.id, full});
      if (found) commit = reader.commit(found->commit_id);
    }
  }
  if (!commit)
    return errors::BranchDoesNotExistException("The branch or commit " + wanted + " does not exist in " + name);
  return Revision{commit->id, commit->message, commit->author.name, commit->committer.time};
}

Result<std::shared_ptr<ByteSource>> TreeSource::zip(const ports::Session& session, const std::string& action,
                                                    const std::string& name, const std::string& commit_id) {
  git::BareRepository bare = TRY(open(session, action, name));
  if (!git::is_object_id(commit_id)) return errors::InvalidCommitIdException("Not a commit id: " + commit_id);
  return git::stream_git(bare.folder(), {"archive", "--format=zip", "-1", commit_id}, "");
}

}  // namespace stellwerk::codecommit
