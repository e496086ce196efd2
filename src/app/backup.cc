#include "app/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <map>

#include "app/control.h"
#include "app/private_file.h"
#include "app/secrets.h"
#include "base/cipher.h"
#include "base/descriptor.h"
#include "base/id_source.h"
#include "dataplane/objects/blob_store.h"
#include "store/record.h"
#include "store/store.h"

namespace stellwerk::app {
namespace {

constexpr std::string_view kSealedName = "home.sealed";
constexpr std::string_view kSealContext = "stellwerk home files";

/// By path within the home.
struct HomeFiles {
  std::map<std::string, std::string> files;
  static void fields(auto& record, auto& visit) { visit(1, record.files); }
};

Error not_backed_up(const std::filesystem::path& target, const std::string& why) {
  return Error{"BackupFailed", "The backup to " + target.string() + " failed: " + why, 500};
}

Error not_restored(const std::filesystem::path& source, const std::string& why) {
  return Error{"RestoreFailed", "The backup " + source.string() + " was not restored: " + why, 500};
}

Result<std::string> sealed_home_files(const Home& home, const std::string& master_key, IdSource& ids) {
  HomeFiles out;
  for (const auto& folder : {home.certificates.authority.parent_path(), home.credentials.parent_path()}) {
    std::error_code failed;
    for (auto at = std::filesystem::directory_iterator(folder, failed);
         !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
      if (!at->is_regular_file()) continue;
      out.files[at->path().lexically_relative(home.root).string()] = TRY(read_file(at->path()));
    }
    if (failed) return Error{"FileUnreadable", folder.string() + ": " + failed.message(), 500};
  }
  return seal(backup_key(master_key), store::encode_record(out), kSealContext, ids);
}

// All that was written below the path, at once.
bool flush(const std::filesystem::path& path) {
  Descriptor opened(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() && ::syncfs(opened.number()) == 0;
}

Result<void> write_backup(const Home& home, objects::BlobStore& blobs, const std::string& master_key,
                          const std::filesystem::path& target, IdSource& ids) {
  TRY(blobs.backup(target / "data", target / "data" / "objects"));
  std::string sealed = TRY(sealed_home_files(home, master_key, ids));
  TRY(write_file(target / kSealedName, sealed, 0600));
  if (!flush(target)) return not_backed_up(target, "it cannot be flushed to the disk");
  return {};
}

bool holds_something(const std::filesystem::path& directory) {
  std::error_code failed;
  return std::filesystem::exists(directory, failed) && !std::filesystem::is_empty(directory, failed);
}

Result<void> write_home_files(const Home& home, const std::filesystem::path& source, const std::string& master_key) {
  std::string sealed = TRY(read_file(source / kSealedName));
  auto plain = unseal(backup_key(master_key), sealed, kSealContext);
  if (!plain) {
    return not_restored(
        source, "it was made with another master key than " + home.master_key.string() + ", or was changed since");
  }
  for (const auto& [name, content] : store::decode_record<HomeFiles>(*plain).files) {
    const std::filesystem::path path = home.root / name;
    TRY(make_directory(path.parent_path()));
    TRY(write_file(path, content, 0600));
  }
  return {};
}

}  // namespace

Result<void> back_up(const Home& home, objects::BlobStore& blobs, const std::string& master_key,
                     const std::filesystem::path& target, IdSource& ids) {
  std::error_code failed;
  if (std::filesystem::exists(target, failed)) return not_backed_up(target, "it exists. Name a new directory");
  if (!std::filesystem::create_directory(target, failed)) {
    return not_backed_up(target, failed ? failed.message() : "it cannot be made");
  }
  std::filesystem::permissions(target, std::filesystem::perms::owner_all, failed);
  auto done = write_backup(home, blobs, master_key, target, ids);
  if (!done) std::filesystem::remove_all(target, failed);  // half a backup is none
  return done;
}

Result<void> back_up(const Home& home, const std::filesystem::path& given, const Clock& clock, IdSource& ids) {
  const std::filesystem::path target = std::filesystem::absolute(given);
  if (target.string().find('\n') != std::string::npos) return not_backed_up(target, "its name has a line break");
  if (auto asked = ask_server(home.run, "backup " + target.string())) return std::move(*asked);
  const std::string master_key = TRY(find_master_key(home));
  auto store = TRY(store::Store::open({home.data, master_key}, clock));
  auto blobs = TRY(objects::BlobStore::open(*store, home.data / "objects", objects_key(master_key), ids, clock));
  return back_up(home, *blobs, master_key, target, ids);
}

Result<void> restore(const Home& home, const std::filesystem::path& source, const Clock& clock) {
  if (holds_something(home.data)) {
    return not_restored(source, home.data.string() + " holds data already. Move it away first");
  }
  if (!std::filesystem::exists(home.master_key)) {
    return Error{"MasterKeyMissing",
                 "Put the master key with which the backup was made into " + home.master_key.string() +
                     " first (mode 0600); it is not part of the backup",
                 500};
  }
  const std::string master_key = TRY(store::read_master_key(home.master_key));
  for (const auto& directory : {home.root, home.work, home.run}) TRY(make_directory(directory));
  TRY(write_home_files(home, source, master_key));
  // Under another name until it is whole and was opened.
  const std::filesystem::path prepared = home.data.string() + ".restored";
  std::error_code failed;
  std::filesystem::remove_all(prepared, failed);
  std::filesystem::copy(source / "data", prepared, std::filesystem::copy_options::recursive, failed);
  if (failed) return not_restored(source, failed.message());
  if (auto opened = store::Store::open({prepared, master_key}, clock); !opened) return std::move(opened).error();
  if (!flush(prepared)) return not_restored(source, "it cannot be flushed to the disk");
  std::filesystem::remove(home.data, failed);  // if it is there, it is empty
  std::filesystem::rename(prepared, home.data, failed);
  if (failed || !flush(home.root)) return not_restored(source, failed.message());
  return {};
}

}  // namespace stellwerk::app
