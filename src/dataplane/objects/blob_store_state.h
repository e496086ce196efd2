#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "base/id_source.h"
#include "dataplane/objects/blob_store.h"
#include "store/store.h"
#include "store/table.h"

namespace stellwerk::objects {

/// That a committed record owns the file; a file without one is swept at the next start.
struct FileRecord {
  std::int64_t size_bytes = 0;
  static void fields(auto& record, auto& visit) { visit(1, record.size_bytes); }
};

struct InlineRecord {
  std::string bytes;
  static void fields(auto& record, auto& visit) { visit(1, record.bytes); }
};

/// The number of the process's run. Each run puts its files into a folder of its own, so that a start has
/// to sweep no more than what the run before it left.
struct RunRecord {
  std::int64_t run = 0;
  static void fields(auto& record, auto& visit) { visit(1, record.run); }
};

inline constexpr store::Table<FileRecord> kFiles{"objects.file"};
inline constexpr store::Table<InlineRecord> kInlines{"objects.inline"};
inline constexpr store::Table<RunRecord> kRuns{"objects.run"};
inline const store::Scope kInstallation{};

inline constexpr std::string_view kRemoveTopic = "objects.remove";
/// A transaction that began before the erasure may still open the file for this long.
inline constexpr std::int64_t kRemovalDelaySeconds = 30;

struct BlobStore::State {
  store::Store& store;
  std::filesystem::path directory;
  std::string key;
  IdSource& ids;
  const Clock& clock;
  std::int64_t run = 0;

  std::mutex mutex;  // of all below
  bool run_folder_exists = false;
  std::map<std::string, int> readers = {};  // by blob id: its file must stay
  int backups = 0;                          // that run: every file must stay

  /// An id is "<run>-<hex>"; its file is "<run>/<hex>".
  std::filesystem::path path_of(const std::string& id) const;
  /// The key of one blob. With a sealing key of the owner neither it nor the store's own opens the bytes alone.
  std::string key_of(const std::string& id, const std::string& sealing_key) const;
  Result<std::string> inline_bytes(store::Transaction& transaction, const BlobReference& reference,
                                   const std::string& sealing_key) const;
  Result<void> make_run_folder();
  /// Deletes what no committed record owns, then begins the next run.
  Result<void> begin_run();
  Result<void> remove(const std::string& id);
};

/// Keeps the file of a blob for as long as it lives.
class Reading {
 public:
  Reading(std::shared_ptr<BlobStore::State> state, std::string id);
  ~Reading();
  Reading(const Reading&) = delete;

 private:
  std::shared_ptr<BlobStore::State> state_;
  std::string id_;
};

}  // namespace stellwerk::objects
