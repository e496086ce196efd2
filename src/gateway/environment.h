#pragma once
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "auth/policy.h"
#include "auth/sigv4.h"
#include "base/id_source.h"
#include "base/timestamp.h"
#include "gateway/dispatcher.h"
#include "gateway/operation_counts.h"
#include "gateway/witness.h"
#include "ports/identity.h"
#include "ports/service_control.h"
#include "ports/site.h"
#include "store/store.h"

namespace stellwerk::gateway {

inline constexpr std::string_view kDefaultRegion = "us-east-1";  // for requests that name none

/// Since the start.
struct Counters {
  std::atomic<std::uint64_t> running{0};
  std::atomic<std::uint64_t> body_bytes{0};  // held in memory for them
  std::atomic<std::uint64_t> succeeded{0};
  std::atomic<std::uint64_t> refused{0};    // answered 4xx
  std::atomic<std::uint64_t> failed{0};     // answered 5xx
  std::atomic<std::uint64_t> conflicts{0};  // runs repeated after another commit
  std::atomic<std::uint64_t> waiting{0};    // for others' commits, not running meanwhile
};

/// What all requests share.
struct Environment {
  store::Store& store;
  const Clock& clock;
  IdSource& ids;
  const ports::Site& site;
  ports::Identity* identity = nullptr;               // set before the first request: services need this first
  ports::ServiceControl* service_control = nullptr;  // likewise
  Dispatcher dispatcher = {};
  auth::SigningKeyCache signing_keys = auth::SigningKeyCache();
  auth::PolicyCache policies = auth::PolicyCache();
  Counters counters = {};
  OperationCounts operation_counts = {};
  std::vector<Witness*> witnesses = {};  // of every call
};

}  // namespace stellwerk::gateway
