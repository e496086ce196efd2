#pragma once
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/http_message.h"
#include "gateway/host_address.h"
#include "ports/service.h"

namespace stellwerk::gateway {

/// Which services there are, and which endpoints stand beside them.
class Dispatcher {
 public:
  using Candidates = std::span<const ports::BoundService* const>;

  /// Before the first request.
  void add(ports::BoundService service);
  /// Requests without an AWS signature whose path begins with `path_prefix` go there: git, health.
  void add_endpoint(std::string path_prefix, HttpEndpoint& endpoint);

  std::span<const std::unique_ptr<ports::BoundService>> services() const { return services_; }
  /// By our own name for it, "s3control". A null pointer if there is none.
  const ports::BoundService* find(std::string_view name) const;
  /// By SigV4's name: several may share one.
  Candidates signed_as(std::string_view signing_name) const;
  /// Those that an unsigned request may mean, by its X-Amz-Target, its form or its path; whether they take it unsigned
  /// is decided later. Empty: none.
  Candidates unsigned_for(const HttpRequest& request) const;
  HttpEndpoint* find_endpoint(std::string_view path) const;

  /// Which of several is meant, by X-Amz-Target, host, path and Version in the query string, in that order. If none of
  /// them tells, the first. A null pointer if there are none.
  static const ports::BoundService* told_apart(Candidates candidates, const HttpRequest& request,
                                               const HostAddress& address);
  /// The same by the Version in a form: the one among `candidates` with that API version, else `otherwise`.
  static const ports::BoundService* with_version(Candidates candidates, std::string_view form,
                                                 const ports::BoundService* otherwise);

  static const ports::BoundOperation* find_operation(const ports::BoundService& service, std::string_view name);
  /// `operation` is one of the service's model.
  static const ports::BoundOperation& bound(const ports::BoundService& service, const protocol::Operation& operation);

 private:
  struct Beside {
    std::string path_prefix;
    HttpEndpoint* endpoint;
  };
  std::vector<std::unique_ptr<ports::BoundService>> services_;  // pointers handed out stay good
  std::map<std::string, std::vector<const ports::BoundService*>, std::less<>> by_signing_name_;
  std::map<std::string, std::vector<const ports::BoundService*>, std::less<>> by_target_;
  std::vector<const ports::BoundService*> forms_;  // that speak query
  std::vector<const ports::BoundService*> unclaimed_;
  std::vector<Beside> endpoints_;
};

}  // namespace stellwerk::gateway
