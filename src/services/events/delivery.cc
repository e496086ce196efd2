#include "base/arn.h"
#include "base/assert.h"
#include "base/lenient_json.h"
#include "base/log.h"
#include "services/events/service.h"
#include "services/events/target_kind.h"

namespace stellwerk::events {
namespace {

constexpr int kDeliveryConcurrency = 4;

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
  Json event = TRY(parse_lenient_json(delivery.event));
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
  const TargetKind* kind = find_target_kind(*arn);
  STELLWERK_ASSERT(kind != nullptr);  // PutTargets takes no others
  return kind->deliver(client_, session, *arn, delivery, event);
}

}  // namespace stellwerk::events
