#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace stellwerk::ports {

/// Where this installation lives, as far as services put it into answers.
struct Site {
  std::string domain = "localhost";  // data-plane hosts end in it
  std::uint16_t api_port = 4566;
  std::uint16_t edge_port = 8443;
  bool is_plain = false;                   // the API's port speaks HTTP without TLS; the edge's never does
  std::filesystem::path work_directory;    // builds' work areas; emptied at each start
  std::filesystem::path certificate_file;  // the local CA's, for clients inside builds

  /// Of the API under a host name of this installation; the path is the caller's.
  std::string api_url(const std::string& host) const {
    return (is_plain ? "http://" : "https://") + host + ":" + std::to_string(api_port);
  }
  std::string api_endpoint() const { return api_url(domain); }
};

}  // namespace stellwerk::ports
