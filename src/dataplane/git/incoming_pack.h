#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "dataplane/git/bare_repository.h"
#include "dataplane/git/object_reader.h"
#include "dataplane/git/pack_scanner.h"

namespace stellwerk::git {

/// A pack on its way into a repository, in a folder of its own: nothing of it is seen in the repository before
/// `release`, and all of it goes with this object.
class IncomingPack {
 public:
  /// `folder` must not exist yet. Error GitFailed (500).
  static Result<IncomingPack> create(std::filesystem::path folder);
  IncomingPack(IncomingPack&& other) noexcept
      : folder_(std::exchange(other.folder_, {})), object_count_(other.object_count_), name_(std::move(other.name_)) {}
  IncomingPack& operator=(IncomingPack&&) = delete;
  ~IncomingPack();

  /// Reads the pack up to its end, and no further. Errors: the source's, InvalidPack (400), PackTooLarge (413),
  /// DiskFull.
  Result<void> receive(ByteSource& source, const PackLimits& limits = {});
  /// Checks the objects and completes the pack from those of the repository. Error InvalidPack (400), git's words.
  Result<void> index(const BareRepository& repository);
  /// Packs all objects of these packs of the repository into one instead; broken off when a descriptor is readable.
  Result<void> join(const BareRepository& repository, const std::vector<std::string>& packs, int end_when_readable);

  /// "pack-<id>"; "" if it holds no object.
  const std::string& name() const { return name_; }
  /// The finished pack's bytes.
  Result<std::shared_ptr<ByteSource>> open() const;

  /// Error InvalidPack (400) unless everything that the tips need is here or in the repository. `known`: tips that
  /// are complete.
  Result<void> check_connected(const BareRepository& repository, const std::vector<std::string>& tips,
                               const References& known) const;
  /// The repository's objects with those of the pack.
  Result<ObjectReader> reader(const BareRepository& repository) const;

  /// Moves the finished pack into the repository. Error GitFailed (500).
  Result<void> release(const BareRepository& repository);

 private:
  explicit IncomingPack(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path objects() const { return folder_ / "objects"; }
  std::filesystem::path file(const char* ending) const { return objects() / "pack" / (name_ + ending); }

  std::filesystem::path folder_;  // empty: moved from
  std::uint32_t object_count_ = 0;
  std::string name_;
};

}  // namespace stellwerk::git
