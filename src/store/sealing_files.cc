#include "store/sealing_files.h"

#include <cerrno>
#include <filesystem>

#include "base/digest.h"

namespace stellwerk::store {
namespace {

using rocksdb::DataVerificationInfo;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

// To the database a quota that is used up is a full disk as well.
IOStatus with_quota(IOStatus status, int failure) {
  if (!status.IsIOError() || status.IsNoSpace() || failure != EDQUOT) return status;
  return IOStatus::NoSpace(status.ToString());
}

class SealingFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  SealingFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::shared_ptr<Seal> seal, std::string name)
      : FSWritableFileOwnerWrapper(std::move(file)), seal_(std::move(seal)), sealed_{std::move(name)} {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    return appended(data, FSWritableFileOwnerWrapper::Append(data, options, debug));
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo& verification,
                  IODebugContext* debug) override {
    return appended(data, FSWritableFileOwnerWrapper::Append(data, options, verification, debug));
  }
  IOStatus PositionedAppend(const Slice&, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported("a sealed file grows at its end");
  }
  IOStatus PositionedAppend(const Slice&, std::uint64_t, const IOOptions&, const DataVerificationInfo&,
                            IODebugContext*) override {
    return IOStatus::NotSupported("a sealed file grows at its end");
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    if (size < sealed_.bytes) return IOStatus::NotSupported("a sealed file does not shrink");
    return FSWritableFileOwnerWrapper::Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return flushed(FSWritableFileOwnerWrapper::Sync(options, debug));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return flushed(FSWritableFileOwnerWrapper::Fsync(options, debug));
  }

 private:
  IOStatus appended(const Slice& data, IOStatus status) {
    int failure = errno;
    if (status.ok()) {
      sealed_.bytes += data.size();
      sealed_.checksum = crc32c(sealed_.checksum, {data.data(), data.size()});
    } else {
      has_failed_ = true;  // how much of it was written is unknown
    }
    return with_quota(std::move(status), failure);
  }

  IOStatus flushed(IOStatus status) {
    if (has_failed_) return IOStatus::IOError("an earlier write failed", sealed_.name);
    has_failed_ = !status.ok() || !seal_->add(sealed_);
    if (!has_failed_ || !status.ok()) return status;
    return IOStatus::IOError("the seal cannot be written", sealed_.name);
  }

  std::shared_ptr<Seal> seal_;
  SealedFile sealed_;
  bool has_failed_ = false;
};

class SealingFiles final : public rocksdb::FileSystemWrapper {
 public:
  SealingFiles(std::shared_ptr<rocksdb::FileSystem> disk, std::shared_ptr<Seal> seal)
      : FileSystemWrapper(std::move(disk)), seal_(std::move(seal)) {}

  const char* Name() const override { return "stellwerk-sealing"; }

  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) override {
    IOStatus status = FileSystemWrapper::NewWritableFile(path, options, result, debug);
    if (status.ok() && is_sealed(path)) {
      *result = std::make_unique<SealingFile>(std::move(*result), seal_, name_of(path));
    }
    return status;
  }

  IOStatus DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) override {
    if (is_sealed(path) && !seal_->forget(name_of(path))) return IOStatus::IOError("the seal cannot be written", path);
    return FileSystemWrapper::DeleteFile(path, options, debug);
  }

 private:
  static std::string name_of(const std::string& path) { return std::filesystem::path(path).filename().string(); }
  bool is_sealed(const std::string& path) const {
    std::filesystem::path given(path);
    return Seal::is_growing_file(given.filename().string()) && given.parent_path() == seal_->directory();
  }

  std::shared_ptr<Seal> seal_;
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> sealing_files(std::shared_ptr<rocksdb::FileSystem> disk,
                                                   std::shared_ptr<Seal> seal) {
  return std::make_shared<SealingFiles>(std::move(disk), std::move(seal));
}

}  // namespace stellwerk::store
