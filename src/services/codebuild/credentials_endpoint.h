#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "base/http_message.h"
#include "base/id_source.h"
#include "base/timestamp.h"
#include "ports/roles.h"

namespace stellwerk::codebuild {

/// The container credentials endpoint: plain HTTP on the loopback, where a build's SDK fetches the temporary
/// credentials of the build's service role. A build knows its own address and token only, and both end with it.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
class CredentialsEndpoint final : public HttpEndpoint {
 public:
  CredentialsEndpoint(ports::Roles& roles, const Clock& clock, IdSource& ids)
      : roles_(roles), clock_(clock), ids_(ids) {}

  /// Where the app serves it; before the first build.
  void set_port(std::uint16_t port) { port_ = port; }

  /// GET /credentials/<build's uuid> with the token as Authorization.
  HttpResponse serve(HttpRequest request) override;

  /// A build's admission, for as long as it lives.
  class Admission {
   public:
    Admission(CredentialsEndpoint& endpoint, std::string uuid, std::string token)
        : endpoint_(endpoint), uuid_(std::move(uuid)), token_(std::move(token)) {}
    ~Admission();
    Admission(const Admission&) = delete;
    std::string url() const;
    const std::string& token() const { return token_; }

   private:
    CredentialsEndpoint& endpoint_;
    std::string uuid_;
    std::string token_;
  };
  std::unique_ptr<Admission> admit(const std::string& uuid, const ports::Errand& errand, const std::string& role_arn);
  bool is_served() const { return port_ != 0; }

 private:
  struct Entry {
    std::string token;
    ports::Errand errand;
    std::string role_arn;
    std::optional<auth::Credential> credential;
  };
  ports::Roles& roles_;
  const Clock& clock_;
  IdSource& ids_;
  std::atomic<std::uint16_t> port_ = 0;
  std::mutex guard_;
  std::map<std::string, Entry> entries_;  // by the build's uuid
};

}  // namespace stellwerk::codebuild
