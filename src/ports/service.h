#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ports/access.h"
#include "ports/call.h"
#include "protocol/shape.h"

namespace stellwerk::ports {

/// An operation tied to the function that carries it out and to the one that names its accesses. Generated.
struct BoundOperation {
  const protocol::Operation* operation;
  Result<void> (*run)(void* service, Call& call, const void* request, void* response);
  Result<std::vector<Access>> (*accesses)(void* service, Call& call, const void* request);
};

/// A service as the gateway sees it: its model, its operations, and the object they work on.
struct BoundService {
  const protocol::ServiceModel* model;
  std::span<const BoundOperation> operations;  // same order as model->operations
  void* service;
};

}  // namespace stellwerk::ports
