#include "services/s3/configurations.h"

#include <charconv>

#include "auth/policy.h"
#include "base/json.h"

namespace stellwerk::s3 {
namespace {

::stellwerk::Error malformed_xml() {
  return {"MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema",
          400};
}

::stellwerk::Error malformed_policy(std::string message) { return {"MalformedPolicy", std::move(message), 400}; }

::stellwerk::Error invalid_argument(std::string message) { return {"InvalidArgument", std::move(message), 400}; }

// A resource of a bucket policy names the bucket or something in it.
bool is_within(std::string_view resource, const std::string& bucket) {
  std::string arn = bucket_arn(bucket);
  return resource == arn || resource.starts_with(arn + "/") || auth::matches_wildcard(resource, arn) ||
         auth::matches_wildcard(resource, arn + "/x");
}

Result<void> check_resources(const Json& resources, const std::string& bucket) {
  if (const std::string* one = resources.string()) {
    if (!is_within(*one, bucket)) return malformed_policy("Policy has invalid resource");
  }
  if (const Json::Array* several = resources.array()) {
    for (const Json& resource : *several) TRY(check_resources(resource, bucket));
  }
  return {};
}

Result<void> check_statement(const Json& statement, const std::string& bucket) {
  if (const Json* resources = statement.find("Resource")) TRY(check_resources(*resources, bucket));
  if (const Json* resources = statement.find("NotResource")) TRY(check_resources(*resources, bucket));
  return {};
}

Result<RoutingRuleRecord> checked_rule(const RoutingRule& rule) {
  RoutingRuleRecord out;
  if (rule.condition) {
    out.error_code_equals = rule.condition->http_error_code_returned_equals;
    out.key_prefix_equals = rule.condition->key_prefix_equals;
    if (!out.error_code_equals && !out.key_prefix_equals) {
      return ::stellwerk::Error{
          "InvalidRequest",
          "Condition cannot be empty. To redirect all requests without a condition, the condition "
          "element shouldn't be present.",
          400};
    }
  }
  const Redirect& redirect = rule.redirect;
  out.host_name = redirect.host_name;
  out.redirect_code = redirect.http_redirect_code;
  out.protocol = redirect.protocol;
  out.replace_key_prefix_with = redirect.replace_key_prefix_with;
  out.replace_key_with = redirect.replace_key_with;
  if (out.replace_key_prefix_with && out.replace_key_with) {
    return ::stellwerk::Error{"InvalidRequest", "You can only define ReplaceKeyPrefix or ReplaceKey but not both.",
                              400};
  }
  if (out.redirect_code) {
    int code = 0;
    std::from_chars(out.redirect_code->data(), out.redirect_code->data() + out.redirect_code->size(), code);
    if (code < 301 || code > 308 || code == 306) {
      return ::stellwerk::Error{
          "InvalidRequest",
          "The provided HTTP redirect code (" + *out.redirect_code + ") is not valid. Valid codes are 3XX except 300.",
          400};
    }
  }
  return out;
}

}  // namespace

Result<EncryptionRecord> checked_encryption(const ServerSideEncryptionConfiguration& configuration) {
  if (configuration.rules.size() != 1) return malformed_xml();
  const ServerSideEncryptionRule& rule = configuration.rules.front();
  EncryptionRecord out;
  out.is_bucket_key_enabled = rule.bucket_key_enabled.value_or(false);
  if (rule.blocked_encryption_types && rule.blocked_encryption_types->encryption_type) {
    out.blocked_types = *rule.blocked_encryption_types->encryption_type;
  }
  if (!rule.apply_server_side_encryption_by_default) return out;
  const ServerSideEncryptionByDefault& given = *rule.apply_server_side_encryption_by_default;
  out.algorithm = given.sse_algorithm;
  out.kms_key_id = given.kms_master_key_id.value_or("");
  if (out.algorithm == "aws:kms:dsse") return not_implemented("Dual-layer encryption (aws:kms:dsse)");
  if (out.algorithm != "AES256" && out.algorithm != "aws:kms") return malformed_xml();
  if (out.algorithm == "AES256" && !out.kms_key_id.empty()) {
    return invalid_argument(
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
  }
  return out;
}

Result<void> check_ownership(const OwnershipControls& controls) {
  if (controls.rules.size() != 1) return malformed_xml();
  if (controls.rules.front().object_ownership == kBucketOwnerEnforced) return {};
  return not_implemented("The object ownership " + controls.rules.front().object_ownership +
                         " needs access control lists, which have been replaced by BucketOwnerEnforced and bucket "
                         "policies; it");
}

Result<CheckedPolicy> checked_policy(const std::string& text, const std::string& bucket) {
  if (text.size() > kBucketPolicyBytesLimit) {
    return malformed_policy("Policy exceeds the maximum allowed document size.");
  }
  auto policy = auth::parse_policy(text, auth::PolicyKind::resource);
  if (!policy) return malformed_policy(policy.error().message);
  Json json = TRY(parse_json(text));
  if (const Json* statements = json.find("Statement")) {
    if (const Json::Array* several = statements->array()) {
      for (const Json& statement : *several) TRY(check_statement(statement, bucket));
    } else {
      TRY(check_statement(*statements, bucket));
    }
  }
  return CheckedPolicy{auth::is_public(**policy)};
}

Result<WebsiteRecord> checked_website(const WebsiteConfiguration& configuration) {
  WebsiteRecord out;
  if (configuration.redirect_all_requests_to) {
    if (configuration.index_document || configuration.error_document || configuration.routing_rules) {
      return invalid_argument("RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.");
    }
    out.redirect_all_host = configuration.redirect_all_requests_to->host_name;
    out.redirect_all_protocol = configuration.redirect_all_requests_to->protocol;
    return out;
  }
  if (!configuration.index_document) {
    return invalid_argument("A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
  }
  out.index_suffix = configuration.index_document->suffix;
  if (out.index_suffix.empty() || out.index_suffix.find('/') != std::string::npos) {
    return invalid_argument("The IndexDocument Suffix is not well formed");
  }
  if (configuration.error_document) out.error_key = configuration.error_document->key;
  if (configuration.routing_rules) {
    if (configuration.routing_rules->size() > kRoutingRulesLimit) {
      return invalid_argument("The number of routing rules must not exceed " + std::to_string(kRoutingRulesLimit));
    }
    for (const RoutingRule& rule : *configuration.routing_rules) out.routing_rules.push_back(TRY(checked_rule(rule)));
  }
  return out;
}

GetBucketWebsiteResponse shown_website(const WebsiteRecord& website) {
  GetBucketWebsiteResponse out;
  if (!website.redirect_all_host.empty()) {
    out.redirect_all_requests_to = RedirectAllRequestsTo{website.redirect_all_host, website.redirect_all_protocol};
    return out;
  }
  out.index_document = IndexDocument{website.index_suffix};
  if (!website.error_key.empty()) out.error_document = ErrorDocument{website.error_key};
  for (const RoutingRuleRecord& rule : website.routing_rules) {
    RoutingRule& shown = (out.routing_rules ? *out.routing_rules : out.routing_rules.emplace()).emplace_back();
    if (rule.error_code_equals || rule.key_prefix_equals) {
      shown.condition = Condition{rule.error_code_equals, rule.key_prefix_equals};
    }
    shown.redirect = {.host_name = rule.host_name,
                      .http_redirect_code = rule.redirect_code,
                      .protocol = rule.protocol,
                      .replace_key_prefix_with = rule.replace_key_prefix_with,
                      .replace_key_with = rule.replace_key_with};
  }
  return out;
}

}  // namespace stellwerk::s3
