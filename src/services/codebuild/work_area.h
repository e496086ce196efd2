#pragma once
#include <filesystem>
#include <string>

#include "dataplane/sandbox/sandbox.h"

namespace stellwerk::codebuild {

/// One build's place on disk, in plain text while it runs and gone when it ends. Below it: `trees` (the sources, which
/// the build sees and may change), `private` (the sandbox's), `scratch` (archives in transit; never seen by the build).
class WorkArea {
 public:
  WorkArea(const std::filesystem::path& work_directory, const std::string& uuid)
      : root_(work_directory / ("build-" + uuid)) {
    sandbox::remove_tree(root_);  // of an earlier try
    std::error_code failed;
    std::filesystem::create_directories(root_, failed);
    std::filesystem::permissions(root_, std::filesystem::perms::owner_all, failed);
    for (const auto& part : {trees(), private_directory(), scratch()})
      std::filesystem::create_directories(part, failed);
    is_usable_ = !failed;
  }
  ~WorkArea() { sandbox::remove_tree(root_); }
  WorkArea(const WorkArea&) = delete;

  bool is_usable() const { return is_usable_; }
  std::filesystem::path trees() const { return root_ / "trees"; }
  std::filesystem::path private_directory() const { return root_ / "private"; }
  std::filesystem::path scratch() const { return root_ / "scratch"; }
  /// The tree of a source; "" is the primary one.
  std::filesystem::path tree(const std::string& identifier) const {
    return trees() / source_folder(identifier) / "src";
  }
  /// The same as the build sees it.
  static std::string inner_tree(const std::string& identifier) {
    return std::string(kInnerRoot) + "/" + source_folder(identifier) + "/src";
  }
  static std::string source_folder(const std::string& identifier) {
    return identifier.empty() ? "src" : "src_" + identifier;
  }
  static constexpr std::string_view kInnerRoot = "/codebuild/output";

 private:
  std::filesystem::path root_;
  bool is_usable_ = false;
};

}  // namespace stellwerk::codebuild
