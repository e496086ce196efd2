#include "services/codebuild/build_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "base/bytes.h"

namespace stellwerk::codebuild {

BuildLog::BuildLog(ports::Client& client, ports::Session session, const Clock& clock, std::string group,
                   std::string stream)
    : client_(client),
      session_(std::move(session)),
      clock_(clock),
      group_(std::move(group)),
      stream_(std::move(stream)) {}

BuildLog::~BuildLog() { close(); }

Result<void> BuildLog::open() {
  if (group_.empty()) return {};
  auto made = client_.call(session_, logs::CreateLogStreamRequest{group_, stream_});
  if (!made && made.error().code == "ResourceNotFoundException") {
    logs::CreateLogGroupRequest group;
    group.log_group_name = group_;
    if (auto created = client_.call(session_, group);
        !created && created.error().code != "ResourceAlreadyExistsException") {
      return std::move(created).error();
    }
    made = client_.call(session_, logs::CreateLogStreamRequest{group_, stream_});
  }
  // A build that begins again after a restart has its stream.
  if (!made && made.error().code != "ResourceAlreadyExistsException") return std::move(made).error();
  is_open_ = true;
  worker_ = std::thread([this] { work(); });
  return {};
}

void BuildLog::mask(std::string_view secret) {
  while (!secret.empty()) {
    auto end = secret.find('\n');
    std::string_view part = trim(secret.substr(0, end));
    if (part.size() >= kMaskedBytes) secrets_.emplace_back(part);
    secret = end == secret.npos ? std::string_view() : secret.substr(end + 1);
  }
  // A longer secret first: a shorter one may be a part of it.
  std::ranges::sort(secrets_, [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

void BuildLog::line(std::string_view text) {
  if (!is_open_) return;
  std::string shown(text);
  for (const std::string& secret : secrets_) {
    for (std::size_t at = 0; (at = shown.find(secret, at)) != std::string::npos; at += 3)
      shown.replace(at, secret.size(), "***");
  }
  shown = to_valid_utf8(shown);
  shown.push_back('\n');
  std::unique_lock lock(guard_);
  changed_.wait(lock, [&] { return waiting_bytes_ < kWaitingBytes || !failure_.empty(); });
  if (!failure_.empty()) return;
  last_time_ = std::max(last_time_, clock_.now().milliseconds);
  waiting_bytes_ += shown.size();
  waiting_.push_back({last_time_, std::move(shown)});
  if (waiting_.size() == 1) changed_.notify_all();
}

void BuildLog::note(std::string_view text) {
  Timestamp now = clock_.now();
  std::time_t seconds = now.milliseconds / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  line(fmt::format("[Container] {:04}/{:02}/{:02} {:02}:{:02}:{:02}.{:06} {}", parts.tm_year + 1900, parts.tm_mon + 1,
                   parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, now.milliseconds % 1000 * 1000, text));
}

void BuildLog::close() {
  if (!worker_.joinable()) return;
  {
    std::lock_guard lock(guard_);
    is_closing_ = true;
    changed_.notify_all();
  }
  worker_.join();
  is_open_ = false;
}

std::string BuildLog::failure() {
  std::lock_guard lock(guard_);
  return failure_;
}

void BuildLog::work() {
  std::unique_lock lock(guard_);
  while (true) {
    changed_.wait(lock, [&] { return is_closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    if (!is_closing_)
      changed_.wait_for(lock, std::chrono::milliseconds(kBatchMilliseconds), [&] { return is_closing_; });
    std::vector<logs::InputLogEvent> all;
    all.swap(waiting_);
    waiting_bytes_ = 0;
    changed_.notify_all();
    lock.unlock();
    send(std::move(all));
    lock.lock();
  }
}

void BuildLog::send(std::vector<logs::InputLogEvent> all) {
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin, bytes = 0;
    while (end < all.size() && end - begin < kBatchEvents && bytes < kBatchBytes) bytes += all[end++].message.size();
    logs::PutLogEventsRequest request;
    request.log_group_name = group_;
    request.log_stream_name = stream_;
    request.log_events.assign(std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(begin)),
                              std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(end)));
    if (auto sent = client_.call(session_, request); !sent) {
      std::lock_guard lock(guard_);
      if (failure_.empty()) failure_ = sent.error().message;
      changed_.notify_all();
      return;
    }
    begin = end;
  }
}

}  // namespace stellwerk::codebuild
