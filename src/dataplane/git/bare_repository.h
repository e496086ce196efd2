#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "dataplane/git/reference_rules.h"

namespace stellwerk::git {

/// A bare repository's folder.
class BareRepository {
 public:
  explicit BareRepository(std::filesystem::path folder) : folder_(std::move(folder)) {}
  const std::filesystem::path& folder() const { return folder_; }

  bool exists() const;
  /// Errors: GitFailed (500).
  Result<void> create() const;

  /// Puts in a pack that was checked and completed when it came in. Error InvalidPack (400).
  Result<void> add_pack(std::shared_ptr<ByteSource> pack) const;
  std::filesystem::path pack_file(const std::string& name) const { return folder_ / "objects/pack" / (name + ".pack"); }
  bool has_pack(const std::string& name) const { return std::filesystem::exists(pack_file(name)); }
  void remove_pack(const std::string& name) const;

  /// Makes exactly these the references, HEAD a link to `head`.
  Result<void> set_references(const References& references, const std::string& head) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace stellwerk::git
