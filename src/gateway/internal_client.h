#pragma once
#include <deque>
#include <memory>

#include "gateway/carry_out.h"
#include "gateway/environment.h"
#include "ports/client.h"

namespace stellwerk::gateway {

/// How deep services may call one another.
inline constexpr int kCallDepthLimit = 8;

/// Bodies that calls within one transaction staged: to be kept until it is committed.
using StagedBodies = std::deque<std::shared_ptr<void>>;

/// Calls between services: checked, authorised and performed as a client's would be.
class InternalClient final : public ports::Client {
 public:
  /// The outermost one, for background work.
  explicit InternalClient(Environment& environment) : environment_(environment) {}
  /// For what runs inside another call's transaction.
  InternalClient(Environment& environment, StagedBodies& staged, int depth)
      : environment_(environment), staged_(&staged), depth_(depth) {}

 protected:
  Result<void> invoke(const ports::Session& session, std::string_view service, std::string_view operation,
                      const void* request, void* response) override;
  Result<void> invoke(ports::Call& parent, std::string as_service, std::string_view service, std::string_view operation,
                      const void* request, void* response) override;
  Result<void> invoke_as(ports::Call& parent, const ports::Session& session, std::string_view service,
                         std::string_view operation, const void* request, void* response) override;

 private:
  Result<Target> find(std::string_view service, std::string_view operation, const void* request) const;
  Result<void> invoke_within(ports::Call& parent, const auth::Caller& caller, const std::string& region,
                             const Target& target, const void* request, void* response);

  Environment& environment_;
  StagedBodies* staged_ = nullptr;
  int depth_ = 0;
};

}  // namespace stellwerk::gateway
