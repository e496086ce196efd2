#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/logs.h"
#include "base/timestamp.h"
#include "ports/client.h"

namespace stellwerk::codebuild {

/// A build's output on its way to CloudWatch Logs: gathered for at most kBatchMilliseconds, sent by a thread of
/// its own as the build's service role. Secrets are masked before anything else happens to a line.
class BuildLog {
 public:
  static constexpr int kBatchMilliseconds = 150;

  /// An empty group: nothing is sent.
  BuildLog(ports::Client& client, ports::Session session, const Clock& clock, std::string group, std::string stream);
  ~BuildLog();

  /// Makes the group, if it may and must, and the stream. An error is the service's; the log then stays silent.
  Result<void> open();
  /// From now on these values are shown as ***. Values shorter than kMaskedBytes are left: masking them would only
  /// tear up the text.
  void mask(std::string_view secret);
  /// A line of a command.
  void line(std::string_view text);
  /// A line of the build itself: "[Container] 2026/11/23 06:30:00.123456 text".
  void note(std::string_view text);
  /// Sends what is left.
  void close();
  /// The first refusal since open, if there was one.
  std::string failure();

 private:
  static constexpr std::size_t kMaskedBytes = 4;
  static constexpr std::size_t kBatchBytes = 512 * 1024;
  static constexpr std::size_t kBatchEvents = 5000;
  static constexpr std::size_t kWaitingBytes = 16 << 20;  // beyond it the build waits for its log

  void work();
  void send(std::vector<logs::InputLogEvent> batch);

  ports::Client& client_;
  ports::Session session_;
  const Clock& clock_;
  std::string group_, stream_;
  std::vector<std::string> secrets_;
  std::mutex guard_;
  std::condition_variable changed_;
  std::vector<logs::InputLogEvent> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::int64_t last_time_ = 0;
  std::string failure_;
  bool is_open_ = false;
  bool is_closing_ = false;
  std::thread worker_;
};

}  // namespace stellwerk::codebuild
