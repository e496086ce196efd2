#pragma once
#include <filesystem>

#include "app/installation.h"
#include "base/result.h"

namespace stellwerk {
class IdSource;
namespace objects {
class BlobStore;
}
}  // namespace stellwerk

namespace stellwerk::app {

/// A backup is a directory: data/ (tables and bodies, as in a home) and home.sealed (certificates and first
/// credentials). All of it is encrypted under the master key, which is not in it.
///
/// Writes this moment's state while requests go on. `target` must not exist yet. Error: BackupFailed.
Result<void> back_up(const Home& home, objects::BlobStore& blobs, const std::string& master_key,
                     const std::filesystem::path& target, IdSource& ids);

/// The command: has the running server do it, or does it itself if none runs. Errors: BackupFailed, what the store
/// reports.
Result<void> back_up(const Home& home, const std::filesystem::path& target, const Clock& clock, IdSource& ids);

/// Makes a home out of a backup. The master key must lie in the home's keys/ already, and the home must hold no data.
/// Errors: MasterKeyMissing, RestoreFailed, what the store reports.
Result<void> restore(const Home& home, const std::filesystem::path& source, const Clock& clock);

}  // namespace stellwerk::app
