#include "dataplane/git/incoming_pack.h"

#include <algorithm>

#include "base/bytes.h"
#include "dataplane/files/directory.h"
#include "dataplane/git/git_process.h"

namespace stellwerk::git {
namespace {

Error broken(const std::string& what) { return Error{"GitFailed", what, 500}; }

std::string first_line(const std::string& text) { return std::string(trim(text.substr(0, text.find('\n')))); }

// The bytes of a pack, and none of what follows it.
class PackSource final : public ByteSource {
 public:
  PackSource(ByteSource& source, const PackLimits& limits) : source_(source), scanner_(limits) {}

  Result<std::size_t> read(std::span<char> into) override {
    if (scanner_.is_complete()) return std::size_t{0};
    std::size_t count = TRY(source_.read(into));
    if (count == 0) return Error{"InvalidPack", "the pack ends too early", 400};
    return scanner_.take({into.data(), count});
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }
  std::uint32_t object_count() const { return scanner_.object_count(); }

 private:
  ByteSource& source_;
  PackScanner scanner_;
};

// "pack\t<id>" or "keep\t<id>", then what followed the pack, if anything did.
std::string pack_name(const std::string& output) {
  std::string line = first_line(output);
  return "pack-" + line.substr(std::min(line.size(), line.find('\t') + 1));
}

}  // namespace

Result<IncomingPack> IncomingPack::create(std::filesystem::path folder) {
  IncomingPack made(std::move(folder));
  std::error_code error;
  std::filesystem::create_directories(made.objects() / "pack", error);
  if (error) return broken("The work directory cannot be used: " + error.message());
  return made;
}

IncomingPack::~IncomingPack() {
  if (!folder_.empty()) files::remove_tree(folder_);
}

Result<void> IncomingPack::receive(ByteSource& source, const PackLimits& limits) {
  PackSource pack(source, limits);
  TRY(files::spool(pack, folder_ / "received", limits.pack_bytes));
  object_count_ = pack.object_count();
  return {};
}

Result<void> IncomingPack::index(const BareRepository& repository) {
  if (object_count_ == 0) return {};
  GitResult result = TRY(run_git({.repository = repository.folder(),
                                  .arguments = {"index-pack", "--stdin", "--fix-thin", "--strict"},
                                  .new_objects = objects(),
                                  .input = TRY(files::read_file(folder_ / "received"))}));
  if (result.exit_status != 0) return Error{"InvalidPack", first_line(result.complaint), 400};
  name_ = pack_name(result.output);
  std::error_code ignored;
  std::filesystem::remove(folder_ / "received", ignored);
  return {};
}

Result<void> IncomingPack::join(const BareRepository& repository, const std::vector<std::string>& packs,
                                int end_when_readable) {
  std::string list;
  for (const std::string& pack : packs) list += pack + ".pack\n";
  GitResult result = TRY(run_git(
      {.repository = repository.folder(),
       .arguments = {"pack-objects", "-q", "--stdin-packs", "--delta-base-offset", (objects() / "pack/pack").string()},
       .input = std::make_shared<StringSource>(list),
       .end_when_readable = end_when_readable}));
  if (result.exit_status != 0) return broken("Packs could not be joined: " + first_line(result.complaint));
  name_ = pack_name(result.output);
  return {};
}

Result<std::shared_ptr<ByteSource>> IncomingPack::open() const { return files::read_file(file(".pack")); }

Result<void> IncomingPack::check_connected(const BareRepository& repository, const std::vector<std::string>& tips,
                                           const References& known) const {
  std::string list;
  for (const std::string& tip : tips) list += tip + "\n";
  for (const auto& [name, id] : known) list += "^" + id + "\n";
  GitResult result = TRY(run_git({.repository = repository.folder(),
                                  .arguments = {"rev-list", "--objects", "--stdin", "--quiet"},
                                  .new_objects = objects(),
                                  .input = std::make_shared<StringSource>(std::move(list))}));
  if (result.exit_status == 0) return {};
  return Error{"InvalidPack", "missing necessary objects: " + first_line(result.complaint), 400};
}

Result<ObjectReader> IncomingPack::reader(const BareRepository& repository) const {
  return ObjectReader::open(repository.folder(), objects());
}

Result<void> IncomingPack::release(const BareRepository& repository) {
  std::error_code error, ignored;
  auto move = [&](const char* ending, std::error_code& result) {
    std::filesystem::rename(file(ending), repository.folder() / "objects/pack" / (name_ + ending), result);
  };
  move(".rev", ignored);  // not every git makes one
  move(".pack", error);
  // Last, since by it git finds the pack.
  if (!error) move(".idx", error);
  if (error) return broken("A pack cannot be put into its place: " + error.message());
  return {};
}

}  // namespace stellwerk::git
