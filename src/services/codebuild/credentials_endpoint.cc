#include "services/codebuild/credentials_endpoint.h"

#include "base/bytes.h"
#include "base/json.h"

namespace stellwerk::codebuild {
namespace {

constexpr std::string_view kPath = "/credentials/";
constexpr std::size_t kTokenBytes = 32;
// A credential is given out only while it lasts this much longer, so that a client's refresh finds a new one.
constexpr std::int64_t kRefreshSeconds = 20 * 60;

HttpResponse answer(int status, Json::Object body) {
  HttpResponse out;
  out.status = status;
  out.headers.add("Content-Type", "application/json");
  out.headers.add("Cache-Control", "no-store");
  out.body = Json(std::move(body)).dump();
  return out;
}

HttpResponse refused(int status, const char* code, std::string message) {
  return answer(status, {{"code", code}, {"message", std::move(message)}});
}

}  // namespace

CredentialsEndpoint::Admission::~Admission() {
  std::lock_guard lock(endpoint_.guard_);
  endpoint_.entries_.erase(uuid_);
}

std::string CredentialsEndpoint::Admission::url() const {
  return "http://127.0.0.1:" + std::to_string(endpoint_.port_) + std::string(kPath) + uuid_;
}

std::unique_ptr<CredentialsEndpoint::Admission> CredentialsEndpoint::admit(const std::string& uuid,
                                                                           const ports::Errand& errand,
                                                                           const std::string& role_arn) {
  std::string token = to_hex(ids_.bytes(kTokenBytes));
  std::lock_guard lock(guard_);
  entries_[uuid] = {token, errand, role_arn, std::nullopt};
  return std::make_unique<Admission>(*this, uuid, token);
}

HttpResponse CredentialsEndpoint::serve(HttpRequest request) {
  std::string_view path = request.path;
  if (request.method != "GET" || !path.starts_with(kPath)) return refused(404, "NotFound", "There is nothing here");
  std::string uuid(path.substr(kPath.size()));
  std::string token(request.headers.find("Authorization").value_or(""));
  Entry entry;
  {
    std::lock_guard lock(guard_);
    auto found = entries_.find(uuid);
    // The same answer for a build that is unknown or over as for a wrong token.
    if (found == entries_.end() || !equal_in_constant_time(found->second.token, token)) {
      return refused(403, "AccessDenied", "The authorization token is not that of a running build");
    }
    entry = found->second;
  }
  if (!entry.credential || !entry.credential->expires ||
      *entry.credential->expires < clock_.now().plus_seconds(kRefreshSeconds)) {
    auto issued = roles_.credential(entry.errand, entry.role_arn);
    if (!issued) return refused(403, "AccessDenied", issued.error().message);
    entry.credential = *issued;
    std::lock_guard lock(guard_);
    if (auto found = entries_.find(uuid); found != entries_.end()) found->second.credential = *issued;
  }
  const auth::Credential& credential = *entry.credential;
  return answer(200, {{"RoleArn", entry.role_arn},
                      {"AccessKeyId", credential.access_key_id},
                      {"SecretAccessKey", credential.secret_access_key},
                      {"Token", credential.session_token},
                      {"Expiration", to_iso8601(credential.expires.value_or(clock_.now()))}});
}

}  // namespace stellwerk::codebuild
