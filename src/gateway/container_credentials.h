#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/http_message.h"
#include "base/id_source.h"
#include "base/timestamp.h"
#include "ports/container_credentials.h"
#include "ports/face.h"
#include "ports/roles.h"

namespace stellwerk::gateway {

/// Plain HTTP, and within sandboxes' own networks only: the app serves it at kAddress. Who is admitted knows its own
/// address and token alone, and both end with the admission.
class ContainerCredentials final : public ports::ContainerCredentials, public HttpEndpoint {
 public:
  /// As in AWS's containers.
  static constexpr const char* kAddress = "169.254.170.2";
  static constexpr std::uint16_t kPort = 80;

  ContainerCredentials(ports::Roles& roles, const Clock& clock, IdSource& ids)
      : roles_(roles), clock_(clock), ids_(ids) {}

  std::unique_ptr<Admission> admit(const ports::Errand& errand, const std::string& role_arn) override;
  /// GET /credentials/<admission's id> with the token as Authorization.
  HttpResponse serve(HttpRequest request) override;

 private:
  class Admitted;
  struct Entry {
    std::string token;
    ports::Errand errand;
    std::string role_arn;
    std::optional<auth::Credential> credential;
  };
  ports::Roles& roles_;
  const Clock& clock_;
  IdSource& ids_;
  std::mutex guard_;
  std::map<std::string, Entry> entries_;  // by the admission's id
};

/// For services whose work acts in roles.
ports::Face open_container_credentials(ports::Foundation& on);

}  // namespace stellwerk::gateway
