#include "store/directory_check.h"

#include <rocksdb/env.h>

#include <algorithm>
#include <optional>

#include "store/encrypted_files.h"

namespace stellwerk::store {
namespace {

constexpr std::string_view kCurrent = "CURRENT";
constexpr std::string_view kIdentity = "IDENTITY";

bool has_head(std::string_view name) {
  return name == kCurrent || name == kIdentity || name.starts_with("MANIFEST-") || name.starts_with("OPTIONS-") ||
         name.ends_with(".log") || name.ends_with(".sst");
}

struct Listing {
  std::vector<std::string> names;
  bool has_data = false;  // a table, or a log that was begun
};

Listing list(const std::filesystem::path& directory) {
  Listing out;
  std::error_code failed;
  for (auto at = std::filesystem::directory_iterator(directory, failed);
       !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
    std::string name = at->path().filename().string();
    std::error_code ignored;
    if (name.ends_with(".sst") || (name.ends_with(".log") && at->file_size(ignored) > 0)) out.has_data = true;
    out.names.push_back(std::move(name));
  }
  return out;
}

void check_heads(const std::filesystem::path& directory, const Listing& listing, std::string_view master_key,
                 DirectoryCheck& out) {
  std::size_t whole = 0;
  for (const std::string& name : listing.names) {
    if (!has_head(name) || name.ends_with(".sst")) continue;
    FileHead head = head_of(directory / name, master_key);
    if (head == FileHead::whole || head == FileHead::unsealed) ++whole;
    if (head == FileHead::foreign) out.damages.push_back({name, "was changed at its head after it was written"});
    if (head == FileHead::unfinished && (name == kCurrent || name == kIdentity)) {
      out.damages.push_back({name, "was cut off"});
    }
  }
  out.is_of_another_key = whole == 0 && out.damages.size() > 1;
}

// Names the manifest, from which the database learns all else.
void check_current(const std::filesystem::path& directory, rocksdb::Env& environment,
                   const std::optional<SealContents>& seal, std::vector<Damage>& damages) {
  std::string named;
  if (!rocksdb::ReadFileToString(&environment, (directory / kCurrent).string(), &named).ok()) return;
  bool is_known = named.starts_with("MANIFEST-") && named.ends_with('\n');
  if (is_known) named.pop_back();
  std::error_code ignored;
  if (is_known && seal && !seal->files.empty()) {
    is_known = std::ranges::any_of(seal->files, [&](const SealedFile& file) { return file.name == named; });
  } else if (is_known) {
    is_known = std::filesystem::exists(directory / named, ignored);
  }
  if (!is_known) damages.push_back({std::string(kCurrent), "was changed after it was written"});
}

}  // namespace

DirectoryCheck check_directory(const std::filesystem::path& directory, std::string_view master_key,
                               rocksdb::Env& environment) {
  DirectoryCheck out;
  Listing listing = list(directory);
  auto seal = Seal::read(directory);
  if (!seal) out.damages.push_back({std::string(kSealName), "was changed after it was written"});
  const std::optional<SealContents> contents = seal ? *seal : std::nullopt;
  FileHead current = head_of(directory / kCurrent, master_key);
  if (current == FileHead::missing) {
    bool has_acknowledged = contents && contents->acknowledged.sequence > 0;
    out.is_new = !listing.has_data && !has_acknowledged && out.damages.empty();
    if (out.is_new) return out;
    out.damages.push_back({std::string(kCurrent), "is missing"});
  }
  if (seal && !contents && current == FileHead::whole) out.damages.push_back({std::string(kSealName), "is missing"});
  std::vector<Damage> before = std::move(out.damages);
  out.damages.clear();
  check_heads(directory, listing, master_key, out);
  if (out.is_of_another_key) return out;
  bool is_current_whole = std::ranges::none_of(out.damages, [](const Damage& each) { return each.file == kCurrent; });
  out.damages.insert(out.damages.begin(), before.begin(), before.end());
  if (is_current_whole && current != FileHead::missing) check_current(directory, environment, contents, out.damages);
  if (contents) {
    for (Damage& damage : Seal::check(directory, *contents)) {
      bool is_told = std::ranges::any_of(out.damages, [&](const Damage& each) { return each.file == damage.file; });
      if (!is_told) out.damages.push_back(std::move(damage));
    }
  }
  return out;
}

Error damage_error(const std::filesystem::path& directory, const std::vector<Damage>& damages) {
  std::string all;
  for (const Damage& damage : damages) all += (all.empty() ? "" : "; ") + damage.file + " " + damage.what;
  return Error{"StoreDamaged",
               "The data directory " + directory.string() + " is damaged: " + all +
                   ". Nothing was changed. Restore a backup, or run `stellwerk recover`, which tells what can be "
                   "saved and what would be lost before it loses anything",
               500};
}

}  // namespace stellwerk::store
