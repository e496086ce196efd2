#include "dataplane/objects/blob_store_state.h"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "base/assert.h"
#include "base/log.h"
#include "dataplane/objects/sealed_file.h"
#include "store/master_key.h"

namespace stellwerk::objects {
namespace {

std::string run_folder(const std::string& id) { return id.substr(0, id.find('-')); }

Error directory_refused(const std::filesystem::path& directory, const std::error_code& why) {
  log::error("Object directory " + directory.string() + ": " + why.message());
  return Error{"InternalError", "We encountered an internal error. Please try again.", 500};
}

}  // namespace

std::filesystem::path BlobStore::State::path_of(const std::string& id) const {
  std::size_t dash = id.find('-');
  STELLWERK_ASSERT(dash != std::string::npos && id.find('/') == std::string::npos);
  return directory / id.substr(0, dash) / id.substr(dash + 1);
}

std::string BlobStore::State::key_of(const std::string& id, const std::string& sealing_key) const {
  return store::hkdf_sha256(key + sealing_key, id, "stellwerk object", store::kMasterKeyBytes);
}

Result<void> BlobStore::State::make_run_folder() {
  std::lock_guard lock(mutex);
  if (run_folder_exists) return {};
  auto folder = directory / std::to_string(run);
  std::error_code failed;
  std::filesystem::create_directory(folder, failed);
  if (!failed) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  if (failed) return directory_refused(folder, failed);
  TRY(sync_directory(directory));
  run_folder_exists = true;
  return {};
}

Result<void> BlobStore::State::begin_run() {
  auto transaction = store.begin();
  std::int64_t last = kRuns.get(*transaction, kInstallation, {}).value_or(RunRecord{}).run;
  auto folder = directory / std::to_string(last);
  std::error_code failed;
  std::size_t swept = 0;
  for (auto at = std::filesystem::directory_iterator(folder, failed);
       !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
    std::string id = std::to_string(last) + "-" + at->path().filename().string();
    if (kFiles.get(*transaction, kInstallation, {id})) continue;
    std::error_code not_removed;
    std::filesystem::remove(at->path(), not_removed);
    if (not_removed) return directory_refused(folder, not_removed);
    ++swept;
  }
  if (failed && failed != std::errc::no_such_file_or_directory) return directory_refused(folder, failed);
  if (swept > 0) log::info("Removed " + std::to_string(swept) + " unfinished object files of the last run");
  std::filesystem::remove(folder, failed);  // only if it is empty
  run = last + 1;
  return store.run([&](store::Transaction& writing) -> Result<void> {
    kRuns.put(writing, kInstallation, {}, {run});
    return {};
  });
}

Result<void> BlobStore::State::remove(const std::string& id) {
  std::unique_lock lock(mutex);
  if (backups > 0 || readers.contains(id)) {
    lock.unlock();
    return store.run([&](store::Transaction& later) -> Result<void> {
      later.after(std::string(kRemoveTopic), id, clock.now().plus_seconds(kRemovalDelaySeconds));
      return {};
    });
  }
  std::error_code failed;
  std::filesystem::remove(path_of(id), failed);
  if (failed) return directory_refused(path_of(id), failed);
  if (run_folder(id) != std::to_string(run)) std::filesystem::remove(directory / run_folder(id), failed);
  return {};
}

Reading::Reading(std::shared_ptr<BlobStore::State> state, std::string id)
    : state_(std::move(state)), id_(std::move(id)) {
  std::lock_guard lock(state_->mutex);
  ++state_->readers[id_];
}

Reading::~Reading() {
  std::lock_guard lock(state_->mutex);
  auto found = state_->readers.find(id_);
  if (--found->second == 0) state_->readers.erase(found);
}

}  // namespace stellwerk::objects
