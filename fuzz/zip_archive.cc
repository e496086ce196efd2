// Any bytes as a zip file: nothing may appear beside the folder that it is unpacked into.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/assert.h"
#include "dataplane/files/archive.h"

namespace fs = std::filesystem;

namespace {

fs::path make_work_folder() {
  std::string path = (fs::temp_directory_path() / "stellwerk-fuzz-XXXXXX").string();
  STELLWERK_ASSERT(mkdtemp(path.data()) != nullptr);
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  struct WorkFolder {
    fs::path path = make_work_folder();
    ~WorkFolder() { fs::remove_all(path); }
  };
  static const WorkFolder work;
  const fs::path archive = work.path / "archive.zip", target = work.path / "target";
  std::ofstream(archive, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  fs::remove_all(target);
  fs::create_directory(target);
  const stellwerk::files::Limits limits{.entries = 100, .total_bytes = 1 << 20, .ratio = 200};
  auto done = stellwerk::files::extract_zip(archive, *stellwerk::files::Directory::open(target), limits);
  STELLWERK_ASSERT(done || done.error().code == "InvalidArchive" || done.error().code == "ArchiveTooLarge");
  std::size_t beside = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(work.path)) ++beside;
  STELLWERK_ASSERT(beside == 2);
  return 0;
}
