#include "services/codecommit/service.h"

#include "aws/key_client.h"
#include "base/bytes.h"
#include "services/codecommit/reference_updates.h"

namespace stellwerk::codecommit {
namespace {

constexpr std::string_view kPrincipal = "codecommit.amazonaws.com";

aws::KeyClient::Context encryption_context(const RepositoryRecord& repository) {
  return {{"aws:codecommit:id", repository.id}};
}

::stellwerk::Error key_error(const aws::KeyFailure& failure) {
  const std::string& message = failure.error.message;
  switch (failure.trouble) {
    case aws::KeyTrouble::denied: return errors::EncryptionKeyAccessDeniedException(message);
    case aws::KeyTrouble::not_found: return errors::EncryptionKeyNotFoundException(message);
    case aws::KeyTrouble::disabled: return errors::EncryptionKeyDisabledException(message);
    case aws::KeyTrouble::not_decrypted: return errors::EncryptionIntegrityChecksFailedException(message);
    default: return errors::EncryptionKeyUnavailableException(message);
  }
}

Result<void> keep(RepositoryRecord& repository, aws::KeyResult<aws::DataKey> made) {
  if (!made) return key_error(made.error());
  repository.kms_key_arn = std::move(made->kms_key_arn);
  repository.data_key = std::move(made->sealed);
  return {};
}

Result<std::string> opened(aws::KeyClient keys, const RepositoryRecord& repository) {
  auto key = keys.decrypt(repository.data_key, repository.kms_key_arn, encryption_context(repository));
  if (!key) return key_error(key.error());
  return std::move(*key);
}

}  // namespace

Result<RepositoryRecord> CodeCommit::find(store::Transaction& transaction, const store::Scope& scope,
                                          const std::string& name) {
  auto record = kRepositories.get(transaction, scope, {name});
  if (record) return std::move(*record);
  return errors::RepositoryDoesNotExistException(name + " does not exist");
}

Result<std::string> CodeCommit::tip(ports::Call& call, const RepositoryRecord& repository, const std::string& branch) {
  auto reference = kReferences.get(call.transaction, call.scope(), {repository.id, branch_reference(branch)});
  if (reference) return std::move(reference->commit_id);
  return errors::BranchDoesNotExistException("Branch " + branch + " does not exist in " + repository.name);
}

Result<git::CommitInfo> CodeCommit::commit_of(store::Transaction& transaction, const store::Scope& scope,
                                              const RepositoryRecord& repository, const git::ObjectReader& reader,
                                              const std::string& specifier) {
  std::string wanted = specifier.empty() || specifier == "HEAD" ? repository.default_branch : specifier;
  if (git::is_object_id(wanted)) {
    if (auto commit = reader.commit(wanted)) return std::move(*commit);
  }
  for (const std::string& name :
       {wanted, std::string(git::kBranchPrefix) + wanted, std::string(git::kTagPrefix) + wanted}) {
    auto reference = kReferences.get(transaction, scope, {repository.id, name});
    auto commit = reference ? reader.commit(reference->commit_id) : std::nullopt;
    if (commit) return std::move(*commit);
  }
  return errors::CommitDoesNotExistException("No branch, tag or commit " + wanted + " in " + repository.name);
}

Result<void> CodeCommit::make_data_key(ports::Call& call, RepositoryRecord& repository, const std::string& kms_key) {
  auto keys = aws::KeyClient::on_behalf(call, std::string(kPrincipal));
  return keep(repository, keys.generate(kms_key, encryption_context(repository)));
}

Result<void> CodeCommit::rewrap_data_key(ports::Call& call, RepositoryRecord& repository, const std::string& kms_key) {
  std::string key = TRY(data_key(call, repository));
  auto keys = aws::KeyClient::on_behalf(call, std::string(kPrincipal));
  return keep(repository, keys.encrypt(kms_key, std::move(key), encryption_context(repository)));
}

Result<std::string> CodeCommit::data_key(ports::Call& call, const RepositoryRecord& repository) {
  return opened(aws::KeyClient::on_behalf(call, std::string(kPrincipal)), repository);
}

Result<std::string> CodeCommit::data_key(const ports::Session& session, const RepositoryRecord& repository) {
  return opened(aws::KeyClient::on_behalf(with_.client, session, std::string(kPrincipal)), repository);
}

Result<git::ObjectReader> CodeCommit::open(ports::Call& call, const RepositoryRecord& repository) {
  std::string key = TRY(data_key(call, repository));
  auto bare = TRY(working_copies_.open(call.scope(), repository, key));
  return git::ObjectReader::open(bare.folder());
}

Result<git::WrittenCommit> CodeCommit::commit(ports::Call& call, RepositoryRecord& repository,
                                              const BranchCommit& wanted) {
  std::string key = TRY(data_key(call, repository));
  git::NewCommit commit;
  commit.parent = wanted.parent;
  commit.edits = wanted.edits;
  commit.message = wanted.message;
  std::string name =
      wanted.author_name.value_or(call.caller.user_name.empty() ? call.caller.arn : call.caller.user_name);
  commit.author = commit.committer = {name, wanted.email.value_or("unknown@" + with_.site.domain), call.now, 0};
  auto bare = TRY(working_copies_.open(call.scope(), repository, key));
  git::WrittenCommit written = TRY(git::write_commit(bare.folder(), commit));

  constexpr std::size_t kChecksumBytes = 20;
  std::string pack_name = "pack-" + to_hex(std::string_view(written.pack).substr(written.pack.size() - kChecksumBytes));
  StringSource bytes(written.pack);
  auto staged = std::make_shared<objects::StagedBlob>(TRY(with_.blobs.stage(bytes, {.sealing_key = key})));
  call.staged = staged;  // until the commit
  add_pack(call.transaction, call.scope(), repository, {pack_name, with_.blobs.commit(call.transaction, *staged)});
  ReferenceUpdate update{branch_reference(wanted.branch), wanted.parent.value_or(std::string(git::kZeroId)),
                         written.commit_id};
  Actor actor{call.caller.arn, call.now};
  TRY(ReferenceUpdates(call.transaction, call.scope(), repository, actor, with_.events).apply(update));
  packs_.consider(call.scope(), repository, key);
  return written;
}

}  // namespace stellwerk::codecommit
