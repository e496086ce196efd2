#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/http_message.h"
#include "ports/service.h"

namespace stellwerk::gateway {

/// Which services there are, and which endpoints stand beside them.
class Dispatcher {
 public:
  /// Before the first request.
  void add(ports::BoundService service);
  /// Requests without an AWS signature whose path begins with `path_prefix` go there: git, health.
  void add_endpoint(std::string path_prefix, HttpEndpoint& endpoint);

  /// By our own name for it, "s3control". A null pointer if there is none, here and below.
  const ports::BoundService* find(std::string_view name) const;
  /// By SigV4's name for it. "s3" names two services; the first added is meant.
  const ports::BoundService* find_by_signing_name(std::string_view signing_name) const;
  /// By X-Amz-Target's part before the dot.
  const ports::BoundService* find_by_target(std::string_view target) const;
  HttpEndpoint* find_endpoint(std::string_view path) const;

  static const ports::BoundOperation* find_operation(const ports::BoundService& service, std::string_view name);
  /// `operation` is one of the service's model.
  static const ports::BoundOperation& bound(const ports::BoundService& service, const protocol::Operation& operation);

 private:
  struct Beside {
    std::string path_prefix;
    HttpEndpoint* endpoint;
  };
  std::vector<std::unique_ptr<ports::BoundService>> services_;  // pointers handed out stay good
  std::vector<Beside> endpoints_;
};

}  // namespace stellwerk::gateway
