#include "services/s3/website_address.h"

#include <charconv>

#include "base/bytes.h"

namespace stellwerk::s3 {
namespace {

int status_number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool applies(const RoutingRuleRecord& rule, std::string_view key, int error_status) {
  if (rule.key_prefix_equals && !key.starts_with(*rule.key_prefix_equals)) return false;
  if (rule.error_code_equals) return status_number(*rule.error_code_equals) == error_status;
  return error_status == 0;
}

WebsiteRedirect redirect_of(const RoutingRuleRecord& rule, const WebsiteRequest& request) {
  std::string key = request.key;
  if (rule.replace_key_with) {
    key = *rule.replace_key_with;
  } else if (rule.replace_key_prefix_with) {
    std::size_t replaced = rule.key_prefix_equals ? rule.key_prefix_equals->size() : 0;
    key = *rule.replace_key_prefix_with + key.substr(replaced);
  }
  WebsiteRedirect out;
  if (rule.redirect_code) out.status = status_number(*rule.redirect_code);
  out.location = rule.protocol.value_or(request.scheme) + "://" + rule.host_name.value_or(request.host) + "/" +
                 percent_encode(key, true);
  return out;
}

}  // namespace

std::optional<WebsiteHost> parse_website_host(std::string_view host, std::string_view domain) {
  std::string name = to_lower(host.substr(0, host.find(':')));
  std::string suffix = "." + std::string(domain);
  if (!name.ends_with(suffix)) return std::nullopt;
  name.resize(name.size() - suffix.size());
  const std::string host_part = "." + std::string(kWebsiteHostPart);
  std::size_t label = name.rfind(host_part);
  if (label == std::string::npos || label == 0) return std::nullopt;
  std::string region = name.substr(label + host_part.size());
  bool is_separated = region.size() > 1 && (region.front() == '.' || region.front() == '-');
  if (!is_separated || region.find('.', 1) != std::string::npos) return std::nullopt;
  return WebsiteHost{name.substr(0, label), region.substr(1)};
}

std::string website_key(std::string_view path, const WebsiteRecord& website) {
  if (path.starts_with('/')) path.remove_prefix(1);
  std::string key(path);
  if (key.empty() || key.ends_with('/')) key += website.index_suffix;
  return key;
}

std::optional<WebsiteRedirect> route(const WebsiteRecord& website, const WebsiteRequest& request, int error_status) {
  for (const RoutingRuleRecord& rule : website.routing_rules) {
    if (applies(rule, request.key, error_status)) return redirect_of(rule, request);
  }
  return std::nullopt;
}

WebsiteRedirect redirect_all(const WebsiteRecord& website, const WebsiteRequest& request, std::string_view query) {
  WebsiteRedirect out;
  out.location = website.redirect_all_protocol.value_or(request.scheme) + "://" + website.redirect_all_host + "/" +
                 percent_encode(request.key, true);
  if (!query.empty()) out.location += "?" + std::string(query);
  return out;
}

}  // namespace stellwerk::s3
