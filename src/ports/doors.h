#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace stellwerk::ports {

/// The ways from a sandbox's own network to this server: the same addresses and names as outside lead to it, and
/// nothing else of the host. Implemented by the app, whose listeners they are.
class Doors {
 public:
  virtual ~Doors() = default;
  struct Address {
    std::string address;  // IPv4
    std::uint16_t port;
  };
  /// Where the sandbox is to listen, once the server does.
  virtual std::vector<Address> addresses() const = 0;
  /// Serves what connects to a listening socket as the n-th address is served, for as long as the answer lives.
  virtual Result<std::shared_ptr<void>> open(std::size_t address, Descriptor listening) = 0;
};

}  // namespace stellwerk::ports
