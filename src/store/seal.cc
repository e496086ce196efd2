#include "store/seal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/descriptor.h"
#include "base/digest.h"

namespace stellwerk::store {
namespace {

constexpr std::string_view kSealMarker = "STWKSEAL1";
constexpr std::size_t kSealHeadBytes = 256;
constexpr std::size_t kEntryBytes = 128;  // so that none crosses a sector
constexpr std::size_t kSlots = 31;        // a store has three or four such files at a time
constexpr std::size_t kSealBytes = kSealHeadBytes + kSlots * 2 * kEntryBytes;
constexpr std::size_t kNameLimitBytes = 40;
constexpr std::size_t kPieceBytes = 256 * 1024;

Error damaged(const std::filesystem::path& path, const std::string& what) {
  return Error{"StoreDamaged", path.string() + " " + what, 500};
}

Error refused(const std::filesystem::path& path, std::string_view what) {
  return Error{"StoreUnreadable", path.string() + " cannot be " + std::string(what) + ": " + std::strerror(errno), 500};
}

bool write_at(int file, std::string_view bytes, std::size_t offset) {
  while (!bytes.empty()) {
    ssize_t count = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::size_t>(count);
  }
  return true;
}

// As many as there are, up to `bytes`.
std::optional<std::string> read_at(int file, std::size_t bytes, std::uint64_t offset) {
  std::string out(bytes, '\0');
  std::size_t filled = 0;
  while (filled < bytes) {
    ssize_t count = ::pread(file, out.data() + filled, bytes - filled, static_cast<off_t>(offset + filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  out.resize(filled);
  return out;
}

bool flush_directory(const std::filesystem::path& directory) {
  Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return opened.is_open() && ::fsync(opened.number()) == 0;
}

// Whole and durable, or not there.
Result<void> make_empty(const std::filesystem::path& directory) {
  std::filesystem::path path = directory / kSealName;
  std::filesystem::path prepared = path;
  prepared += ".new";
  Descriptor file{::open(prepared.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  std::string bytes(kSealMarker);
  bytes.resize(kSealBytes, '\0');
  if (!file.is_open() || !write_at(file.number(), bytes, 0) || ::fsync(file.number()) != 0 ||
      ::rename(prepared.c_str(), path.c_str()) != 0 || !flush_directory(directory)) {
    return refused(path, "made");
  }
  return {};
}

// "" if the file is as it was sealed.
std::string difference(const std::filesystem::path& path, const SealedFile& sealed) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  const std::string acknowledged = std::to_string(sealed.bytes) + " bytes of it hold acknowledged writes";
  if (!file.is_open() && errno == ENOENT) return "is missing; " + acknowledged;
  if (!file.is_open()) return std::string("cannot be read: ") + std::strerror(errno);
  std::uint32_t checksum = 0;
  for (std::uint64_t at = 0; at < sealed.bytes;) {
    auto piece =
        read_at(file.number(), static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, sealed.bytes - at)), at);
    if (!piece) return std::string("cannot be read: ") + std::strerror(errno);
    if (piece->empty()) return "ends after " + std::to_string(at) + " bytes; " + acknowledged;
    checksum = crc32c(checksum, *piece);
    at += piece->size();
  }
  if (checksum != sealed.checksum) return "was changed after it was written; " + acknowledged;
  return "";
}

Result<SealedFile> whole(const std::filesystem::path& path) {
  SealedFile out{path.filename().string()};
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) return refused(path, "read");
  while (true) {
    auto piece = read_at(file.number(), kPieceBytes, out.bytes);
    if (!piece) return refused(path, "read");
    if (piece->empty()) return out;
    out.checksum = crc32c(out.checksum, *piece);
    out.bytes += piece->size();
  }
}

}  // namespace

struct Seal::Entry {
  std::array<char, kNameLimitBytes> name{};  // empty: the slot is free
  std::uint64_t bytes = 0;
  std::uint64_t sequence = 0;
  std::int64_t time_milliseconds = 0;
  std::uint64_t turn = 0;  // the higher of two is the newer
  std::uint32_t checksum = 0;
  std::uint32_t own_checksum = 0;  // of all before

  std::string_view file() const { return {name.data(), ::strnlen(name.data(), name.size())}; }
  std::string_view octets() const { return {reinterpret_cast<const char*>(this), sizeof *this}; }
  std::uint32_t expected_checksum() const { return crc32c(0, octets().substr(0, offsetof(Entry, own_checksum))); }
};

struct Seal::Slot {
  Entry newest;
  bool is_next_first = true;  // which of the two places is written next

  // Nothing if neither place holds a whole entry.
  static std::optional<Slot> read(std::string_view first, std::string_view second);
};

std::optional<Seal::Slot> Seal::Slot::read(std::string_view first, std::string_view second) {
  std::optional<Slot> out;
  bool is_untouched = true;
  for (std::string_view place : {first, second}) {
    Entry entry;
    std::memcpy(&entry, place.data(), sizeof entry);
    if (std::ranges::all_of(place, [](char byte) { return byte == '\0'; })) continue;
    is_untouched = false;
    if (entry.own_checksum != entry.expected_checksum()) continue;
    if (!out || entry.turn > out->newest.turn) out = Slot{entry, place.data() != first.data()};
  }
  if (is_untouched) return Slot{};
  return out;
}

Seal::Seal(std::filesystem::path directory, Descriptor file, std::vector<Slot> slots)
    : directory_(std::move(directory)), file_(std::move(file)), slots_(std::move(slots)) {
  expected_ = contents().acknowledged;
}

Seal::~Seal() = default;

bool Seal::is_growing_file(std::string_view name) {
  if (name.size() > kNameLimitBytes) return false;
  return name.ends_with(".log") || name.starts_with("MANIFEST-");
}

Result<std::unique_ptr<Seal>> Seal::open(const std::filesystem::path& directory) {
  std::filesystem::path path = directory / kSealName;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) TRY(make_empty(directory));
  Descriptor file{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
  if (!file.is_open()) return refused(path, "opened");
  auto bytes = read_at(file.number(), kSealBytes + 1, 0);
  if (!bytes) return refused(path, "read");
  if (bytes->size() != kSealBytes) return damaged(path, "has not the length it was written with");
  if (!bytes->starts_with(kSealMarker)) return damaged(path, "was changed after it was written");
  std::vector<Slot> slots;
  for (std::size_t at = kSealHeadBytes; at < kSealBytes; at += 2 * kEntryBytes) {
    std::string_view both(*bytes);
    auto slot = Slot::read(both.substr(at, kEntryBytes), both.substr(at + kEntryBytes, kEntryBytes));
    if (!slot) return damaged(path, "was changed after it was written");
    slots.push_back(*slot);
  }
  return std::unique_ptr<Seal>(new Seal(directory, std::move(file), std::move(slots)));
}

Result<std::optional<SealContents>> Seal::read(const std::filesystem::path& directory) {
  std::error_code ignored;
  if (!std::filesystem::exists(directory / kSealName, ignored)) return std::optional<SealContents>();
  auto seal = TRY(open(directory));
  return std::optional(seal->contents());
}

Result<void> Seal::make(const std::filesystem::path& directory, const Acknowledged& acknowledged) {
  TRY(make_empty(directory));
  auto seal = TRY(open(directory));
  seal->expect(acknowledged);
  std::error_code failed;
  for (auto at = std::filesystem::directory_iterator(directory, failed);
       !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
    if (!is_growing_file(at->path().filename().string())) continue;
    if (!seal->add(TRY(whole(at->path())))) return refused(directory / kSealName, "written");
  }
  if (failed || ::fsync(seal->file_.number()) != 0) return refused(directory / kSealName, "written");
  return {};
}

std::vector<Damage> Seal::check(const std::filesystem::path& directory, const SealContents& contents) {
  std::vector<Damage> out;
  for (const SealedFile& sealed : contents.files) {
    if (auto what = difference(directory / sealed.name, sealed); !what.empty()) out.push_back({sealed.name, what});
  }
  return out;
}

SealContents Seal::contents() const {
  std::lock_guard lock(mutex_);
  SealContents out;
  for (const Slot& slot : slots_) {
    const Entry& entry = slot.newest;
    if (entry.sequence >= out.acknowledged.sequence && entry.turn > 0) {
      out.acknowledged = {entry.sequence, {std::max(out.acknowledged.time.milliseconds, entry.time_milliseconds)}};
    }
    if (!entry.file().empty()) out.files.push_back({std::string(entry.file()), entry.bytes, entry.checksum});
  }
  return out;
}

void Seal::expect(const Acknowledged& acknowledged) {
  std::lock_guard lock(mutex_);
  expected_ = acknowledged;
}

bool Seal::write(std::size_t number, const Entry& entry) {
  Slot& slot = slots_[number];
  std::size_t place = kSealHeadBytes + number * 2 * kEntryBytes + (slot.is_next_first ? 0 : kEntryBytes);
  if (!write_at(file_.number(), entry.octets(), place)) return false;
  slot = {entry, !slot.is_next_first};
  return true;
}

bool Seal::add(const SealedFile& file) {
  std::lock_guard lock(mutex_);
  auto slot = std::ranges::find_if(slots_, [&](const Slot& each) { return each.newest.file() == file.name; });
  if (slot == slots_.end())
    slot = std::ranges::find_if(slots_, [](const Slot& each) { return each.newest.file().empty(); });
  if (slot == slots_.end()) return false;
  Entry entry;
  std::ranges::copy(file.name, entry.name.begin());
  entry.bytes = file.bytes;
  entry.checksum = file.checksum;
  entry.sequence = expected_.sequence;
  entry.time_milliseconds = expected_.time.milliseconds;
  entry.turn = slot->newest.turn + 1;
  entry.own_checksum = entry.expected_checksum();
  return write(static_cast<std::size_t>(slot - slots_.begin()), entry);
}

bool Seal::forget(std::string_view name) {
  std::lock_guard lock(mutex_);
  auto slot = std::ranges::find_if(slots_, [&](const Slot& each) { return each.newest.file() == name; });
  if (slot == slots_.end()) return true;
  auto number = static_cast<std::size_t>(slot - slots_.begin());
  for (int place = 0; place < 2; ++place) {  // both, so that damage to one does not bring the file back
    Entry free;
    free.sequence = slot->newest.sequence;
    free.time_milliseconds = slot->newest.time_milliseconds;
    free.turn = slot->newest.turn + 1;
    free.own_checksum = free.expected_checksum();
    if (!write(number, free)) return false;
  }
  return ::fdatasync(file_.number()) == 0;
}

}  // namespace stellwerk::store
