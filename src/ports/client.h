#pragma once
#include <memory>
#include <string>

#include "auth/caller.h"
#include "base/result.h"
#include "ports/call.h"
#include "protocol/shape.h"

namespace stellwerk::ports {

/// As whom and where a call inside the server is made.
struct Session {
  auth::Caller caller;
  std::string region;
};

/// Calls another service's operation as a client outside would: the same policies decide, the same records
/// are kept. Requests come from the generated headers: `#include "api/s3.h"`, then
/// `client.call(session, s3::PutObjectRequest{...})`. There is no way round the policies.
class Client {
 public:
  virtual ~Client() = default;

  /// In a transaction of its own, committed before it returns. For background work.
  template <class Request>
  Result<typename Request::Response> call(const Session& session, const Request& request) {
    typename Request::Response response;
    if (auto done = invoke(session, Request::kService, Request::kOperation, &request, &response); !done) {
      return std::move(done).error();
    }
    return response;
  }

  /// Within `parent`'s transaction, on behalf of its caller. `as_service` ("s3.amazonaws.com") is what
  /// conditions like kms:ViaService see.
  template <class Request>
  Result<typename Request::Response> call(Call& parent, std::string as_service, const Request& request) {
    typename Request::Response response;
    auto done = invoke(parent, std::move(as_service), Request::kService, Request::kOperation, &request, &response);
    if (!done) return std::move(done).error();
    return response;
  }

  /// Within `parent`'s transaction as another session: a service acting in a role.
  template <class Request>
  Result<typename Request::Response> call_as(Call& parent, const Session& session, const Request& request) {
    typename Request::Response response;
    auto done = invoke_as(parent, session, Request::kService, Request::kOperation, &request, &response);
    if (!done) return std::move(done).error();
    return response;
  }

 protected:
  virtual Result<void> invoke(const Session& session, std::string_view service, std::string_view operation,
                              const void* request, void* response) = 0;
  virtual Result<void> invoke(Call& parent, std::string as_service, std::string_view service,
                              std::string_view operation, const void* request, void* response) = 0;
  virtual Result<void> invoke_as(Call& parent, const Session& session, std::string_view service,
                                 std::string_view operation, const void* request, void* response) = 0;
};

}  // namespace stellwerk::ports
