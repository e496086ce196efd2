#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>

namespace stellwerk {

/// A directory for one test, removed after it.
struct TestDirectory {
  TestDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "stellwerk-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~TestDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TestDirectory(const TestDirectory&) = delete;
  std::filesystem::path path;
};

}  // namespace stellwerk
