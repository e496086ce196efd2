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
  std::filesystem::path data_directory;    // encrypted contents only
  std::filesystem::path work_directory;    // builds' work areas; emptied at each start
  std::filesystem::path certificate_file;  // the local CA's, for clients inside builds
  std::string api_endpoint() const { return "https://" + domain + ":" + std::to_string(api_port); }
};

}  // namespace stellwerk::ports
