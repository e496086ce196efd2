#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stellwerk::app {

/// `process`: of no use to the next one, so the disk need not be waited for.
enum class Lifetime { installation, process };

/// Replaces the file as a whole, durably unless `lifetime` says otherwise; nobody sees half of it.
/// Error: FileUnwritable.
Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode,
                        Lifetime lifetime = Lifetime::installation);
/// Error: FileUnreadable.
Result<std::string> read_file(const std::filesystem::path& path);
/// With its parents, mode 0700 if it is new. Error: FileUnwritable.
Result<void> make_directory(const std::filesystem::path& path);

}  // namespace stellwerk::app
