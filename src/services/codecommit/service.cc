#include "services/codecommit/service.h"

#include "api/kms.h"
#include "base/bytes.h"
#include "services/codecommit/reference_updates.h"

namespace stellwerk::codecommit {
namespace {

constexpr std::string_view kPrincipal = "codecommit.amazonaws.com";

std::map<std::string, std::string> encryption_context(const RepositoryRecord& repository) {
  return {{"aws:codecommit:id", repository.id}};
}

kms::DecryptRequest decrypt_request(const RepositoryRecord& repository) {
  kms::DecryptRequest request;
  request.ciphertext_blob = repository.data_key;
  request.key_id = repository.kms_key_arn;
  request.encryption_context = encryption_context(repository);
  return request;
}

::stellwerk::Error key_error(const ::stellwerk::Error& error) {
  if (error.code == "DisabledException") return errors::EncryptionKeyDisabledException(error.message);
  if (error.code == "NotFoundException") return errors::EncryptionKeyNotFoundException(error.message);
  if (error.code.starts_with("AccessDenied")) return errors::EncryptionKeyAccessDeniedException(error.message);
  return errors::EncryptionKeyUnavailableException(error.message);
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
  kms::GenerateDataKeyRequest request;
  request.key_id = kms_key;
  request.key_spec = "AES_256";
  request.encryption_context = encryption_context(repository);
  auto made = call.client.call(call, std::string(kPrincipal), request);
  if (!made) return key_error(made.error());
  repository.kms_key_arn = *made->key_id;
  repository.data_key = *made->ciphertext_blob;
  return {};
}

Result<void> CodeCommit::rewrap_data_key(ports::Call& call, RepositoryRecord& repository, const std::string& kms_key) {
  kms::EncryptRequest request;
  request.key_id = kms_key;
  request.plaintext = TRY(data_key(call, repository));
  request.encryption_context = encryption_context(repository);
  auto made = call.client.call(call, std::string(kPrincipal), request);
  if (!made) return key_error(made.error());
  repository.kms_key_arn = *made->key_id;
  repository.data_key = *made->ciphertext_blob;
  return {};
}

Result<std::string> CodeCommit::data_key(ports::Call& call, const RepositoryRecord& repository) {
  auto opened = call.client.call(call, std::string(kPrincipal), decrypt_request(repository));
  if (!opened) return key_error(opened.error());
  return std::move(*opened->plaintext);
}

Result<std::string> CodeCommit::data_key(const ports::Session& session, const RepositoryRecord& repository) {
  ports::Session through = session;
  through.caller.via_service = std::string(kPrincipal);
  auto opened = with_.client.call(through, decrypt_request(repository));
  if (!opened) return key_error(opened.error());
  return std::move(*opened->plaintext);
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
