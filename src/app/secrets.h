#pragma once
#include <string>

#include "store/master_key.h"

/// One key per purpose, all from the master key; services name their own purposes (ports/foundation.h). The names are
/// for ever: data on disk depend on them.
namespace stellwerk::app {

inline std::string backup_key(const std::string& master_key) { return store::derive_key(master_key, "backup"); }
inline std::string objects_key(const std::string& master_key) { return store::derive_key(master_key, "objects"); }

}  // namespace stellwerk::app
