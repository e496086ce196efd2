#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "auth/caller.h"
#include "auth/sigv4.h"
#include "base/http_message.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "gateway/environment.h"
#include "gateway/form_upload.h"
#include "protocol/codec.h"
#include "store/transaction.h"

/// The way of a request. Each stage takes what the one before made, by value, so none can be left out:
///
///   admit → identify → receive → authenticate → decode → perform (authorise, operation, commit) → encode → account
namespace stellwerk::gateway {

/// Of a request for an operation that is not here; each that is has its own limit.
inline constexpr std::uint64_t kUnlistedBodyBytesLimit = 1024 * 1024;
/// Of a request that nobody signed.
inline constexpr std::uint64_t kUnsignedBodyBytesLimit = 64 * 1024;
/// More than these at once are told to come again: requests, and bytes of whole bodies in memory.
inline constexpr std::uint64_t kRunningRequestsLimit = 2048;
inline constexpr std::uint64_t kBodiesInMemoryLimit = 256 * 1024 * 1024;
/// Calls that wait for others' commits (ports::Call::wait_for) do not count as running: how many, and how long at most.
inline constexpr std::uint64_t kWaitingCallsLimit = 4096;
inline constexpr std::chrono::minutes kWaitLimit{20};
/// How often an operation is run when other commits keep touching what it read.
inline constexpr int kConflictRunsLimit = 12;

/// What is known of a request whatever becomes of it: errors and the access record are written from it.
struct Exchange {
  std::string request_id;
  Timestamp began;
  std::string method;
  std::string path;
  const protocol::ServiceModel* model = nullptr;  // in the protocol that the request speaks
  std::string operation;                          // as the request names it
  std::string account;
  std::string caller_arn;
  bool has_response_body = true;   // false for HEAD
  std::optional<FormUpload> form;  // a browser's form, which says how it is to be answered
};

/// One of the requests running; gives its place free at the end.
class Place {
 public:
  explicit Place(Counters& counters) : counters_(counters) { ++counters_.running; }
  ~Place() {
    --counters_.running;
    counters_.body_bytes -= body_bytes_;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  /// For a body that is to be held whole. False: there is no room for it now.
  bool reserve(std::uint64_t bytes) {
    body_bytes_ += bytes;
    return (counters_.body_bytes += bytes) <= kBodiesInMemoryLimit;
  }

 private:
  Counters& counters_;
  std::uint64_t body_bytes_ = 0;
};

/// Reads the whole body of a request that has its place. Errors: RequestEntityTooLargeException, SlowDown.
Result<std::string> read_whole_body(Place& place, ByteSource& body, std::uint64_t limit_bytes);

struct Admitted {
  std::unique_ptr<Place> place;
  HttpRequest request;
};

struct Identified {
  Admitted admitted;
  const ports::BoundService* service;
  Dispatcher::Candidates candidates;  // it and those that bear the same signing name
  auth::Dialect dialect;
  std::string region;
  std::optional<std::string> path_style_path;  // where the bucket stood in the host
};

struct Received {
  Identified identified;
  std::string body;                               // empty for S3, whose bodies are checked while they are read
  std::string body_sha256;                        // hexadecimal
  std::optional<protocol::OperationMatch> match;  // nothing: no listed operation
};

struct Authenticated {
  Received received;
  auth::Caller caller;
  std::unique_ptr<store::Transaction> transaction;
};

struct Decoded {
  std::unique_ptr<Place> place;
  const ports::BoundService* service;
  const ports::BoundOperation* operation;
  std::string region;
  auth::Dialect dialect;
  auth::Caller caller;
  std::unique_ptr<store::Transaction> transaction;
  std::shared_ptr<void> request;  // the operation's own type
};

struct Performed {
  std::unique_ptr<Place> place;
  const ports::BoundService* service;
  const ports::BoundOperation* operation;
  std::shared_ptr<void> response;
};

// Each with the reason for its place.

/// First, before anything costs: a flood is turned away unread.
Result<Admitted> admit(Environment& environment, Exchange& exchange, HttpRequest request);
/// Before the body: which service is meant decides how long a body may be and in whose words everything is refused.
Result<Identified> identify(Environment& environment, Exchange& exchange, Admitted admitted);
/// Before the signature, which covers the body's hash. Streamed bodies are only wrapped, to be checked while they are
/// read.
Result<Received> receive(Environment& environment, Exchange& exchange, Identified identified);
/// Before a byte is interpreted: parsers of requests face only those who hold a key. Begins the transaction, so that
/// the key and all that the operation reads are of one moment.
Result<Authenticated> authenticate(Environment& environment, Exchange& exchange, Received received);
/// After who, before whether: permission depends on what the request names.
Result<Decoded> decode(Environment& environment, Exchange& exchange, Authenticated authenticated);
/// Authorises in the transaction that does the work, so that no change of a policy falls between the two; visible and
/// acknowledged only after the commit.
Result<Performed> perform(Environment& environment, Exchange& exchange, Decoded decoded);
/// After the commit, from the response alone: nothing is read that a later commit has changed.
HttpResponse encode(const Exchange& exchange, const Performed& performed);
HttpResponse encode(const Exchange& exchange, const HttpRequest& as_received, const Error& error);
/// Last, when status and duration are known; also of what no earlier stage let pass.
void account(Environment& environment, const Exchange& exchange, const HttpResponse& response);

}  // namespace stellwerk::gateway
