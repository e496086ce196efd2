#include "services/events/rules.h"

#include <charconv>

#include "base/arn.h"
#include "base/bytes.h"
#include "base/lenient_json.h"
#include "services/events/target_kind.h"
#include "services/events/transform.h"

namespace stellwerk::events {
namespace {

::stellwerk::Error invalid(std::string message) { return {"ValidationException", std::move(message), 400}; }

bool has_foreign_parameters(const Target& target) {
  return target.kinesis_parameters || target.run_command_parameters || target.ecs_parameters ||
         target.batch_parameters || target.sqs_parameters || target.http_parameters ||
         target.redshift_data_parameters || target.sage_maker_pipeline_parameters || target.app_sync_parameters;
}

}  // namespace

std::string bus_arn(const store::Scope& scope, std::string_view bus) {
  return "arn:aws:events:" + scope.region + ":" + scope.account + ":event-bus/" + std::string(bus);
}

std::string rule_arn(const store::Scope& scope, std::string_view bus, std::string_view rule) {
  std::string path = bus == kDefaultBus ? std::string(rule) : std::string(bus) + "/" + std::string(rule);
  return "arn:aws:events:" + scope.region + ":" + scope.account + ":rule/" + path;
}

Result<BusName> bus_of(const store::Scope& scope, const std::optional<std::string>& name_or_arn) {
  if (!name_or_arn) return BusName{scope, std::string(kDefaultBus)};
  if (!name_or_arn->starts_with("arn:")) return BusName{scope, *name_or_arn};
  auto arn = parse_arn(*name_or_arn);
  if (!arn || arn->service != "events" || !arn->resource.starts_with("event-bus/")) {
    return invalid("Parameter EventBusName is not the name or ARN of an event bus: " + *name_or_arn);
  }
  if (arn->region != scope.region)
    return errors::ResourceNotFoundException("Event bus " + *name_or_arn + " does not exist in " + scope.region + ".");
  return BusName{{arn->account, arn->region}, arn->resource.substr(std::string_view("event-bus/").size())};
}

std::optional<std::string> refusal_of(const Target& target) {
  auto arn = parse_arn(target.arn);
  if (!arn) return "Parameter " + target.arn + " is not valid. Reason: Provided Arn is not in correct format.";
  const TargetKind* kind = find_target_kind(*arn);
  if (kind == nullptr) {
    std::string names;
    for (const TargetKind* known : target_kinds()) names += (names.empty() ? "" : ", ") + std::string(known->name());
    return "Parameter " + target.arn + " is not valid. Reason: targets here are " + names + ".";
  }
  if (!target.role_arn) return "RoleArn is required for target " + target.arn + ".";
  if (has_foreign_parameters(target)) return "Parameter(s) not valid for target " + target.arn + ".";
  if (target.dead_letter_config) return "DeadLetterConfig is not available here.";
  int inputs = target.input.has_value() + target.input_path.has_value() + target.input_transformer.has_value();
  if (inputs > 1)
    return "Only one of Input, InputPath, or InputTransformer must be provided for target " + target.id + ".";
  if (inputs > 0 && !kind->takes_input()) {
    return "Input, InputPath and InputTransformer are not available for " + std::string(kind->name()) + ".";
  }
  if (target.input && !parse_json(*target.input)) return "Input of target " + target.id + " is not JSON.";
  if (target.input_path && !is_path(*target.input_path))
    return "InputPath of target " + target.id + " is not a JSON path.";
  if (target.input_transformer && target.input_transformer->input_paths_map) {
    for (const auto& [name, path] : *target.input_transformer->input_paths_map) {
      if (!is_path(path)) return "InputPathsMap of target " + target.id + " has a path that is none: " + path;
    }
  }
  return std::nullopt;
}

TargetRecord record_of(const Target& target) {
  TargetRecord record{target.id, target.arn, target.role_arn.value_or(""), target.input, target.input_path, {}, {},
                      {},        {}};
  if (target.input_transformer) {
    record.input_template = target.input_transformer->input_template;
    record.input_paths = target.input_transformer->input_paths_map.value_or(std::map<std::string, std::string>{});
  }
  if (target.retry_policy) {
    record.retry_attempts = target.retry_policy->maximum_retry_attempts;
    record.age_seconds = target.retry_policy->maximum_event_age_in_seconds;
  }
  return record;
}

Target target_of(const TargetRecord& record) {
  Target target;
  target.id = record.id;
  target.arn = record.arn;
  if (!record.role_arn.empty()) target.role_arn = record.role_arn;
  target.input = record.input;
  target.input_path = record.input_path;
  if (record.input_template) {
    target.input_transformer.emplace();
    target.input_transformer->input_template = *record.input_template;
    if (!record.input_paths.empty()) target.input_transformer->input_paths_map = record.input_paths;
  }
  if (record.retry_attempts || record.age_seconds) {
    target.retry_policy = RetryPolicy{record.retry_attempts, record.age_seconds};
  }
  return target;
}

Rule rule_of(const store::Scope& scope, const RuleRecord& record) {
  Rule rule;
  rule.name = record.name;
  rule.arn = rule_arn(scope, record.bus, record.name);
  rule.event_pattern = record.pattern;
  rule.state = record.state;
  if (!record.description.empty()) rule.description = record.description;
  if (!record.role_arn.empty()) rule.role_arn = record.role_arn;
  rule.event_bus_name = record.bus;
  return rule;
}

std::optional<EntryFault> fault_of(const store::Scope& scope, const PutEventsRequestEntry& entry) {
  if (auto bus = bus_of(scope, entry.event_bus_name); !bus) return EntryFault{bus.error().code, bus.error().message};
  if (!entry.source || entry.source->empty())
    return EntryFault{"InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."};
  if (entry.source->starts_with("aws."))
    return EntryFault{"NotAuthorizedForSourceException", "Not authorized for the source."};
  if (!entry.detail_type || entry.detail_type->empty())
    return EntryFault{"InvalidArgument",
                      "Parameter DetailType is not valid. Reason: DetailType is a required argument."};
  if (!entry.detail)
    return EntryFault{"InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."};
  // As deep as it will lie in the event.
  auto around = parse_lenient_json("{\"detail\":" + *entry.detail + "}");
  const Json* detail = around && around->object()->size() == 1 ? around->find("detail") : nullptr;
  if (detail == nullptr || detail->object() == nullptr) return EntryFault{"MalformedDetail", "Detail is malformed."};
  return std::nullopt;
}

Result<void> add_tags(aws::Tags& tags, const std::vector<Tag>& given) {
  auto fault = aws::add_tags(tags, aws::tag_list(given));
  if (!fault) return {};
  if (fault->kind == aws::TagFault::Kind::too_many) return errors::LimitExceededException(fault->message);
  return invalid(fault->message);
}

Result<aws::EventPattern> check_pattern(std::string_view text) {
  auto pattern = aws::EventPattern::parse(text);
  if (pattern) return std::move(*pattern);
  return errors::InvalidEventPatternException("Event pattern is not valid. Reason: " + pattern.error());
}

Result<Page> page_of(std::size_t size, std::optional<std::int64_t> limit, const std::optional<std::string>& token) {
  Page page{0, size, std::nullopt};
  if (token) {
    auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), page.begin);
    if (error != std::errc() || end != token->data() + token->size() || page.begin > size) {
      return invalid("Provided NextToken is not valid.");
    }
  }
  auto count = static_cast<std::size_t>(limit.value_or(kDefaultPageLimit));
  if (size - page.begin > count) {
    page.end = page.begin + count;
    page.next = std::to_string(page.end);
  }
  return page;
}

}  // namespace stellwerk::events
