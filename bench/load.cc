// A client that costs next to nothing: requests are signed before the clock runs, connections are kept, one thread
// each.
//
// bench_load --operation identity|put|get --port N [--ca FILE] [--connections N] [--seconds N] [--objects N] [--bucket
// NAME]
//            [--once yes]    each request once instead of for so long
//   Credentials from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. With --ca over TLS, otherwise plain.
//   Prints one line of JSON: requests, failed, seconds, per_second, median_ms, p99_ms. `failed` counts answers other
//   than 2xx.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "auth/sigv4.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace {

using namespace stellwerk;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kBodyBytes = 1024;
constexpr std::size_t kReadBytes = 16 * 1024;

struct Options {
  std::string operation = "identity";
  int port = 0;
  std::string ca;
  int connections = 16;
  double seconds = 2;
  int objects = 1000;
  bool is_once = false;
  std::string bucket = "bench";
};

[[noreturn]] void fail(const std::string& reason) {
  std::fprintf(stderr, "bench_load: %s\n", reason.c_str());
  std::exit(2);
}

Options read_options(int argc, char** argv) {
  std::map<std::string, std::string> given;
  for (int at = 1; at + 1 < argc; at += 2) given[argv[at]] = argv[at + 1];
  auto text = [&](const char* name, const std::string& otherwise) {
    return given.contains(name) ? given[name] : otherwise;
  };
  Options options;
  options.operation = text("--operation", options.operation);
  options.port = std::atoi(text("--port", "0").c_str());
  options.ca = text("--ca", "");
  options.connections = std::atoi(text("--connections", "16").c_str());
  options.seconds = std::atof(text("--seconds", "2").c_str());
  options.objects = std::atoi(text("--objects", "1000").c_str());
  options.is_once = text("--once", "no") == "yes";
  options.bucket = text("--bucket", options.bucket);
  if (options.port == 0) fail("--port is missing");
  return options;
}

auth::Credential credential() {
  auth::Credential out;
  for (auto [name, field] : {std::pair{"AWS_ACCESS_KEY_ID", &out.access_key_id},
                             std::pair{"AWS_SECRET_ACCESS_KEY", &out.secret_access_key}}) {
    const char* value = std::getenv(name);
    if (!value) fail(std::string(name) + " is not set");
    *field = value;
  }
  return out;
}

std::string signed_bytes(const Options& options, std::string method, std::string path, const std::string& body,
                         const std::string& content_type, std::string_view service) {
  HttpRequest request{.method = std::move(method), .path = std::move(path)};
  request.headers.add("Host", "localhost:" + std::to_string(options.port));
  if (!content_type.empty()) request.headers.add("Content-Type", content_type);
  auth::sign(request, credential(), "eu-central-1", service, SystemClock().now(),
             to_hex(digest(DigestKind::sha256, body)));
  std::string out = request.method + " " + request.path + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers.fields()) out += name + ": " + value + "\r\n";
  out += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return out + body;
}

std::vector<std::string> requests_for(const Options& options) {
  if (options.operation == "identity") {
    return {signed_bytes(options, "POST", "/", "Action=GetCallerIdentity&Version=2011-06-15",
                         "application/x-www-form-urlencoded; charset=utf-8", "sts")};
  }
  const bool is_put = options.operation == "put";
  if (!is_put && options.operation != "get") fail("no such operation: " + options.operation);
  std::vector<std::string> out;
  for (int i = 0; i < options.objects; ++i) {
    std::string body = is_put ? std::string(kBodyBytes, static_cast<char>('a' + i % 26)) : "";
    out.push_back(signed_bytes(options, is_put ? "PUT" : "GET", "/" + options.bucket + "/object-" + std::to_string(i),
                               body, is_put ? "application/octet-stream" : "", "s3"));
  }
  return out;
}

class Connection {
 public:
  Connection(const Options& options, SSL_CTX* tls) : options_(options), tls_(tls) {}
  ~Connection() { close(); }

  /// The status, 0 if the connection broke.
  int exchange(const std::string& request) {
    if (socket_ < 0 && !open()) return 0;
    int status = send(request) ? receive() : 0;
    if (status == 0 || ends_) close();
    return status;
  }

 private:
  bool open() {
    ends_ = false;
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(options_.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bool done = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    if (done && tls_) {
      stream_ = SSL_new(tls_);
      SSL_set_fd(stream_, socket_);
      SSL_set_tlsext_host_name(stream_, "localhost");
      SSL_set1_host(stream_, "localhost");
      done = SSL_connect(stream_) == 1;
    }
    if (!done) close();
    return done;
  }

  void close() {
    if (stream_) SSL_free(stream_);
    stream_ = nullptr;
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = stream_ ? SSL_write(stream_, bytes.data(), static_cast<int>(bytes.size()))
                          : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool more() {
    char piece[kReadBytes];
    auto got = stream_ ? SSL_read(stream_, piece, sizeof piece) : recv(socket_, piece, sizeof piece, 0);
    if (got > 0) answer_.append(piece, static_cast<std::size_t>(got));
    return got > 0;
  }

  int receive() {
    answer_.clear();
    std::size_t head = 0;
    while ((head = answer_.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return 0;
    }
    std::string fields = to_lower(answer_.substr(0, head));
    ends_ = fields.starts_with("http/1.0") || fields.find("\r\nconnection: close") != std::string::npos;
    std::size_t length = 0;
    if (auto at = fields.find("\r\ncontent-length:"); at != std::string::npos) {
      at = fields.find_first_not_of(' ', at + 17);
      std::from_chars(fields.data() + at, fields.data() + fields.size(), length);
    } else if (fields.find("\r\ntransfer-encoding: chunked") != std::string::npos) {
      while (!answer_.ends_with("0\r\n\r\n")) {
        if (!more()) return 0;
      }
      length = answer_.size() - head - 4;
    }
    while (answer_.size() < head + 4 + length) {
      if (!more()) return 0;
    }
    return std::atoi(answer_.c_str() + answer_.find(' '));
  }

  const Options& options_;
  SSL_CTX* tls_;
  int socket_ = -1;
  SSL* stream_ = nullptr;
  bool ends_ = false;
  std::string answer_;
};

struct Tally {
  std::vector<float> milliseconds;
  std::size_t failed = 0;
};

void drive(const Options& options, SSL_CTX* tls, const std::vector<std::string>& requests, int number,
           Steady::time_point end, Tally& tally) {
  Connection connection(options, tls);
  for (std::size_t at = static_cast<std::size_t>(number); options.is_once ? at < requests.size() : Steady::now() < end;
       at += static_cast<std::size_t>(options.connections)) {
    auto began = Steady::now();
    int status = connection.exchange(requests[at % requests.size()]);
    if (status < 200 || status > 299) ++tally.failed;
    tally.milliseconds.push_back(std::chrono::duration<float, std::milli>(Steady::now() - began).count());
  }
}

void print(const std::vector<Tally>& tallies, double seconds) {
  std::vector<float> all;
  std::size_t failed = 0;
  for (const Tally& tally : tallies) {
    all.insert(all.end(), tally.milliseconds.begin(), tally.milliseconds.end());
    failed += tally.failed;
  }
  std::sort(all.begin(), all.end());
  auto at = [&](double share) {
    return all.empty() ? 0.0f : all[static_cast<std::size_t>(share * double(all.size() - 1))];
  };
  std::printf(
      "{\"requests\": %zu, \"failed\": %zu, \"seconds\": %.3f, \"per_second\": %.1f, \"median_ms\": %.3f, "
      "\"p99_ms\": %.3f}\n",
      all.size(), failed, seconds, double(all.size()) / seconds, at(0.5), at(0.99));
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const Options options = read_options(argc, argv);
  const std::vector<std::string> requests = requests_for(options);
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls(nullptr, &SSL_CTX_free);
  if (!options.ca.empty()) {
    tls.reset(SSL_CTX_new(TLS_client_method()));
    if (SSL_CTX_load_verify_file(tls.get(), options.ca.c_str()) != 1) fail("cannot read " + options.ca);
    SSL_CTX_set_verify(tls.get(), SSL_VERIFY_PEER, nullptr);
  }
  auto began = Steady::now();
  auto end = began + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(options.seconds));
  std::vector<Tally> tallies(static_cast<std::size_t>(options.connections));
  std::vector<std::thread> threads;
  for (int number = 0; number < options.connections; ++number) {
    threads.emplace_back(drive, std::cref(options), tls.get(), std::cref(requests), number, end,
                         std::ref(tallies[static_cast<std::size_t>(number)]));
  }
  for (std::thread& thread : threads) thread.join();
  print(tallies, std::chrono::duration<double>(Steady::now() - began).count());
}
