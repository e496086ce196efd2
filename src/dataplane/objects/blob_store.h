#pragma once
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "store/transaction.h"

namespace stellwerk {
class IdSource;
}
namespace stellwerk::store {
class Outbox;
class Store;
}  // namespace stellwerk::store

namespace stellwerk::objects {

/// Up to this size the bytes lie in the database, above it in a file.
inline constexpr std::uint64_t kInlineLimitBytes = 64 * 1024;

/// The checksums that S3 knows besides MD5, which is always computed.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
enum class ChecksumKind { crc32, crc32c, crc64nvme, sha1, sha256 };

struct StageOptions {
  /// One byte more is an Error EntityTooLarge (400).
  std::uint64_t limit_bytes = std::numeric_limits<std::uint64_t>::max();
  std::vector<ChecksumKind> checksums = {};
  /// 32 bytes or none. The bytes are sealed with it before they are stored (in the database too), beside the
  /// store's own encryption, and open needs it again. MD5 and checksums are those of the plain bytes.
  std::string sealing_key = {};
};

/// Where a body lies. Its owner keeps it in a record of its own and hands it back to open and erase.
struct BlobReference {
  std::string id;
  std::int64_t size_bytes = 0;
  bool in_file = false;

  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.size_bytes);
    visit(3, record.in_file);
  }
  bool operator==(const BlobReference&) const = default;
};

class BlobStore;

/// A body that was read to its end and is durable or in memory, but belongs to no record yet. Destroyed
/// without its commit it leaves nothing behind; so keep it until the transaction has been committed.
class StagedBlob {
 public:
  ~StagedBlob();
  StagedBlob(StagedBlob&&) noexcept;
  StagedBlob& operator=(StagedBlob&&) noexcept;

  std::uint64_t size_bytes() const;
  /// 16 raw bytes; in hexadecimal it is the ETag.
  const std::string& md5() const;
  /// Raw bytes, the CRCs big-endian (as S3 puts them into base64). Asked for in StageOptions.
  const std::string& checksum(ChecksumKind kind) const;

 private:
  friend class BlobStore;
  struct State;
  explicit StagedBlob(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Bodies of any size beside the records that own them: S3's objects and parts, other services' artifacts.
/// Small ones lie in the database, others in files, sealed piece by piece so that ranges can be read and
/// every change on the disk is noticed.
class BlobStore {
 public:
  /// `key`: 32 bytes, see store::derive_key. Removes the files that no committed record owns. Error
  /// ObjectsUnreadable if the directory cannot be used.
  static Result<std::unique_ptr<BlobStore>> open(store::Store& store, std::filesystem::path directory, std::string key,
                                                 IdSource& ids, const Clock& clock);
  ~BlobStore();

  /// Registers the removal of files after the commit that erased them (topic "objects.remove").
  void attend(store::Outbox& outbox);

  /// Reads the source to its end in bounded pieces. A body for a file is on the disk (fsync) on return.
  /// Errors: the source's own, EntityTooLarge (400), ServiceUnavailable (503) if the disk is nearly full,
  /// InternalError (500) if it refuses.
  Result<StagedBlob> stage(ByteSource& source, const StageOptions& options = {});

  /// Makes the body part of the transaction. May be called again on another transaction after a conflict;
  /// the reference stays the same.
  BlobReference commit(store::Transaction& transaction, StagedBlob& staged);

  /// The bytes from `offset_bytes` on, at most `length_bytes`, of the concatenation of `parts` (one for an
  /// ordinary body). The source stays readable after the transaction and when the blobs are erased
  /// meanwhile. A changed or missing file is an Error InternalError when its piece is read, and so is a wrong
  /// `sealing_key` (see StageOptions; the same for all parts).
  Result<std::unique_ptr<ByteSource>> open(store::Transaction& transaction, std::span<const BlobReference> parts,
                                           std::uint64_t offset_bytes = 0,
                                           std::uint64_t length_bytes = std::numeric_limits<std::uint64_t>::max(),
                                           const std::string& sealing_key = {});
  Result<std::unique_ptr<ByteSource>> open(store::Transaction& transaction, const BlobReference& reference,
                                           std::uint64_t offset_bytes = 0,
                                           std::uint64_t length_bytes = std::numeric_limits<std::uint64_t>::max(),
                                           const std::string& sealing_key = {});

  /// Writes a copy of this moment's tables and of all bodies that they own, while requests go on. Neither
  /// directory may exist yet. Files are shared with the copy where both lie on one file system. To restore,
  /// copy both back to an empty data directory. Error BackupFailed (500).
  Result<void> backup(const std::filesystem::path& store_copy, const std::filesystem::path& objects_copy);

  /// Gives the body up; its space is free some time after the commit.
  void erase(store::Transaction& transaction, const BlobReference& reference);

  struct State;

 private:
  explicit BlobStore(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace stellwerk::objects
