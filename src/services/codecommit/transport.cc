#include "services/codecommit/transport.h"

#include "base/bytes.h"
#include "base/log.h"
#include "dataplane/git/git_process.h"
#include "dataplane/git/gzip.h"
#include "dataplane/git/packet_line.h"
#include "services/codecommit/push.h"
#include "services/codecommit/repository_access.h"

namespace stellwerk::codecommit {
namespace {

constexpr std::uint64_t kFetchRequestBytesLimit = 16ull << 20;
constexpr std::string_view kUploadPack = "git-upload-pack";
constexpr std::string_view kReceivePack = "git-receive-pack";
constexpr std::string_view kPushCapabilities =
    "report-status delete-refs side-band-64k ofs-delta atomic object-format=sha1 agent=stellwerk";

HttpResponse plain(int status, std::string text) {
  HttpResponse response{.status = status};
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(text) + "\n";
  return response;
}

HttpResponse git_response(std::string_view service, std::string_view kind) {
  HttpResponse response;
  response.headers.add("Content-Type", "application/x-" + std::string(service) + "-" + std::string(kind));
  response.headers.add("Cache-Control", "no-cache, max-age=0, must-revalidate");
  return response;
}

// "git-codecommit.eu-central-1.localhost:4566" names a region, "localhost" does not.
std::string region_of_host(std::string_view host) {
  constexpr std::string_view kPrefix = "git-codecommit.";
  if (!host.starts_with(kPrefix)) return {};
  host.remove_prefix(kPrefix.size());
  return std::string(host.substr(0, host.find('.')));
}

std::string requested_service(const std::string& query) {
  constexpr std::string_view kName = "service=";
  return query.starts_with(kName) ? query.substr(kName.size()) : "";
}

bool is_second_version(const HttpRequest& request) {
  auto protocol = request.headers.find("Git-Protocol");
  return protocol && protocol->find("version=2") != std::string_view::npos;
}

std::string protocol_of(const HttpRequest& request) {
  // Handed to git through its environment, so only what git itself defines.
  return is_second_version(request) ? "version=2" : "";
}

::stellwerk::Error no_such_path() { return {"NotFound", "There is nothing here; clone /v1/repos/<repository>", 404}; }

}  // namespace

HttpResponse GitTransport::serve(HttpRequest request) {
  auto answered = answer(request);
  if (answered) return std::move(*answered);
  const ::stellwerk::Error& error = answered.error();
  if (error.http_status >= 500) log::error("git: " + error.code + ": " + error.message);
  bool is_missing = error.code.ends_with("DoesNotExistException");
  HttpResponse response = plain(is_missing ? 404 : error.http_status, error.message);
  if (error.http_status == 401) response.headers.add("WWW-Authenticate", "Basic realm=\"CodeCommit\"");
  return response;
}

Result<HttpResponse> GitTransport::answer(HttpRequest& request) {
  Visit visit = TRY(enter(request));
  if (visit.action == "info/refs" && request.method == "GET") return advertise(request, visit);
  if (visit.action == kUploadPack && request.method == "POST") return upload(request, visit);
  if (visit.action == kReceivePack && request.method == "POST") return receive(request, visit);
  return no_such_path();
}

Result<GitTransport::Visit> GitTransport::enter(const HttpRequest& request) {
  std::string path = percent_decode(request.path).value_or("");
  std::size_t name_end = path.find('/', kGitPathPrefix.size());
  if (name_end == std::string::npos) return no_such_path();
  Visit visit;
  visit.repository = path.substr(kGitPathPrefix.size(), name_end - kGitPathPrefix.size());
  visit.action = path.substr(name_end + 1);

  auto header = request.headers.find("Authorization");
  auto given = header ? auth::parse_basic_authorization(*header) : std::nullopt;
  if (!given) {
    return ::stellwerk::Error{"AccessDeniedException",
                              "Sign in with `stellwerk git-credential` or `aws codecommit credential-helper` "
                              "(git config credential.helper, credential.useHttpPath true)",
                              401};
  }
  auth::GitUserName user = auth::parse_git_user_name(given->user_name);
  auto transaction = service_.with().store.begin();
  auto credential = identity_.find_credential(*transaction, user.access_key_id, user.session_token);
  if (!credential)
    return ::stellwerk::Error{"AccessDeniedException", "The access key is not known, or the session has ended", 403};
  std::string host(request.headers.find("Host").value_or(""));
  std::string region = region_of_host(host);
  Timestamp now = service_.with().clock.now();
  std::string signed_path = path.substr(0, name_end);
  if (region.empty()) {
    // A host without a region: the region in which the account has the repository.
    store::Scope global{credential->caller.account, "global"};
    kRegions.scan(*transaction, global, {visit.repository}, [&](const std::vector<std::string>& parts, const Mark&) {
      region = parts[1];
      return !auth::verify_git(*given, *credential, region, host, signed_path, now, signing_keys_).has_value();
    });
  }
  TRY(auth::verify_git(*given, *credential, region, host, signed_path, now, signing_keys_));
  visit.session = {credential->caller, region};
  visit.session.caller.source_address = request.peer_address;
  visit.session.caller.is_tls = request.is_tls;
  visit.scope = {credential->caller.account, region};
  return visit;
}

Result<void> GitTransport::authorise(const Visit& visit, const std::string& action, const std::string& reference) {
  auto transaction = service_.with().store.begin();
  ports::Access access = reference.empty()
                             ? repository_access(*transaction, visit.scope, action, visit.repository)
                             : reference_access(*transaction, visit.scope, action, visit.repository, reference);
  return service_.with().authoriser.check(*transaction, visit.session.caller, visit.session.region,
                                          service_.with().clock.now(), {std::move(access)});
}

Result<git::BareRepository> GitTransport::open(const Visit& visit) {
  auto transaction = service_.with().store.begin();
  RepositoryRecord repository = TRY(service_.find(*transaction, visit.scope, visit.repository));
  transaction.reset();
  std::string key = TRY(service_.data_key(visit.session, repository));
  return service_.working_copies().open(visit.scope, repository, key);
}

Result<HttpResponse> GitTransport::advertise(const HttpRequest& request, const Visit& visit) {
  std::string service = requested_service(request.query);
  if (service == kReceivePack) {
    TRY(authorise(visit, "GitPush"));
    return advertise_for_push(visit);
  }
  if (service != kUploadPack) return no_such_path();
  TRY(authorise(visit, "GitPull"));
  git::BareRepository bare = TRY(open(visit));
  std::string protocol = protocol_of(request);
  HttpResponse response = git_response(service, "advertisement");
  if (protocol.empty()) response.body = git::packet("# service=git-upload-pack\n") + std::string(git::kFlushPacket);
  response.stream =
      TRY(git::stream_git({.repository = bare.folder(),
                           .arguments = {"upload-pack", "--stateless-rpc", "--http-backend-info-refs", bare.folder()},
                           .protocol = protocol}));
  return response;
}

Result<HttpResponse> GitTransport::advertise_for_push(const Visit& visit) {
  auto transaction = service_.with().store.begin();
  RepositoryRecord repository = TRY(service_.find(*transaction, visit.scope, visit.repository));
  HttpResponse response = git_response(kReceivePack, "advertisement");
  response.body = git::packet("# service=git-receive-pack\n") + std::string(git::kFlushPacket);
  git::References references = references_of(*transaction, visit.scope, repository.id);
  std::string capabilities = std::string(1, '\0') + std::string(kPushCapabilities) + "\n";
  if (references.empty()) response.body += git::packet(std::string(git::kZeroId) + " capabilities^{}" + capabilities);
  for (const auto& [name, id] : references) {
    bool is_first = name == references.begin()->first;
    response.body += git::packet(id + " " + name + (is_first ? capabilities : "\n"));
  }
  response.body += git::kFlushPacket;
  return response;
}

Result<HttpResponse> GitTransport::upload(HttpRequest& request, const Visit& visit) {
  TRY(authorise(visit, "GitPull"));
  std::string body = TRY(read_all(*request.body, kFetchRequestBytesLimit));
  if (request.headers.find("Content-Encoding") == "gzip") body = TRY(git::gunzip(body, kFetchRequestBytesLimit));
  git::BareRepository bare = TRY(open(visit));
  HttpResponse response = git_response(kUploadPack, "result");
  response.stream = TRY(git::stream_git({.repository = bare.folder(),
                                         .arguments = {"upload-pack", "--stateless-rpc", bare.folder()},
                                         .protocol = protocol_of(request),
                                         .input = std::make_shared<StringSource>(std::move(body))},
                                        git::Failure::in_band));
  return response;
}

Result<HttpResponse> GitTransport::receive(HttpRequest& request, const Visit& visit) {
  TRY(authorise(visit, "GitPush"));
  std::shared_ptr<ByteSource> body = request.body;
  if (request.headers.find("Content-Encoding") == "gzip") {
    body = std::make_shared<StringSource>(
        TRY(git::gunzip(TRY(read_all(*body, kFetchRequestBytesLimit)), kFetchRequestBytesLimit)));
  }
  HttpResponse response = git_response(kReceivePack, "result");
  PushCommands commands = TRY(read_commands(*body));
  // git sends a lone flush packet first to try out its credentials on a large push.
  if (commands.updates.empty()) return response;
  Pusher pusher{visit.session, visit.scope,
                [&](const std::string& reference) { return authorise(visit, "GitPush", reference); }};
  response.body = encode(TRY(receive_push(service_, pusher, visit.repository, commands, *body)), commands);
  return response;
}

}  // namespace stellwerk::codecommit
