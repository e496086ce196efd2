#pragma once
#include <exception>
#include <string>

#include "base/result.h"

namespace stellwerk::store {

/// Thrown by a transaction's reads when the disk gives back what was not written. No operation can go on without
/// what it asked for: "not there" in place of "unreadable" would open doors. So this passes by all code in between
/// and becomes an Error where the errand began: at the gateway, in Store::run, in the outbox.
class DamagedRead final : public std::exception {
 public:
  explicit DamagedRead(std::string what) : what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }

  /// InternalError (500). The file's name is in the operator's log, not here.
  static Error error() {
    return Error{"InternalError", "What the server stored for this is damaged. Its operator finds the file in the log.",
                 500};
  }

 private:
  std::string what_;
};

}  // namespace stellwerk::store
