#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/descriptor.h"

namespace stellwerk::sandbox {

/// What server and supervisor say to each other over their socket: a word, its arguments, and open files.
struct Message {
  std::vector<std::string> words;
  std::vector<Descriptor> files = {};
};

inline constexpr std::size_t kMessageBytesLimit = 64u << 20;
inline constexpr std::size_t kMessageFilesLimit = 32;

/// False if the other side is gone.
bool send_message(int socket, const std::vector<std::string>& words, const std::vector<int>& files = {});
/// Waits for one; nothing if the other side is gone or talks nonsense.
std::optional<Message> receive_message(int socket);

// The words, with what follows them.
namespace word {
// To the supervisor, once: the box's directory, output, seccomp filter and bubblewrap's arguments as open files, then
// those that bubblewrap's arguments name, from kFirstNamedDescriptor on. See Preparation.
inline constexpr const char* kPrepare = "prepare";
// To the supervisor: where the command's standard output goes, if not to the log; its script; the program's path, and
// its arguments from its name on. The script is on its descriptor 3.
inline constexpr const char* kRun = "run";
// From the supervisor: ready (the listening sockets of the doors as open files; remarks), failed (why), ended (exit
// status).
inline constexpr const char* kReady = "ready";
inline constexpr const char* kFailed = "failed";
inline constexpr const char* kEnded = "ended";
}  // namespace word

/// Descriptors of bubblewrap, in this order.
inline constexpr int kStatusDescriptor = 3;
inline constexpr int kSeccompDescriptor = 4;
inline constexpr int kArgumentsDescriptor = 5;
inline constexpr int kFirstNamedDescriptor = 6;

/// The supervisor's descriptor of the socket.
inline constexpr int kServerDescriptor = 3;

}  // namespace stellwerk::sandbox
