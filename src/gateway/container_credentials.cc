#include "gateway/container_credentials.h"

#include "base/bytes.h"
#include "base/json.h"

namespace stellwerk::gateway {
namespace {

constexpr std::string_view kCredentialsPath = "/credentials/";
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kIdBytes = 16;
// A credential is given out only while it lasts this much longer, so that a client's refresh finds a new one.
constexpr std::int64_t kRefreshSeconds = 20 * 60;

HttpResponse document(int status, Json::Object body) {
  HttpResponse out;
  out.status = status;
  out.headers.add("Content-Type", "application/json");
  out.headers.add("Cache-Control", "no-store");
  out.body = Json(std::move(body)).dump();
  return out;
}

HttpResponse not_given(int status, const char* code, std::string message) {
  return document(status, {{"code", code}, {"message", std::move(message)}});
}

}  // namespace

class ContainerCredentials::Admitted final : public Admission {
 public:
  Admitted(ContainerCredentials& endpoint, std::string id, std::string token)
      : endpoint_(endpoint), id_(std::move(id)), token_(std::move(token)) {}
  ~Admitted() override {
    std::lock_guard lock(endpoint_.guard_);
    endpoint_.entries_.erase(id_);
  }
  std::string url() const override { return "http://" + std::string(kAddress) + std::string(kCredentialsPath) + id_; }
  const std::string& token() const override { return token_; }

 private:
  ContainerCredentials& endpoint_;
  std::string id_;
  std::string token_;
};

std::unique_ptr<ports::ContainerCredentials::Admission> ContainerCredentials::admit(const ports::Errand& errand,
                                                                                    const std::string& role_arn) {
  std::string id = to_hex(ids_.bytes(kIdBytes)), token = to_hex(ids_.bytes(kTokenBytes));
  std::lock_guard lock(guard_);
  entries_[id] = {token, errand, role_arn, std::nullopt};
  return std::make_unique<Admitted>(*this, id, token);
}

HttpResponse ContainerCredentials::serve(HttpRequest request) {
  std::string_view path = request.path;
  if (request.method != "GET" || !path.starts_with(kCredentialsPath))
    return not_given(404, "NotFound", "There is nothing here");
  std::string id(path.substr(kCredentialsPath.size()));
  std::string token(request.headers.find("Authorization").value_or(""));
  Entry entry;
  {
    std::lock_guard lock(guard_);
    auto found = entries_.find(id);
    // The same answer for one that is unknown or over as for a wrong token.
    if (found == entries_.end() || !equal_in_constant_time(found->second.token, token)) {
      return not_given(403, "AccessDenied", "The authorization token is not that of an admission");
    }
    entry = found->second;
  }
  if (!entry.credential || !entry.credential->expires ||
      *entry.credential->expires < clock_.now().plus_seconds(kRefreshSeconds)) {
    auto issued = roles_.credential(entry.errand, entry.role_arn);
    if (!issued) return not_given(403, "AccessDenied", issued.error().message);
    entry.credential = *issued;
    std::lock_guard lock(guard_);
    if (auto found = entries_.find(id); found != entries_.end()) found->second.credential = *issued;
  }
  const auth::Credential& credential = *entry.credential;
  return document(200, {{"RoleArn", entry.role_arn},
                        {"AccessKeyId", credential.access_key_id},
                        {"SecretAccessKey", credential.secret_access_key},
                        {"Token", credential.session_token},
                        {"Expiration", to_iso8601(credential.expires.value_or(clock_.now()))}});
}

ports::Face open_container_credentials(ports::Foundation& on) {
  auto credentials =
      std::make_shared<ContainerCredentials>(on.get<ports::Roles>(), on.get<const Clock>(), on.get<IdSource>());
  on.offer<ports::ContainerCredentials>(*credentials);
  return {.service = credentials,
          .sandbox_endpoints = {{ContainerCredentials::kAddress, ContainerCredentials::kPort, credentials.get()}}};
}

}  // namespace stellwerk::gateway
