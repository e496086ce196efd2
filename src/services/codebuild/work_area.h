#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "dataplane/files/directory.h"
#include "dataplane/sandbox/sandbox.h"

namespace stellwerk::codebuild {

/// One build's place on disk, in plain text while it runs and gone when it ends. Below it: the sandbox's `box`, of
/// which the build sees and may change `trees` (the sources), and `scratch` (archives in transit; never seen by the
/// build).
class WorkArea {
 public:
  /// Error: FileUnavailable.
  static Result<std::unique_ptr<WorkArea>> make(const std::filesystem::path& work_directory, const std::string& uuid);
  ~WorkArea() { files::remove_tree(root_); }
  WorkArea(const WorkArea&) = delete;

  const files::Directory& box() const { return *box_; }
  /// Held open since before the build began: what the build puts in its place later leads nowhere.
  const files::Directory& trees() const { return *trees_; }
  std::filesystem::path scratch() const { return root_ / "scratch"; }

  /// The tree of a source below `trees`; "" is the primary one.
  static std::string tree(const std::string& identifier) {
    return (identifier.empty() ? "src" : "src_" + identifier) + "/src";
  }
  /// The same as the build sees it.
  static std::string inner_tree(const std::string& identifier) {
    return std::string(kInnerRoot) + "/" + tree(identifier);
  }
  static constexpr const char* kTreesPart = "trees";  // of what the box shows
  static constexpr std::string_view kInnerRoot = "/codebuild/output";

 private:
  explicit WorkArea(std::filesystem::path root) : root_(std::move(root)) {}
  sandbox::UserId user_;
  std::filesystem::path root_;
  std::optional<files::Directory> box_, trees_;
};

}  // namespace stellwerk::codebuild
