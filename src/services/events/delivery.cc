#include "api/codebuild.h"
#include "api/codepipeline.h"
#include "base/arn.h"
#include "base/assert.h"
#include "base/json.h"
#include "base/log.h"
#include "services/events/service.h"
#include "services/events/transform.h"

// Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
namespace stellwerk::events {
namespace {

constexpr int kDeliveryConcurrency = 4;

// A build's overrides as far as a target's input may set them.
Result<codebuild::StartBuildRequest> build_request(const std::string& project, const std::string& input) {
  codebuild::StartBuildRequest request;
  request.project_name = project;
  Json overrides = TRY(parse_json(input));
  for (const auto& [name, value] : overrides.object() ? *overrides.object() : Json::Object{}) {
    if (name == "sourceVersion" && value.string()) {
      request.source_version = *value.string();
    } else if (name == "buildspecOverride" && value.string()) {
      request.buildspec_override = *value.string();
    } else if (name == "environmentVariablesOverride" && value.array()) {
      request.environment_variables_override.emplace();
      for (const Json& entry : *value.array()) {
        codebuild::EnvironmentVariable variable;
        variable.name = entry.string_at("name");
        variable.value = entry.string_at("value");
        if (entry.find("type")) variable.type = std::string(entry.string_at("type"));
        request.environment_variables_override->push_back(std::move(variable));
      }
    } else {
      return ::stellwerk::Error{"ValidationException", "The target's input sets " + name + ", which is not known here.",
                                400};
    }
  }
  return request;
}

bool is_worth_another_try(const ::stellwerk::Error& error) {
  return error.http_status >= 500 || error.code.starts_with("Throttl");
}

}  // namespace

void Events::attend(store::Outbox& outbox) {
  outbox.handle(std::string(kInvokeTopic), kDeliveryConcurrency,
                [this](const store::Effect& effect) { return deliver(effect); });
}

Result<void> Events::deliver(const store::Effect& effect) {
  auto delivery = store::decode_record<Delivery>(effect.payload);
  Json event = TRY(parse_json(delivery.event));
  auto done = invoke(delivery, event);
  if (done) return {};
  std::int64_t age_seconds = (clock_.now().milliseconds - delivery.created.milliseconds) / 1000;
  bool may_retry = effect.attempt < delivery.target.retry_attempts.value_or(kDefaultRetryAttempts) &&
                   age_seconds < delivery.target.age_seconds.value_or(kDefaultAgeSeconds);
  if (may_retry && is_worth_another_try(done.error())) return done;
  log::warning("rule " + delivery.rule + ": the event was not delivered to " + delivery.target.arn + ": " +
               done.error().message);
  return {};
}

Result<void> Events::invoke(const Delivery& delivery, const Json& event) {
  auto arn = parse_arn(delivery.target.arn);
  STELLWERK_ASSERT(arn.has_value());
  auto rule = parse_arn(delivery.rule_arn);
  STELLWERK_ASSERT(rule.has_value());
  ports::Session session =
      TRY(roles_.enter({"events.amazonaws.com", {rule->account, rule->region}, delivery.rule_arn, delivery.rule},
                       delivery.target.role_arn));
  session.region = arn->region;
  if (arn->service == "codepipeline") {
    codepipeline::StartPipelineExecutionRequest start;
    start.name = arn->resource;
    start.client_request_token = std::string(event.string_at("id"));
    TRY(client_.call(session, start));
  } else if (arn->service == "codebuild") {
    bool has_input = delivery.target.input || delivery.target.input_path || delivery.target.input_template;
    std::string input = has_input ? target_input(delivery.target, event) : "{}";
    auto start = TRY(build_request(arn->resource.substr(std::string_view("project/").size()), input));
    start.idempotency_token = std::string(event.string_at("id"));
    TRY(client_.call(session, start));
  } else {
    PutEventsRequest put;
    PutEventsRequestEntry entry;
    entry.source = std::string(event.string_at("source"));
    entry.detail_type = std::string(event.string_at("detail-type"));
    entry.detail = event.find("detail")->dump();
    entry.event_bus_name = delivery.target.arn;
    put.entries.push_back(std::move(entry));
    TRY(client_.call(session, put));
  }
  return {};
}

}  // namespace stellwerk::events
