#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "base/timestamp.h"

namespace stellwerk::store {

inline constexpr std::string_view kSealName = "SEAL";

/// What of a growing file (a log, a manifest) is on the disk for certain.
struct SealedFile {
  std::string name;            // within the directory
  std::uint64_t bytes = 0;     // from its start
  std::uint32_t checksum = 0;  // CRC-32C of these
};

/// How far the acknowledged commits reach.
struct Acknowledged {
  std::uint64_t sequence = 0;  // the database's number of the last write; 0: none yet
  Timestamp time;
};

struct SealContents {
  std::vector<SealedFile> files;
  Acknowledged acknowledged;
};

/// What is wrong with one file of a store.
struct Damage {
  std::string file;
  std::string what;
};

/// The file SEAL beside the database's own says what was acknowledged: which logs and manifests there must be,
/// how many bytes of each, with which checksum. Whatever lies behind that was never acknowledged.
///
/// It is written after each flush of such a file and before the commit returns, but not flushed itself, as that
/// would double the cost of a commit. So it is exact when the process dies, may lag behind when the power fails,
/// and is never ahead of the files. Each entry stands in two places, written in turn, so that one is always whole.
class Seal {
 public:
  /// Opens the directory's seal, or makes one. Errors: StoreDamaged, StoreUnreadable.
  static Result<std::unique_ptr<Seal>> open(const std::filesystem::path& directory);
  /// Seals a copy that nobody writes to: all bytes of its logs and manifests.
  static Result<void> make(const std::filesystem::path& directory, const Acknowledged& acknowledged);
  /// Nothing if there is none. Error StoreDamaged.
  static Result<std::optional<SealContents>> read(const std::filesystem::path& directory);
  /// Holds the files against what the seal says of them.
  static std::vector<Damage> check(const std::filesystem::path& directory, const SealContents& contents);
  static bool is_growing_file(std::string_view name);

  ~Seal();
  Seal(const Seal&) = delete;

  const std::filesystem::path& directory() const { return directory_; }
  SealContents contents() const;
  /// To be called before a write; becomes part of the entry that the write's flush leads to.
  void expect(const Acknowledged& acknowledged);
  /// The file was flushed up to here. False if the disk refuses.
  bool add(const SealedFile& file);
  /// Before the file is removed. Durable on return, so that no power failure makes it look missed.
  bool forget(std::string_view name);

 private:
  struct Entry;
  struct Slot;
  Seal(std::filesystem::path directory, Descriptor file, std::vector<Slot> slots);
  bool write(std::size_t slot, const Entry& entry);

  std::filesystem::path directory_;
  Descriptor file_;
  mutable std::mutex mutex_;  // of all below
  std::vector<Slot> slots_;
  Acknowledged expected_;
};

}  // namespace stellwerk::store
