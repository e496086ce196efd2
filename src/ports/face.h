#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/http_message.h"
#include "ports/foundation.h"
#include "ports/service.h"
#include "store/outbox.h"

namespace stellwerk::ports {

/// All that a service shows to the program around it. Each folder of src/services makes one, in `open` of its face.cc.
struct Face {
  struct Endpoint {
    std::string path_prefix;
    HttpEndpoint* endpoint;
  };
  struct EdgeHost {
    std::string host_part;  // "s3-website": see gateway::Edge
    HttpEndpoint* endpoint;
  };
  struct SandboxEndpoint {
    std::string address;  // IPv4
    std::uint16_t port;
    HttpEndpoint* endpoint;
  };

  std::shared_ptr<void> service;         // kept as long as the face
  std::vector<BoundService> operations;  // for each of its models, bound by generated code
  /// Registers its duties in the background.
  std::function<void(store::Outbox&)> attend = [](store::Outbox&) {};
  /// Ends what runs for long, to be begun again at the next start. Before the outbox is stopped.
  std::function<void()> interrupt = [] {};
  std::vector<Endpoint> endpoints;                 // beside the operations, for requests without an AWS signature
  std::vector<EdgeHost> edge_hosts;                // of the data plane
  std::vector<SandboxEndpoint> sandbox_endpoints;  // in plain HTTP, within sandboxes' own networks alone
};

}  // namespace stellwerk::ports
