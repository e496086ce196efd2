#include "services/codecommit/tree_source.h"

#include "base/bytes.h"
#include "dataplane/git/git_process.h"
#include "services/codecommit/repository_access.h"

namespace stellwerk::codecommit {
namespace {

// Nobody's source is larger, packed.
constexpr std::uint64_t kArchiveBytesLimit = 2ull << 30;

// A few folders that hold each other many times over make an archive of any size.
class LimitedSource final : public ByteSource {
 public:
  explicit LimitedSource(std::shared_ptr<ByteSource> source) : source_(std::move(source)) {}
  Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = TRY(source_->read(into));
    if (count > left_) {
      return ::stellwerk::Error{"FileTooLargeException", "The repository's files are larger than 2 GiB as a zip file",
                                400};
    }
    left_ -= count;
    return count;
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }

 private:
  std::shared_ptr<ByteSource> source_;
  std::uint64_t left_ = kArchiveBytesLimit;
};

// "codecommit:GetBranch" → "GetBranch".
std::string operation_of(const std::string& action) { return action.substr(action.find(':') + 1); }

}  // namespace

Result<git::BareRepository> TreeSource::open(const ports::Session& session, const std::string& action,
                                             const std::string& name) {
  store::Scope scope{session.caller.account, session.region};
  auto transaction = service_.with().store.begin();
  TRY(service_.with().authoriser.check(*transaction, session.caller, session.region, service_.with().clock.now(),
                                       {repository_access(*transaction, scope, operation_of(action), name)}));
  RepositoryRecord repository = TRY(service_.find(*transaction, scope, name));
  transaction.reset();
  std::string key = TRY(service_.data_key(session, repository));
  return service_.working_copies().open(scope, repository, key);
}

Result<ports::SourceTree::Revision> TreeSource::resolve(const ports::Session& session, const std::string& action,
                                                        const std::string& name, const std::string& reference) {
  git::BareRepository bare = TRY(open(session, action, name));
  store::Scope scope{session.caller.account, session.region};
  auto transaction = service_.with().store.begin();
  RepositoryRecord repository = TRY(service_.find(*transaction, scope, name));
  git::ObjectReader reader = TRY(git::ObjectReader::open(bare.folder()));
  auto commit = service_.commit_of(*transaction, scope, repository, reader, reference);
  if (!commit) return errors::BranchDoesNotExistException(commit.error().message);
  return Revision{commit->id, to_valid_utf8(commit->message), to_valid_utf8(commit->author.name),
                  commit->committer.time};
}

Result<std::shared_ptr<ByteSource>> TreeSource::zip(const ports::Session& session, const std::string& action,
                                                    const std::string& name, const std::string& commit_id) {
  git::BareRepository bare = TRY(open(session, action, name));
  if (!git::is_object_id(commit_id)) return errors::InvalidCommitIdException("Not a commit id: " + commit_id);
  return std::make_shared<LimitedSource>(
      TRY(git::stream_git({.repository = bare.folder(), .arguments = {"archive", "--format=zip", "-1", commit_id}})));
}

}  // namespace stellwerk::codecommit
