#pragma once
#include <string>

#include "app/installation.h"
#include "base/result.h"

namespace stellwerk::app {

struct Recovered {
  std::string report;         // for the operator to read
  bool is_loss_left = false;  // there is damage, and nothing was done about it yet
};

/// Tells what is damaged in the home's data directory, what can be saved and what is lost. Nothing is changed unless
/// `is_loss_accepted`; then the directory is recovered, and what was there is set aside beside it. Errors: what the
/// store's recovery reports.
Result<Recovered> recover(const Home& home, bool is_loss_accepted, const Clock& clock);

}  // namespace stellwerk::app
