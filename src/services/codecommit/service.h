#pragma once
#include <string>

#include "base/id_source.h"
#include "dataplane/git/commit_writer.h"
#include "dataplane/git/object_reader.h"
#include "ports/authoriser.h"
#include "ports/client.h"
#include "ports/event_sink.h"
#include "ports/site.h"
#include "services/codecommit/pack_joiner.h"
#include "services/codecommit/rules.h"
#include "services/codecommit/working_copies.h"
#include "store/store.h"

namespace stellwerk::codecommit {

/// What this service works with.
struct Surroundings {
  store::Store& store;
  const Clock& clock;
  IdSource& ids;
  ports::Client& client;
  ports::Authoriser& authoriser;
  ports::EventSink& events;
  objects::BlobStore& blobs;
  const ports::Site& site;
};

/// A commit on a branch, made through the API.
struct BranchCommit {
  std::string branch;
  std::optional<std::string> parent;
  std::vector<git::FileEdit> edits;
  std::string message;
  std::optional<std::string> author_name;
  std::optional<std::string> email;
};

class CodeCommit {
 public:
  explicit CodeCommit(const Surroundings& with)
      : with_(with),
        working_copies_(with.site.work_directory / "git", with.store, with.blobs, with.ids),
        packs_(with.store, with.blobs, working_copies_) {}

  /// RepositoryDoesNotExistException.
  Result<RepositoryRecord> find(store::Transaction& transaction, const store::Scope& scope, const std::string& name);
  Result<RepositoryRecord> find(ports::Call& call, const std::string& name) {
    return find(call.transaction, call.scope(), name);
  }
  /// BranchDoesNotExistException.
  Result<std::string> tip(ports::Call& call, const RepositoryRecord& repository, const std::string& branch);
  /// A branch, a tag, a full reference, or a commit id; empty or HEAD: the default branch. Error
  /// CommitDoesNotExistException.
  Result<git::CommitInfo> commit_of(store::Transaction& transaction, const store::Scope& scope,
                                    const RepositoryRecord& repository, const git::ObjectReader& reader,
                                    const std::string& specifier);
  Result<std::string> commit_of(ports::Call& call, const RepositoryRecord& repository, const git::ObjectReader& reader,
                                const std::string& specifier) {
    return TRY(commit_of(call.transaction, call.scope(), repository, reader, specifier)).id;
  }

  /// The repository's objects for reading. Decrypts its data key as the caller.
  Result<git::ObjectReader> open(ports::Call& call, const RepositoryRecord& repository);
  /// A commit by the API, with its pack, reference and event, in the call's transaction.
  Result<git::WrittenCommit> commit(ports::Call& call, RepositoryRecord& repository, const BranchCommit& commit);

  /// The data key and its KMS ciphertext for a new repository or key.
  Result<void> make_data_key(ports::Call& call, RepositoryRecord& repository, const std::string& kms_key);
  Result<void> rewrap_data_key(ports::Call& call, RepositoryRecord& repository, const std::string& kms_key);
  Result<std::string> data_key(const ports::Session& session, const RepositoryRecord& repository);

  const Surroundings& with() const { return with_; }
  WorkingCopies& working_copies() { return working_copies_; }
  PackJoiner& packs() { return packs_; }

 private:
  Result<std::string> data_key(ports::Call& call, const RepositoryRecord& repository);

  Surroundings with_;
  WorkingCopies working_copies_;
  PackJoiner packs_;
};

}  // namespace stellwerk::codecommit
