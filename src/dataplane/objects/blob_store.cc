#include "dataplane/objects/blob_store.h"

#include <algorithm>

#include "base/assert.h"
#include "base/cipher.h"
#include "base/log.h"
#include "dataplane/objects/blob_source.h"
#include "dataplane/objects/blob_store_state.h"
#include "dataplane/objects/body_digests.h"
#include "dataplane/objects/sealed_file.h"
#include "store/damaged_read.h"
#include "store/master_key.h"
#include "store/outbox.h"

namespace stellwerk::objects {
namespace {

constexpr std::size_t kRandomIdDigits = 32;

Error unreadable(const std::filesystem::path& directory, const std::error_code& why) {
  return Error{"ObjectsUnreadable", "The directory " + directory.string() + " cannot be used: " + why.message(), 500};
}

// Fills the piece unless the source ends before.
Result<std::size_t> read_piece(ByteSource& source, std::span<char> piece) {
  std::size_t filled = 0;
  while (filled < piece.size()) {
    std::size_t count = TRY(source.read(piece.subspan(filled)));
    if (count == 0) break;
    filled += count;
  }
  return filled;
}

}  // namespace

struct StagedBlob::State {
  std::shared_ptr<BlobStore::State> store;
  BlobReference reference;
  std::string inline_bytes;
  std::string md5;
  std::map<ChecksumKind, std::string> checksums;
  bool offered = false;  // to a transaction, which may have been committed or not

  ~State() {
    if (reference.in_file && !is_owned()) discard();
  }
  bool is_owned() const {
    if (!offered) return false;
    try {
      return kFiles.get(*store->store.begin(), kInstallation, {reference.id}).has_value();
    } catch (const store::DamagedRead&) {
      return true;  // perhaps; what has no owner is swept at the next start that can tell
    }
  }
  void discard() const {
    std::lock_guard lock(store->mutex);
    // With readers it was committed, and erased since: its removal waits for them.
    if (store->readers.contains(reference.id)) return;
    std::error_code ignored;
    std::filesystem::remove(store->path_of(reference.id), ignored);
  }
};

StagedBlob::StagedBlob(std::unique_ptr<State> state) : state_(std::move(state)) {}
StagedBlob::~StagedBlob() = default;
StagedBlob::StagedBlob(StagedBlob&&) noexcept = default;
StagedBlob& StagedBlob::operator=(StagedBlob&&) noexcept = default;

std::uint64_t StagedBlob::size_bytes() const { return static_cast<std::uint64_t>(state_->reference.size_bytes); }
const std::string& StagedBlob::md5() const { return state_->md5; }

const std::string& StagedBlob::checksum(ChecksumKind kind) const {
  auto found = state_->checksums.find(kind);
  STELLWERK_ASSERT(found != state_->checksums.end());
  return found->second;
}

BlobStore::BlobStore(std::shared_ptr<State> state) : state_(std::move(state)) {}
BlobStore::~BlobStore() = default;

Result<std::unique_ptr<BlobStore>> BlobStore::open(store::Store& store, std::filesystem::path directory,
                                                   std::string key, IdSource& ids, const Clock& clock) {
  STELLWERK_ASSERT(key.size() == store::kMasterKeyBytes);
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (!failed) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
  if (failed) return unreadable(directory, failed);
  std::shared_ptr<State> state(new State{store, std::move(directory), std::move(key), ids, clock});
  TRY(state->begin_run());
  return std::unique_ptr<BlobStore>(new BlobStore(std::move(state)));
}

void BlobStore::attend(store::Outbox& outbox) {
  outbox.handle(std::string(kRemoveTopic), 1,
                [state = state_](const store::Effect& effect) { return state->remove(effect.payload); });
}

Result<StagedBlob> BlobStore::stage(ByteSource& source, const StageOptions& options) {
  auto staged = std::make_unique<StagedBlob::State>();
  staged->store = state_;
  BlobReference& reference = staged->reference;
  reference.id = std::to_string(state_->run) + "-" + state_->ids.hex(kRandomIdDigits);
  BodyDigests digests(options.checksums);
  std::optional<SealedFileWriter> file;
  std::string piece(kPieceBytes, '\0');
  std::uint64_t size = 0;
  while (std::size_t count = TRY(read_piece(source, piece))) {
    std::string_view bytes = std::string_view(piece).substr(0, count);
    size += count;
    if (size > options.limit_bytes) {
      return Error{"EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400};
    }
    digests.update(bytes);
    if (size <= kInlineLimitBytes) {
      staged->inline_bytes += bytes;
      continue;
    }
    if (!file) {
      TRY(state_->make_run_folder());
      file = TRY(
          SealedFileWriter::create(state_->path_of(reference.id), state_->key_of(reference.id, options.sealing_key)));
      reference.in_file = true;
      TRY(file->append(std::exchange(staged->inline_bytes, {})));
    }
    TRY(file->append(bytes));
  }
  if (file) {
    TRY(file->finish());
  } else if (!options.sealing_key.empty()) {
    staged->inline_bytes =
        seal(state_->key_of(reference.id, options.sealing_key), staged->inline_bytes, reference.id, state_->ids);
  }
  reference.size_bytes = static_cast<std::int64_t>(size);
  staged->md5 = digests.finish_md5();
  staged->checksums = digests.finish_checksums();
  return StagedBlob(std::move(staged));
}

BlobReference BlobStore::commit(store::Transaction& transaction, StagedBlob& staged) {
  const BlobReference& reference = staged.state_->reference;
  if (reference.in_file) {
    kFiles.put(transaction, kInstallation, {reference.id}, {reference.size_bytes});
  } else {
    kInlines.put(transaction, kInstallation, {reference.id}, {staged.state_->inline_bytes});
  }
  staged.state_->offered = true;
  return reference;
}

Result<std::string> BlobStore::State::inline_bytes(store::Transaction& transaction, const BlobReference& reference,
                                                   const std::string& sealing_key) const {
  auto record = kInlines.get(transaction, kInstallation, {reference.id});
  std::optional<std::string> plain;
  if (record && sealing_key.empty()) plain = std::move(record->bytes);
  if (record && !sealing_key.empty()) plain = unseal(key_of(reference.id, sealing_key), record->bytes, reference.id);
  if (!plain || plain->size() != static_cast<std::uint64_t>(reference.size_bytes)) {
    log::error("Object body " + reference.id + " is missing in the database, or sealed with another key");
    return Error{"InternalError", "The object's stored bytes are missing or cannot be unsealed.", 500};
  }
  return std::move(*plain);
}

Result<std::unique_ptr<ByteSource>> BlobStore::open(store::Transaction& transaction,
                                                    std::span<const BlobReference> parts, std::uint64_t offset_bytes,
                                                    std::uint64_t length_bytes, const std::string& sealing_key) {
  auto source = std::make_unique<BlobSource>(state_);
  for (const BlobReference& part : parts) {
    auto size = static_cast<std::uint64_t>(part.size_bytes);
    std::uint64_t from = std::min(offset_bytes, size);
    std::uint64_t count = std::min(length_bytes, size - from);
    offset_bytes -= from;
    length_bytes -= count;
    if (count == 0) continue;
    if (part.in_file) {
      source->add_file(part, state_->key_of(part.id, sealing_key), from, from + count);
    } else {
      source->add_bytes(TRY(state_->inline_bytes(transaction, part, sealing_key)).substr(from, count));
    }
  }
  TRY(source->begin());
  return std::unique_ptr<ByteSource>(std::move(source));
}

Result<std::unique_ptr<ByteSource>> BlobStore::open(store::Transaction& transaction, const BlobReference& reference,
                                                    std::uint64_t offset_bytes, std::uint64_t length_bytes,
                                                    const std::string& sealing_key) {
  return open(transaction, std::span(&reference, 1), offset_bytes, length_bytes, sealing_key);
}

void BlobStore::erase(store::Transaction& transaction, const BlobReference& reference) {
  if (!reference.in_file) {
    kInlines.erase(transaction, kInstallation, {reference.id});
    return;
  }
  kFiles.erase(transaction, kInstallation, {reference.id});
  transaction.after(std::string(kRemoveTopic), reference.id, state_->clock.now().plus_seconds(kRemovalDelaySeconds));
}

}  // namespace stellwerk::objects
