#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/seal.h"

namespace rocksdb {
class Env;
}

namespace stellwerk::store {

/// What is known of a directory before the database opens it, and may change it.
struct DirectoryCheck {
  bool is_new = false;             // nothing was ever stored in it
  bool is_of_another_key = false;  // none of its files was written with this master key
  std::vector<Damage> damages;     // none: every acknowledged write can be read, as far as the logs go
};

/// Only while the directory is locked. Tables are not read: their blocks are checked as they are used.
DirectoryCheck check_directory(const std::filesystem::path& directory, std::string_view master_key,
                               rocksdb::Env& environment);

/// "CURRENT is missing; 000012.log was changed ..." and what to do. Code StoreDamaged.
Error damage_error(const std::filesystem::path& directory, const std::vector<Damage>& damages);

}  // namespace stellwerk::store
