#pragma once
#include <memory>
#include <string>

#include "ports/roles.h"

namespace stellwerk::ports {

/// The container credentials endpoint: where an SDK inside a sandbox fetches the temporary credentials of a role.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
class ContainerCredentials {
 public:
  virtual ~ContainerCredentials() = default;

  /// Leave to fetch one role's credentials, void with the end of this object.
  class Admission {
   public:
    virtual ~Admission() = default;
    virtual std::string url() const = 0;           // for AWS_CONTAINER_CREDENTIALS_FULL_URI
    virtual const std::string& token() const = 0;  // for AWS_CONTAINER_AUTHORIZATION_TOKEN: a secret
  };
  virtual std::unique_ptr<Admission> admit(const Errand& errand, const std::string& role_arn) = 0;
};

}  // namespace stellwerk::ports
