#include "auth/policy_document.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "auth/condition_values.h"
#include "base/bytes.h"
#include "base/json.h"

namespace stellwerk::auth {
namespace {

constexpr std::string_view kVersion2008 = "2008-10-17";
constexpr std::string_view kVersion2012 = "2012-10-17";
constexpr std::size_t kAccountDigits = 12;

Error malformed(std::string message) { return {"MalformedPolicyDocument", std::move(message), 400}; }
Error syntax() { return malformed("Syntax errors in policy."); }

/// What the kind asks of each statement.
struct Rules {
  bool checks_anything = true;
  bool has_principal = false;
  bool has_resource = true;
  bool is_trust = false;
  bool short_sids = true;
};

Rules rules_for(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::identity:
    case PolicyKind::service_control: return {};
    case PolicyKind::resource: return {.has_principal = true, .short_sids = false};
    case PolicyKind::trust: return {.has_principal = true, .has_resource = false, .is_trust = true};
    case PolicyKind::stored: return {.checks_anything = false, .short_sids = false};
  }
  return {};
}

/// A string or a list of strings; numbers and booleans too where a condition may have them.
Result<std::vector<std::string>> strings(const Json& value, bool any_scalar = false) {
  auto text_of = [&](const Json& one) -> std::optional<std::string> {
    if (auto* text = one.string()) return *text;
    if (any_scalar && (one.boolean() || one.is_number())) return one.dump();
    return std::nullopt;
  };
  std::vector<std::string> out;
  if (auto* items = value.array()) {
    for (const Json& item : *items) {
      auto text = text_of(item);
      if (!text) return syntax();
      out.push_back(std::move(*text));
    }
    return out;
  }
  auto text = text_of(value);
  if (!text) return syntax();
  out.push_back(std::move(*text));
  return out;
}

/// Splits an ARN at its first five colons, not counting those inside ${...}.
std::vector<std::string> arn_parts(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("${")) ++depth;
    if (text[i] == '}' && depth > 0) --depth;
    if (text[i] == ':' && depth == 0 && parts.size() < 6) {
      parts.emplace_back();
    } else {
      parts.back() += text[i];
    }
  }
  return parts;
}

bool is_account_id(std::string_view text) {
  return text.size() == kAccountDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<void> check_action(const std::string& action, const Rules& rules) {
  if (action == "*") {
    if (rules.is_trust) return malformed("AssumeRole policy may only specify STS AssumeRole actions.");
    return {};
  }
  std::size_t colon = action.find(':');
  if (colon == std::string::npos || colon == 0) {
    return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  std::string_view vendor = std::string_view(action).substr(0, colon),
                   name = std::string_view(action).substr(colon + 1);
  auto is_name = [](std::string_view text, std::string_view extra) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || extra.find(c) != std::string_view::npos;
    });
  };
  if (vendor != "*" && !is_name(vendor, "-")) return malformed("Vendor " + std::string(vendor) + " is not valid");
  if (!is_name(name, "*?-_.")) return malformed("The policy failed legacy parsing");
  if (rules.is_trust && to_lower(vendor) != "sts") {
    return malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  }
  return {};
}

Result<void> check_resource(const std::string& resource) {
  if (resource == "*") return {};
  auto parts = arn_parts(resource);
  if (parts[0] != "arn" || parts.size() < 6) {
    return malformed("Resource " + resource + " must be in ARN format or \"*\".");
  }
  static const std::set<std::string> kPartitions{"aws", "aws-cn", "aws-us-gov", "*"};
  if (!kPartitions.contains(parts[1])) {
    return malformed("Partition \"" + parts[1] + "\" is not valid for resource \"" + resource + "\".");
  }
  return {};
}

/// An account id becomes its root's ARN, so that one comparison does for both spellings.
Result<std::string> aws_principal(const std::string& text, bool checks) {
  if (is_account_id(text)) return "arn:aws:iam::" + text + ":root";
  if (!checks || text.starts_with("AIDA") || text.starts_with("AROA")) return text;
  auto parts = arn_parts(text);
  bool good = parts.size() == 6 && parts[0] == "arn" && parts[3].empty() && text.find('*') == std::string::npos;
  // CloudFront's origin access identities look like users of an account of that name.
  good = good && (is_account_id(parts[4]) || parts[4] == "cloudfront");
  if (good && parts[2] == "iam") {
    good = parts[5] == "root" || parts[5].starts_with("user/") || parts[5].starts_with("role/");
  } else if (good && parts[2] == "sts") {
    good = parts[5].starts_with("assumed-role/") || parts[5].starts_with("federated-user/");
  } else {
    good = false;
  }
  if (!good) return malformed("Invalid principal in policy: \"AWS\":\"" + text + "\"");
  return text;
}

Result<PrincipalSet> parse_principal(const Json& value, const Rules& rules) {
  PrincipalSet out;
  if (auto* text = value.string()) {
    if (*text != "*") return malformed("Invalid principal in policy: \"" + *text + "\"");
    out.everyone = true;
    return out;
  }
  if (value.object() == nullptr || value.object()->empty()) return syntax();
  for (const auto& [kind, member] : *value.object()) {
    auto values = TRY(strings(member));
    if (values.empty()) return malformed("Missing required field Principal cannot be empty!");
    if (kind == "AWS") {
      for (const auto& one : values) {
        if (one == "*") {
          out.everyone = true;
        } else {
          out.aws.push_back(TRY(aws_principal(one, rules.checks_anything)));
        }
      }
    } else if (kind == "Service") {
      for (const auto& one : values) {
        bool good = one == "*" || one.ends_with(".amazonaws.com") || one.ends_with(".amazon.com");
        if (rules.checks_anything && !good)
          return malformed("Invalid principal in policy: \"SERVICE\":\"" + one + "\"");
      }
      out.services = std::move(values);
    } else if (kind == "Federated") {
      out.federated = std::move(values);
    } else if (kind == "CanonicalUser") {
      out.canonical_users = std::move(values);
    } else {
      return malformed("Invalid principal in policy: \"" + kind + "\"");
    }
  }
  return out;
}

bool is_readable(const Condition& condition, const std::string& value) {
  if (value.find("${") != std::string::npos) return true;
  switch (condition.comparison) {
    case Comparison::numeric_equals:
    case Comparison::numeric_less:
    case Comparison::numeric_less_or_equal:
    case Comparison::numeric_greater:
    case Comparison::numeric_greater_or_equal: return parse_number(value).has_value();
    case Comparison::date_equals:
    case Comparison::date_less:
    case Comparison::date_less_or_equal:
    case Comparison::date_greater:
    case Comparison::date_greater_or_equal: return parse_date(value).has_value();
    case Comparison::ip_address: return parse_address_range(value).has_value();
    case Comparison::binary_equals: return from_base64(value).has_value();
    default: return true;
  }
}

Result<std::vector<Condition>> parse_conditions(const Json& value, const Rules& rules) {
  std::vector<Condition> out;
  if (value.object() == nullptr) return syntax();
  for (const auto& [name, keys] : *value.object()) {
    auto kind = parse_condition_operator(name);
    if (!kind) return malformed("Invalid Condition type : " + name + ".");
    if (keys.object() == nullptr) return syntax();
    for (const auto& [key, values] : *keys.object()) {
      if (rules.checks_anything && key.find(':') == std::string::npos) {
        return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
      Condition condition = *kind;
      condition.key = to_lower(key);
      condition.values = TRY(strings(values, true));
      if (condition.values.empty() && rules.checks_anything) return syntax();
      for (const auto& one : condition.values) {
        if (rules.checks_anything && !is_readable(condition, one)) return malformed("The policy failed legacy parsing");
      }
      out.push_back(std::move(condition));
    }
  }
  return out;
}

Result<void> check_elements(const Json& statement, const Rules& rules) {
  static const std::set<std::string> kElements{"Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
                                               "NotAction", "Resource", "NotResource", "Condition"};
  for (const auto& [name, value] : *statement.object()) {
    if (!kElements.contains(name)) return syntax();
  }
  auto has = [&](std::string_view name) { return statement.find(name) != nullptr; };
  for (const char* name : {"Principal", "Action", "Resource"}) {
    if (has(name) && has("Not" + std::string(name))) return syntax();
  }
  if (!rules.checks_anything) return {};
  bool principal = has("Principal") || has("NotPrincipal");
  bool resource = has("Resource") || has("NotResource");
  if (!has("Action") && !has("NotAction")) return malformed("Policy statement must contain actions.");
  if (principal && !rules.has_principal) return malformed("Policy document should not specify a principal.");
  if (!principal && rules.has_principal) return malformed("Missing required field Principal");
  if (resource && !rules.has_resource) return malformed("Has prohibited field Resource");
  if (!resource && rules.has_resource) {
    return malformed(rules.has_principal ? "Missing required field Resource"
                                         : "Policy statement must contain resources.");
  }
  return {};
}

Result<void> check_sid(const std::string& sid, const Rules& rules, std::set<std::string>& seen) {
  if (sid.empty() || !rules.checks_anything) return {};
  bool alphanumeric = std::all_of(sid.begin(), sid.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
  if (rules.short_sids && !alphanumeric) {
    return malformed(
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
        "[0-9A-Za-z]*");
  }
  if (!seen.insert(sid).second) return malformed("Statement IDs (SID) in a single policy must be unique.");
  return {};
}

Result<Statement> parse_statement(const Json& json, const Rules& rules, std::set<std::string>& sids) {
  if (json.object() == nullptr) return syntax();
  TRY(check_elements(json, rules));
  Statement out;
  if (const Json* sid = json.find("Sid")) {
    if (sid->string() == nullptr) return syntax();
    out.sid = *sid->string();
  }
  TRY(check_sid(out.sid, rules, sids));
  std::string_view effect = json.string_at("Effect");
  if (effect != "Allow" && effect != "Deny") return syntax();
  out.is_allow = effect == "Allow";
  auto either = [&](const std::string& name, bool& is_not) -> const Json* {
    const Json* negated = json.find("Not" + name);
    is_not = negated != nullptr;
    return is_not ? negated : json.find(name);
  };
  if (const Json* principal = either("Principal", out.not_principal)) {
    out.principal = TRY(parse_principal(*principal, rules));
  }
  if (const Json* actions = either("Action", out.not_action)) out.actions = TRY(strings(*actions));
  if (rules.checks_anything && out.actions.empty()) return malformed("Policy statement must contain actions.");
  for (auto& action : out.actions) {
    if (rules.checks_anything) TRY(check_action(action, rules));
    action = to_lower(action);
  }
  if (const Json* resources = either("Resource", out.not_resource)) {
    out.resources = TRY(strings(*resources));
    // An empty list would otherwise read like a trust policy's absent element.
    if (out.resources.empty()) return malformed("Policy statement must contain resources.");
  }
  for (const auto& resource : out.resources) {
    if (rules.checks_anything) TRY(check_resource(resource));
  }
  if (const Json* conditions = json.find("Condition")) out.conditions = TRY(parse_conditions(*conditions, rules));
  return out;
}

}  // namespace

Result<std::shared_ptr<const Policy>> parse_policy(std::string_view text, PolicyKind kind) {
  std::size_t limit = kind == PolicyKind::stored ? kStoredPolicyBytesLimit : kPolicyDocumentBytesLimit;
  if (text.size() > limit) {
    return malformed("The policy document is larger than " + std::to_string(limit) + " bytes.");
  }
  auto json = parse_json(text);
  if (!json || json->object() == nullptr) return malformed("This policy contains invalid Json");
  Rules rules = rules_for(kind);
  auto out = std::make_shared<Policy>();
  out->version = kVersion2008;
  for (const auto& [name, value] : *json->object()) {
    if (name != "Version" && name != "Id" && name != "Statement") return syntax();
    if (name != "Statement" && value.string() == nullptr) return syntax();
    if (name == "Version") out->version = *value.string();
    if (name == "Id") out->id = *value.string();
  }
  if (out->version != kVersion2008 && out->version != kVersion2012) return syntax();
  out->expands_variables = out->version == kVersion2012;
  const Json* statements = json->find("Statement");
  if (statements == nullptr) return syntax();
  std::set<std::string> sids;
  if (auto* list = statements->array()) {
    if (list->empty() && rules.checks_anything) return syntax();
    for (const Json& one : *list) out->statements.push_back(TRY(parse_statement(one, rules, sids)));
  } else {
    out->statements.push_back(TRY(parse_statement(*statements, rules, sids)));
  }
  return out;
}

std::shared_ptr<const Policy> PolicyCache::load(const std::string& text) {
  {
    std::lock_guard lock(mutex_);
    auto found = policies_.find(text);
    if (found != policies_.end()) return found->second;
  }
  auto parsed = parse_policy(text, PolicyKind::stored);
  std::shared_ptr<const Policy> policy = parsed ? *parsed : nullptr;
  std::lock_guard lock(mutex_);
  if (policies_.size() >= limit_) policies_.clear();
  policies_.insert_or_assign(text, policy);
  return policy;
}

std::size_t PolicyCache::size() const {
  std::lock_guard lock(mutex_);
  return policies_.size();
}

}  // namespace stellwerk::auth
