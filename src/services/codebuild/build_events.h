#pragma once
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

// Source: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html

/// "CodeBuild Build State Change"
void emit_state_change(const Surroundings& around, store::Transaction& transaction, const store::Scope& scope,
                       const BuildRecord& build);
/// "CodeBuild Build Phase Change", of a phase that has ended
void emit_phase_change(const Surroundings& around, store::Transaction& transaction, const store::Scope& scope,
                       const BuildRecord& build, const PhaseRecord& phase);

/// Gives a build its result.
void complete_build(BuildRecord& build, const std::string& status, Timestamp now);
/// Tells EventBridge and whoever waits for the build, in the transaction that keeps the result.
void announce_end(const Surroundings& around, store::Transaction& transaction, const store::Scope& scope,
                  const BuildRecord& build);

}  // namespace stellwerk::codebuild
