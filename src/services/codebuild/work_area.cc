#include "services/codebuild/work_area.h"

namespace stellwerk::codebuild {

Result<std::unique_ptr<WorkArea>> WorkArea::make(const std::filesystem::path& work_directory, const std::string& uuid) {
  std::filesystem::path root = work_directory / ("build-" + uuid);
  files::remove_tree(root);  // of an earlier try
  std::error_code failed;
  std::filesystem::create_directories(root, failed);
  std::filesystem::permissions(root, std::filesystem::perms::owner_all, failed);
  for (const char* part : {"trees", "private", "scratch"}) std::filesystem::create_directories(root / part, failed);
  files::Directory trees = TRY(files::Directory::open(root / "trees"));
  return std::unique_ptr<WorkArea>(new WorkArea(std::move(root), std::move(trees)));
}

}  // namespace stellwerk::codebuild
