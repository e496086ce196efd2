#include "gateway/host_address.h"

#include <algorithm>
#include <optional>

#include "base/bytes.h"

namespace stellwerk::gateway {
namespace {

using protocol::HostPrefix;

constexpr std::size_t kAccountIdLength = 12;

bool is_account_id(std::string_view text) {
  return text.size() == kAccountIdLength && text.find_first_not_of("0123456789") == text.npos;
}

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

/// Takes ".<region>" off the end if there is one.
std::string take_region(std::string_view& labels) {
  std::size_t dot = labels.rfind('.');
  std::string_view last = dot == labels.npos ? labels : labels.substr(dot + 1);
  if (dot == labels.npos || !is_region_name(last)) return {};
  labels = labels.substr(0, dot);
  return std::string(last);
}

/// What stands in front of the endpoint's name, perhaps nothing; none if the host is not that endpoint's.
std::optional<std::string> prefix_before(std::string_view labels, const protocol::ServiceModel& model) {
  const std::string_view endpoint = model.endpoint_prefix;
  if (labels == endpoint) return "";
  if (model.host_prefix == HostPrefix::none || !labels.ends_with(endpoint)) return std::nullopt;
  labels.remove_suffix(endpoint.size());
  if (labels.size() < 2 || !labels.ends_with('.')) return std::nullopt;
  return std::string(labels.substr(0, labels.size() - 1));
}

}  // namespace

bool is_region_name(std::string_view text) {
  std::size_t dash = text.rfind('-');
  if (dash == text.npos || dash < 4 || text.size() < dash + 2 || text[2] != '-') return false;
  auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(dash) + 1, text.end(), is_digit) &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(dash),
                     [&](char c) { return is_lower(c) || c == '-'; });
}

HostAddress read_host(std::string_view host, std::string_view domain,
                      std::span<const ports::BoundService* const> services) {
  HostAddress address;
  const std::string name = to_lower(without_port(host));
  const std::string suffix = "." + std::string(domain);
  if (!name.ends_with(suffix)) return address;
  const std::string_view labels = std::string_view(name).substr(0, name.size() - suffix.size());
  std::string_view before_region = labels;
  std::string region = take_region(before_region);
  for (const ports::BoundService* service : services) {
    const protocol::ServiceModel& model = *service->model;
    auto prefix = prefix_before(before_region, model);
    if (!prefix) continue;
    return {service, model.host_prefix == HostPrefix::bucket ? std::move(*prefix) : "", std::move(region)};
  }
  // The endpoint is the domain itself, and clients put what they always do in front of it.
  const HostPrefix alone = is_account_id(labels) ? HostPrefix::account : HostPrefix::bucket;
  for (const ports::BoundService* service : services) {
    if (service->model->host_prefix != alone) continue;
    return {service, alone == HostPrefix::bucket ? std::string(labels) : "", ""};
  }
  return address;
}

}  // namespace stellwerk::gateway
