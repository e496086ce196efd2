#pragma once
#include <optional>

#include "dataplane/files/directory.h"

namespace stellwerk::sandbox {

/// Who a sandbox's commands are on the host. An ordinary server's commands are its own user. A server that runs as root
/// gives each sandbox, for as long as it lives, a user id of its own that no account has: never root's.
class UserId {
 public:
  UserId();
  ~UserId();
  UserId(const UserId&) = delete;
  UserId& operator=(const UserId&) = delete;

  /// Whose the files are to be that commands may change; nothing: the server's.
  const std::optional<files::Owner>& owner() const { return owner_; }

 private:
  std::optional<files::Owner> owner_;
};

}  // namespace stellwerk::sandbox
