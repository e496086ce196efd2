#include "gateway/s3_address.h"

#include <algorithm>

#include "base/bytes.h"

namespace stellwerk::gateway {
namespace {

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

S3Address read_s3_host(std::string_view host, std::string_view domain) {
  S3Address address;
  std::string name = to_lower(without_port(host));
  std::string suffix = "." + std::string(domain);
  if (!name.ends_with(suffix)) return address;
  std::string_view labels = std::string_view(name).substr(0, name.size() - suffix.size());
  if (is_account_id(labels)) {
    address.is_control = true;
    return address;
  }
  std::string_view before_region = labels;
  std::string region = take_region(before_region);
  for (std::string_view service : {"s3", "s3-control"}) {
    std::string_view bucket;
    if (before_region == service) {
      bucket = {};
    } else if (before_region.size() > service.size() + 1 && before_region.ends_with(service) &&
               before_region[before_region.size() - service.size() - 1] == '.') {
      bucket = before_region.substr(0, before_region.size() - service.size() - 1);
    } else {
      continue;
    }
    address.region = region;
    address.is_control = service == "s3-control";
    if (!address.is_control) address.bucket = bucket;
    return address;
  }
  address.bucket = labels;
  return address;
}

}  // namespace stellwerk::gateway
