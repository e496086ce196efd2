#include "services/codebuild/work_area.h"

namespace stellwerk::codebuild {

Result<std::unique_ptr<WorkArea>> WorkArea::make(const std::filesystem::path& work_directory, const std::string& uuid) {
  std::filesystem::path root = work_directory / ("build-" + uuid);
  files::remove_tree(root);  // of an earlier try
  std::error_code failed;
  std::filesystem::create_directories(root / "scratch", failed);
  std::filesystem::permissions(root, std::filesystem::perms::owner_all, failed);
  if (failed) return ::stellwerk::Error{"FileUnavailable", failed.message()};
  std::unique_ptr<WorkArea> area(new WorkArea(std::move(root)));
  area->box_.emplace(TRY(sandbox::make_box(area->root_ / "box", area->user_)));
  area->trees_.emplace(TRY(area->box_->make(std::string(sandbox::kShownPart) + "/" + kTreesPart)));
  return area;
}

}  // namespace stellwerk::codebuild
