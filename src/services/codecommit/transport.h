#pragma once
#include <string>

#include "auth/codecommit_signature.h"
#include "base/http_message.h"
#include "ports/identity.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

inline constexpr std::string_view kGitPathPrefix = "/v1/repos/";

/// git over HTTPS: clone, fetch and push at /v1/repos/<name>, with the signed credentials of
/// `aws codecommit credential-helper`.
/// Source: https://git-scm.com/docs/http-protocol
class GitTransport final : public HttpEndpoint {
 public:
  GitTransport(CodeCommit& service, ports::Identity& identity) : service_(service), identity_(identity) {}
  HttpResponse serve(HttpRequest request) override;

 private:
  struct Visit {
    std::string repository;
    std::string action;  // "info/refs", "git-upload-pack", "git-receive-pack"
    ports::Session session;
    store::Scope scope;
  };
  Result<HttpResponse> answer(HttpRequest& request);
  Result<Visit> enter(const HttpRequest& request);
  Result<void> authorise(const Visit& visit, const std::string& action, const std::string& reference = {});
  Result<HttpResponse> advertise(const HttpRequest& request, const Visit& visit);
  Result<HttpResponse> advertise_for_push(const Visit& visit);
  Result<HttpResponse> upload(HttpRequest& request, const Visit& visit);
  Result<HttpResponse> receive(HttpRequest& request, const Visit& visit);
  Result<git::BareRepository> open(const Visit& visit);

  CodeCommit& service_;
  ports::Identity& identity_;
  auth::SigningKeyCache signing_keys_;
};

}  // namespace stellwerk::codecommit
