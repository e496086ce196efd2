#include "dataplane/sandbox/preparation.h"

#include <charconv>

#include "dataplane/sandbox/message.h"

namespace stellwerk::sandbox {
namespace {

/// Takes words in the order in which they were put.
class Reader {
 public:
  explicit Reader(const std::vector<std::string>& words) : words_(words) {}
  std::string text() {
    if (at_ < words_.size()) return words_[at_++];
    is_good_ = false;
    return "";
  }
  std::uint64_t number() {
    std::string word = text();
    std::uint64_t out = 0;
    auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), out);
    if (failed != std::errc() || end != word.data() + word.size()) is_good_ = false;
    return out;
  }
  std::vector<std::string> list() {
    std::vector<std::string> out;
    for (std::uint64_t left = number(); left > 0 && is_good_; --left) out.push_back(text());
    return out;
  }
  bool is_at_end() const { return is_good_ && at_ == words_.size(); }
  bool is_good() const { return is_good_; }

 private:
  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  bool is_good_ = true;
};

void put(std::vector<std::string>& out, const std::vector<std::string>& list) {
  out.push_back(std::to_string(list.size()));
  out.insert(out.end(), list.begin(), list.end());
}

}  // namespace

std::vector<std::string> encode(const Preparation& from) {
  std::vector<std::string> out{word::kPrepare, from.bubblewrap, from.slirp};
  out.push_back(from.host_user ? std::to_string(*from.host_user) : "");
  put(out, from.membership_files);
  out.push_back(std::to_string(from.limits.memory_bytes));
  out.push_back(std::to_string(from.limits.processes));
  out.push_back(std::to_string(from.doors.size()));
  for (const Door& door : from.doors) {
    out.push_back(door.address);
    out.push_back(std::to_string(door.port));
  }
  put(out, from.environment);
  out.push_back(from.working_directory);
  return out;
}

std::optional<Preparation> decode_preparation(const std::vector<std::string>& words) {
  Reader in(words);
  if (in.text() != word::kPrepare) return std::nullopt;
  Preparation out;
  out.bubblewrap = in.text();
  out.slirp = in.text();
  if (std::string user = in.text(); !user.empty()) out.host_user = static_cast<std::uint32_t>(std::stoul(user));
  out.membership_files = in.list();
  out.limits.memory_bytes = in.number();
  out.limits.processes = static_cast<std::uint32_t>(in.number());
  for (std::uint64_t left = in.number(); left > 0 && in.is_good(); --left) {
    std::string address = in.text();
    out.doors.push_back({address, static_cast<std::uint16_t>(in.number())});
  }
  out.environment = in.list();
  out.working_directory = in.text();
  if (!in.is_at_end()) return std::nullopt;
  return out;
}

}  // namespace stellwerk::sandbox
