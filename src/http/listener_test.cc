#include "http/listener.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

#include "http/open_connections.h"

namespace stellwerk::http {
namespace {

using std::chrono::milliseconds;

class FunctionEndpoint final : public HttpEndpoint {
 public:
  std::function<HttpResponse(HttpRequest&)> function;
  HttpResponse serve(HttpRequest request) override { return function(request); }
};

/// A source whose length nobody knows beforehand.
class UnknownLength final : public ByteSource {
 public:
  explicit UnknownLength(std::string bytes) : source_(std::move(bytes)) {}
  Result<std::size_t> read(std::span<char> into) override { return source_.read(into); }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }

 private:
  StringSource source_;
};

class BreakingSource final : public ByteSource {
 public:
  explicit BreakingSource(std::uint64_t announced_bytes) : announced_bytes_(announced_bytes) {}
  Result<std::size_t> read(std::span<char>) override { return Error{"InternalError", "the disk is gone"}; }
  std::optional<std::uint64_t> remaining_bytes() const override { return announced_bytes_; }

 private:
  std::uint64_t announced_bytes_;
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval limit{5, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) {
    EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  /// Until `end` has come, or the peer closed.
  std::string read_until(std::string_view end) {
    std::string out;
    char byte;
    while (!out.ends_with(end) && ::recv(socket_, &byte, 1, 0) == 1) out.push_back(byte);
    return out;
  }
  std::string read_to_end() {
    std::string out;
    char piece[4096];
    for (ssize_t count; (count = ::recv(socket_, piece, sizeof piece, 0)) > 0;)
      out.append(piece, static_cast<std::size_t>(count));
    return out;
  }

 private:
  int socket_;
};

class ListenerTest : public ::testing::Test {
 protected:
  ListenerTest() {
    endpoint.function = [](HttpRequest& request) {
      HttpResponse response;
      auto body = read_all(*request.body, 1 << 20);
      response.body = request.method + " " + request.path + " " + (body ? *body : body.error().code);
      return response;
    };
    limits.header_bytes = 4096;
    limits.header_count = 20;
    limits.target_bytes = 1024;
    limits.drain_bytes = 64 * 1024;
    limits.linger_timeout = milliseconds(200);
  }

  Client connect() {
    if (!listener) {
      auto opened = Listener::open(pool, {.limits = limits}, endpoint);
      EXPECT_TRUE(opened.has_value());
      listener = std::move(*opened);
      listener->start();
    }
    return Client(listener->port());
  }
  std::string answer_to(std::string_view bytes) {
    Client client = connect();
    client.send(bytes);
    return client.read_to_end();
  }

  static constexpr int kThreads = 4;
  FiberPool pool{kThreads};
  FunctionEndpoint endpoint;
  Limits limits;
  std::unique_ptr<Listener> listener;
};

TEST_F(ListenerTest, KeepsAConnectionForSeveralRequests) {
  Client client = connect();
  client.send("GET /one?x=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(client.read_until("GET /one ").find("Content-Length: 9\r\n"), std::string::npos);
  client.send("POST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_TRUE(client.read_until("POST /two abc").ends_with("POST /two abc"));
}

TEST_F(ListenerTest, AnswersPipelinedRequestsInOrder) {
  std::string answer = answer_to(
      "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: "
      "t\r\n\r\n"
      "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nfg"
      "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  std::size_t first = answer.find("POST /1 abcde"), second = answer.find("POST /2 fg"), third = answer.find("GET /3 ");
  EXPECT_NE(third, std::string::npos);
  EXPECT_TRUE(first < second && second < third) << answer;
}

TEST_F(ListenerTest, RefusesFramingThatTwoReadersWouldReadDifferently) {
  for (std::string_view fields :
       {"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3\r\nContent-Length: 3\r\n",
        "Content-Length: 3, 3\r\n", "Content-Length: -3\r\n", "Content-Length: 0x3\r\n", "Content-Length: \r\n",
        "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n", "Host: b\r\n", "Bad\x01Name: x\r\n"}) {
    std::string answer = answer_to("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\nabc");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400") || answer.starts_with("HTTP/1.1 501")) << fields << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << fields;
  }
}

TEST_F(ListenerTest, RefusesMalformedHeads) {
  EXPECT_TRUE(answer_to("GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400"));  // no Host
  EXPECT_TRUE(answer_to("GET / HTTP/2.0\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 505"));
  EXPECT_TRUE(answer_to("GET / HTTP/1.1\nHost: a\n\n").starts_with("HTTP/1.1 505"));
  EXPECT_TRUE(answer_to("GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(answer_to("\x16\x03\x01\x02 what is this\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(answer_to("GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n").starts_with("HTTP/1.1 417"));
}

TEST_F(ListenerTest, LimitsTheHead) {
  EXPECT_TRUE(answer_to("GET /" + std::string(2000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 414"));
  EXPECT_TRUE(
      answer_to("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431"));
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 30; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  EXPECT_TRUE(answer_to(many + "\r\n").starts_with("HTTP/1.1 431"));
  std::string large = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 15; ++i) large += "X-" + std::to_string(i) + ": " + std::string(500, 'y') + "\r\n";
  EXPECT_TRUE(answer_to(large + "\r\n").starts_with("HTTP/1.1 431"));
}

TEST_F(ListenerTest, ClosesAfterASlowHead) {
  limits.header_timeout = milliseconds(150);
  Client client = connect();
  client.send("GET / HTTP/1.1\r\nHo");
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 408"));
}

TEST_F(ListenerTest, ClosesIdleConnectionsWithoutAWord) {
  limits.idle_timeout = milliseconds(150);
  EXPECT_EQ(connect().read_to_end(), "");
}

TEST_F(ListenerTest, TellsTheEndpointOfASlowBody) {
  limits.body_idle_timeout = milliseconds(150);
  Client client = connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_TRUE(client.read_to_end().ends_with("POST / RequestTimeout"));
}

TEST_F(ListenerTest, LimitsTheLeastRateOfABody) {
  limits.body_grace = milliseconds(100);
  limits.body_bytes_per_second_least = 1'000'000;
  limits.linger_timeout = milliseconds(100);
  Client client = connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  std::jthread drip([&](std::stop_token stop) {
    while (!stop.stop_requested()) {
      client.send("x");
      std::this_thread::sleep_for(milliseconds(30));
    }
  });
  EXPECT_TRUE(client.read_until("RequestTimeout").ends_with("POST / RequestTimeout"));
}

TEST_F(ListenerTest, AsksForTheBodyWhenTheEndpointReadsIt) {
  Client client = connect();
  client.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_TRUE(client.read_until("abc").starts_with("HTTP/1.1 200"));
}

TEST_F(ListenerTest, AsksForAnEmptyBodyToo) {
  std::string answer =
      answer_to("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")) << answer;
}

TEST_F(ListenerTest, DoesNotAskForABodyThatNobodyWants) {
  endpoint.function = [](HttpRequest&) { return HttpResponse{.status = 403}; };
  std::string answer = answer_to("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 403"));
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(ListenerTest, DrainsASmallUnreadBodyAndClosesAfterALargeOne) {
  endpoint.function = [](HttpRequest& request) { return HttpResponse{.body = request.path}; };
  std::string answer = answer_to(
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /"
      "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nGET / HTTP/1.1\r\n");
  EXPECT_NE(answer.find("/1HTTP/1.1 200 OK"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("Connection: close\r\n\r\n/2")) << answer;
}

TEST_F(ListenerTest, StreamsAnswersWithAndWithoutAKnownLength) {
  const std::string content(300'000, 'z');
  endpoint.function = [&](HttpRequest& request) {
    HttpResponse response;
    if (request.path == "/known") response.stream = std::make_shared<StringSource>(content);
    if (request.path == "/unknown") response.stream = std::make_shared<UnknownLength>(content);
    response.body = "<";
    return response;
  };
  std::string known = answer_to("GET /known HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(known.find("Content-Length: 300001\r\n"), std::string::npos);
  EXPECT_TRUE(known.ends_with("\r\n\r\n<" + content));
  std::string unknown = answer_to("GET /unknown HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(unknown.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_TRUE(unknown.ends_with("\r\n0\r\n\r\n"));
  EXPECT_NE(unknown.find("\r\n\r\n1\r\n<\r\n10000\r\nzz"), std::string::npos);
  // HTTP/1.0 knows no chunks: the end of the connection is the end.
  std::string old = answer_to("GET /unknown HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(old.ends_with("\r\n\r\n<" + content));
}

TEST_F(ListenerTest, BreaksTheConnectionWhenAnAnswerBreaksOff) {
  endpoint.function = [](HttpRequest& request) {
    HttpResponse response;
    response.stream = std::make_shared<BreakingSource>(request.path == "/large" ? 1'000'000 : 100);
    return response;
  };
  std::string answer = answer_to("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n")) << answer;
  // A small answer leaves in one write, so nothing of it has left.
  EXPECT_EQ(answer_to("GET /small HTTP/1.1\r\nHost: a\r\n\r\n"), "");
}

TEST_F(ListenerTest, AnswersHeadWithoutABodyButWithItsLength) {
  endpoint.function = [](HttpRequest&) {
    HttpResponse response{.body = "hello"};
    response.headers.add("X-Said", "a\r\nInjected: b");
    return response;
  };
  std::string answer = answer_to("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  EXPECT_NE(answer.find("X-Said: a  Injected: b\r\n"), std::string::npos);
}

TEST_F(ListenerTest, FinishesRunningRequestsWhenItStops) {
  std::atomic<bool> is_running{false};
  endpoint.function = [&](HttpRequest&) {
    is_running = true;
    std::this_thread::sleep_for(milliseconds(200));
    return HttpResponse{.body = "done"};
  };
  Client idle = connect(), busy = connect();
  busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  while (!is_running) std::this_thread::yield();
  listener->stop(milliseconds(5000));
  EXPECT_TRUE(busy.read_to_end().ends_with("Connection: close\r\n\r\ndone"));
  EXPECT_EQ(idle.read_to_end(), "");
}

TEST_F(ListenerTest, HoldsNoThreadForSlowClients) {
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 50; ++i) {
    connect();
    slow.push_back(std::make_unique<Client>(listener->port()));
    slow.back()->send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  }
  Client quick = connect();
  quick.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(quick.read_until("GET /quick ").ends_with("GET /quick "));
}

TEST_F(ListenerTest, ANewConnectionTakesTheOneThatWaitedLongestForItsClient) {
  limits.connections = 2;
  std::vector<std::unique_ptr<Client>> clients;
  connect();
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(listener->port()));
    clients.back()->send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(clients.back()->read_until("GET /first ").ends_with("GET /first "));
  }
  EXPECT_EQ(clients[0]->read_to_end(), "");
  for (int i : {1, 2}) {
    clients[i]->send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(clients[i]->read_until("GET /second ").ends_with("GET /second "));
  }
}

TEST_F(ListenerTest, RequestsThatRunAreNotGivenUpForNewConnections) {
  limits.connections = 2;
  std::atomic<int> running{0};
  std::atomic<bool> may_end{false};
  endpoint.function = [&](HttpRequest&) {
    ++running;
    while (!may_end) std::this_thread::yield();
    return HttpResponse{.body = "done"};
  };
  Client one = connect(), two = connect();
  for (Client* client : {&one, &two}) client->send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  while (running < 2) std::this_thread::yield();
  EXPECT_EQ(connect().read_to_end(), "");
  may_end = true;
  EXPECT_TRUE(one.read_to_end().ends_with("done"));
  EXPECT_TRUE(two.read_to_end().ends_with("done"));
}

TEST_F(ListenerTest, APeerThatOnlyKeepsConnectionsShutsOutNobody) {
  limits.connections = 40;
  limits.connections_per_peer = 10;
  std::vector<std::unique_ptr<Client>> half_open;
  connect();
  for (int i = 0; i < 200; ++i) {
    half_open.push_back(std::make_unique<Client>(listener->port()));
    half_open.back()->send("GET / HT");
    if (i % 20 != 0) continue;
    Client honest = connect();
    honest.send("GET /honest HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(honest.read_until("GET /honest ").ends_with("GET /honest ")) << "after " << i;
  }
}

TEST_F(ListenerTest, LimitsHoldEvenIfEveryThreadIsBusy) {
  limits.write_timeout = milliseconds(200);
  std::atomic<bool> may_end{false};
  std::atomic<int> running{0};
  endpoint.function = [&](HttpRequest& request) {
    if (request.path == "/much") return HttpResponse{.body = std::string(32 << 20, 'x')};
    ++running;
    while (!may_end) std::this_thread::sleep_for(milliseconds(1));
    return HttpResponse{.body = "done"};
  };
  Client takes_nothing = connect();
  takes_nothing.send("GET /much HTTP/1.1\r\nHost: a\r\n\r\n");
  takes_nothing.read_until("\r\n\r\n");
  std::vector<std::unique_ptr<Client>> busy;
  for (int i = 0; i < kThreads; ++i) {
    busy.push_back(std::make_unique<Client>(listener->port()));
    busy.back()->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  while (running < kThreads) std::this_thread::yield();
  std::this_thread::sleep_for(milliseconds(500));
  auto began = std::chrono::steady_clock::now();
  EXPECT_LT(takes_nothing.read_to_end().size(), 32u << 20);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(4)) << "nobody broke it off";
  may_end = true;
  for (auto& client : busy) EXPECT_TRUE(client->read_until("done").ends_with("done"));
}

TEST(OpenConnectionsTest, APeerIsAnAddressOrACustomersNetwork) {
  EXPECT_EQ(OpenConnections::peer_of("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(OpenConnections::peer_of("2001:db8:1:2::1"), OpenConnections::peer_of("2001:db8:1:2:3:4:5:6"));
  EXPECT_NE(OpenConnections::peer_of("2001:db8:1:2::1"), OpenConnections::peer_of("2001:db8:1:3::1"));
}

TEST_F(ListenerTest, SaysWhichAddressCannotBeUsed) {
  connect();
  auto second = Listener::open(pool, {.port = listener->port()}, endpoint);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "AddressUnusable");
  EXPECT_NE(second.error().message.find("Address already in use"), std::string::npos);
}

}  // namespace
}  // namespace stellwerk::http
