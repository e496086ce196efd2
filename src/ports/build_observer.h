#pragma once
#include <string>
#include <string_view>

namespace stellwerk::ports {

/// The effect that CodeBuild adds in the transaction which ends a build, so that a waiting pipeline goes on at
/// once; handled by services/codepipeline. Payload: an encoded BuildFinished.
inline constexpr std::string_view kBuildFinishedTopic = "codepipeline.build-finished";

struct BuildFinished {
  std::string account;
  std::string region;
  std::string build_id;  // "project:uuid"
  static void fields(auto& record, auto& visit) {
    visit(1, record.account);
    visit(2, record.region);
    visit(3, record.build_id);
  }
};

}  // namespace stellwerk::ports
