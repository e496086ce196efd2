#include "dataplane/sandbox/message.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace stellwerk::sandbox {
namespace {

void put_number(std::string& out, std::size_t number) {
  auto value = static_cast<std::uint32_t>(number);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// The first byte carries the open files.
bool send_first(int socket, const std::string& bytes, const std::vector<int>& files, std::size_t& sent) {
  iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr head{};
  head.msg_iov = &piece;
  head.msg_iovlen = 1;
  std::string control(CMSG_SPACE(files.size() * sizeof(int)), '\0');
  if (!files.empty()) {
    head.msg_control = control.data();
    head.msg_controllen = control.size();
    cmsghdr* rights = CMSG_FIRSTHDR(&head);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(files.size() * sizeof(int));
    std::memcpy(CMSG_DATA(rights), files.data(), files.size() * sizeof(int));
  }
  ssize_t count;
  while ((count = sendmsg(socket, &head, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  if (count <= 0) return false;
  sent = static_cast<std::size_t>(count);
  return true;
}

bool receive_all(int socket, char* into, std::size_t size) {
  while (size > 0) {
    ssize_t count = recv(socket, into, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    into += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool receive_first(int socket, std::uint32_t& size, std::vector<Descriptor>& files) {
  char control[CMSG_SPACE(kMessageFilesLimit * sizeof(int))];
  iovec piece{&size, sizeof size};
  msghdr head{};
  head.msg_iov = &piece;
  head.msg_iovlen = 1;
  head.msg_control = control;
  head.msg_controllen = sizeof control;
  ssize_t count;
  while ((count = recvmsg(socket, &head, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  if (count <= 0) return false;
  for (cmsghdr* part = CMSG_FIRSTHDR(&head); part; part = CMSG_NXTHDR(&head, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    std::size_t number = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < number; ++i) {
      int file = -1;
      std::memcpy(&file, CMSG_DATA(part) + i * sizeof(int), sizeof file);
      files.emplace_back(file);
    }
  }
  auto rest = static_cast<std::size_t>(count);
  return receive_all(socket, reinterpret_cast<char*>(&size) + rest, sizeof size - rest);
}

}  // namespace

bool send_message(int socket, const std::vector<std::string>& words, const std::vector<int>& files) {
  std::string body;
  for (const std::string& text : words) {
    put_number(body, text.size());
    body += text;
  }
  std::string bytes;
  put_number(bytes, body.size());
  bytes += body;
  std::size_t sent = 0;
  if (body.size() > kMessageBytesLimit || files.size() > kMessageFilesLimit) return false;
  if (!send_first(socket, bytes, files, sent)) return false;
  while (sent < bytes.size()) {
    ssize_t count = send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

std::optional<Message> receive_message(int socket) {
  Message out;
  std::uint32_t size = 0;
  if (!receive_first(socket, size, out.files) || size > kMessageBytesLimit) return std::nullopt;
  std::string body(size, '\0');
  if (!receive_all(socket, body.data(), size)) return std::nullopt;
  for (std::size_t at = 0; at < body.size();) {
    std::uint32_t length = 0;
    if (body.size() - at < sizeof length) return std::nullopt;
    std::memcpy(&length, body.data() + at, sizeof length);
    at += sizeof length;
    if (body.size() - at < length) return std::nullopt;
    out.words.push_back(body.substr(at, length));
    at += length;
  }
  if (out.words.empty()) return std::nullopt;
  return out;
}

}  // namespace stellwerk::sandbox
