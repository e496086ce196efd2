#include <filesystem>
#include <mutex>

#include "base/log.h"
#include "dataplane/objects/blob_store.h"
#include "dataplane/objects/blob_store_state.h"
#include "dataplane/objects/sealed_file.h"

namespace stellwerk::objects {
namespace {

// Keeps the files of erased bodies for as long as it lives.
class RemovalsHeld {
 public:
  explicit RemovalsHeld(BlobStore::State& state) : state_(state) {
    std::lock_guard lock(state_.mutex);
    ++state_.backups;
  }
  ~RemovalsHeld() {
    std::lock_guard lock(state_.mutex);
    --state_.backups;
  }
  RemovalsHeld(const RemovalsHeld&) = delete;

 private:
  BlobStore::State& state_;
};

Error backup_failed(const std::filesystem::path& path, const std::error_code& why) {
  return Error{"BackupFailed",
               "The backup to " + path.string() + " failed: " + why.message() +
                   ". The directory must not exist yet, its parent must, and there must be space",
               500};
}

// A file is never changed once it is whole, so a second name for it is as good as a copy.
Result<void> link_or_copy(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code failed;
  std::filesystem::create_hard_link(from, to, failed);
  if (failed == std::errc::cross_device_link || failed == std::errc::operation_not_permitted ||
      failed == std::errc::too_many_links) {
    std::filesystem::copy_file(from, to, failed);
    if (!failed) return sync_file(to);
  }
  // It was staged and given up meanwhile: what a record owns stays while removals are held.
  if (failed == std::errc::no_such_file_or_directory && !std::filesystem::exists(from)) return {};
  if (failed) return backup_failed(to, failed);
  return {};
}

Result<void> copy_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code failed;
  std::filesystem::create_directory(to, from, failed);
  if (failed) return backup_failed(to, failed);
  for (auto at = std::filesystem::directory_iterator(from, failed);
       !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
    auto target = to / at->path().filename();
    if (at->is_directory()) {
      TRY(copy_folder(at->path(), target));
    } else {
      TRY(link_or_copy(at->path(), target));
    }
  }
  if (failed) return backup_failed(to, failed);
  return sync_directory(to);
}

}  // namespace

// The tables first: every body they own is there until the files have been copied. Files of bodies that came
// later are copied too, and swept when the copy is opened.
Result<void> BlobStore::backup(const std::filesystem::path& store_copy, const std::filesystem::path& objects_copy) {
  if (std::filesystem::exists(objects_copy)) {
    return backup_failed(objects_copy, std::make_error_code(std::errc::file_exists));
  }
  RemovalsHeld held(*state_);
  TRY(state_->store.backup(store_copy));
  TRY(copy_folder(state_->directory, objects_copy));
  return sync_directory(objects_copy.parent_path().empty() ? "." : objects_copy.parent_path());
}

}  // namespace stellwerk::objects
