#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace stellwerk::git {

/// "refs/heads/main" → 40 hexadecimal digits.
using References = std::map<std::string, std::string>;

inline constexpr std::string_view kZeroId = "0000000000000000000000000000000000000000";

bool is_object_id(std::string_view text);
/// A branch or tag by git's rules for names.
bool is_good_reference(const std::string& name);

/// A bare repository's folder. Its callers see to it that one at a time adds packs.
class BareRepository {
 public:
  explicit BareRepository(std::filesystem::path folder) : folder_(std::move(folder)) {}
  const std::filesystem::path& folder() const { return folder_; }

  bool exists() const;
  Result<void> create() const;

  /// Reads a pack, completes it if it is thin, checks its objects. Answers its name, "pack-<id>"; "" if it holds
  /// no object. Error InvalidPack (400) with git's words.
  Result<std::string> add_pack(ByteSource& pack) const;
  std::filesystem::path pack_file(const std::string& name) const { return folder_ / "objects/pack" / (name + ".pack"); }
  bool has_pack(const std::string& name) const { return std::filesystem::exists(pack_file(name)); }
  void remove_pack(const std::string& name) const;

  /// Error InvalidPack (400) unless everything that the tips need is there. `known`: tips that are complete.
  Result<void> check_connected(const std::vector<std::string>& tips, const References& known) const;

  /// Makes exactly these the references, HEAD a link to `head`.
  Result<void> set_references(const References& references, const std::string& head) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace stellwerk::git
