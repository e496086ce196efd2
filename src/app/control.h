#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "base/descriptor.h"
#include "base/result.h"

namespace stellwerk::app {

/// A socket run/control through which the commands of the same user reach the running server: one line in
/// ("backup /path"), one line out ("done", or "failed" and why).
class Control {
 public:
  using Handler = std::function<Result<void>(const std::string& line)>;

  /// Error: FileUnwritable.
  static Result<std::unique_ptr<Control>> open(const std::filesystem::path& run_directory, Handler handler);
  ~Control();

 private:
  Control(Descriptor listening, std::filesystem::path path, Handler handler);
  void serve();
  void answer(Descriptor connection);

  Descriptor listening_;
  Descriptor stop_;  // an eventfd
  const std::filesystem::path path_;
  const Handler handler_;
  std::thread thread_;
};

/// Has the running server carry out a line. Nothing if none runs. Error: the server's own.
std::optional<Result<void>> ask_server(const std::filesystem::path& run_directory, const std::string& line);

}  // namespace stellwerk::app
