#include <algorithm>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "protocol/codec.h"
#include "protocol/form.h"
#include "protocol/s3_dialect.h"

namespace stellwerk::protocol {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Segment {
  enum Kind { literal, label, greedy_label } kind;
  std::string_view text;  // the literal, or the label's name
};

/// What one constant query part asks for: "list-type=2", or "tagging" with any value.
struct QueryPart {
  std::string_view name;
  std::optional<std::string_view> value;
};

struct Candidate {
  const Operation* operation;
  std::vector<QueryPart> query;
  std::vector<const Member*> required;  // members bound to the query string or to a header
};

/// Operations of one method and path template. Sorted most specific first.
struct Route {
  std::string_view method;
  std::vector<Segment> segments;
  std::vector<Candidate> candidates;
};

/// What is worked out once for a model.
struct Index {
  std::unordered_map<std::string_view, const Operation*> by_name;
  std::vector<Route> routes;
};

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> out;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    out.push_back(path.substr(0, slash));
    if (slash == path.npos) return out;
    path.remove_prefix(slash + 1);
  }
}

std::vector<Segment> segments_of(std::string_view path_template) {
  std::vector<Segment> out;
  for (std::string_view part : parts_of(path_template)) {
    if (part.empty()) continue;
    if (!part.starts_with('{')) {
      out.push_back({Segment::literal, part});
    } else if (part.ends_with("+}")) {
      out.push_back({Segment::greedy_label, part.substr(1, part.size() - 3)});
    } else {
      out.push_back({Segment::label, part.substr(1, part.size() - 2)});
    }
  }
  return out;
}

Candidate candidate_of(const Operation& operation) {
  Candidate out{&operation, {}, {}};
  std::string_view rest = operation.http_query;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('&'));
    rest = part.size() == rest.size() ? std::string_view() : rest.substr(part.size() + 1);
    const std::size_t equals = part.find('=');
    if (part.substr(0, equals) == "x-id") continue;  // names the operation for logs only; many clients leave it out
    QueryPart wanted{part.substr(0, equals), std::nullopt};
    if (equals != part.npos) wanted.value = part.substr(equals + 1);
    out.query.push_back(wanted);
  }
  for (const Member& member : operation.input->members) {
    const bool tells_apart = member.location == Location::query_string || member.location == Location::header;
    if (member.is_required && tells_apart) out.required.push_back(&member);
  }
  return out;
}

bool is_more_specific(const Route& a, const Route& b) {
  const std::size_t common = std::min(a.segments.size(), b.segments.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (a.segments[i].kind != b.segments[i].kind) return a.segments[i].kind < b.segments[i].kind;
  }
  return a.segments.size() > b.segments.size();
}

bool has_same_form(const Route& route, std::string_view method, const std::vector<Segment>& segments) {
  return route.method == method &&
         std::equal(route.segments.begin(), route.segments.end(), segments.begin(), segments.end(),
                    [](const Segment& a, const Segment& b) { return a.kind == b.kind && a.text == b.text; });
}

std::unique_ptr<Index> index_of(const ServiceModel& model) {
  auto out = std::make_unique<Index>();
  for (const Operation& operation : model.operations) {
    out->by_name.emplace(operation.name, &operation);
    auto segments = segments_of(operation.http_path);
    auto route = std::find_if(out->routes.begin(), out->routes.end(),
                              [&](const Route& r) { return has_same_form(r, operation.http_method, segments); });
    if (route == out->routes.end()) {
      out->routes.push_back({operation.http_method, std::move(segments), {}});
      route = std::prev(out->routes.end());
    }
    route->candidates.push_back(candidate_of(operation));
  }
  std::stable_sort(out->routes.begin(), out->routes.end(), is_more_specific);
  for (Route& route : out->routes) {
    std::stable_sort(route.candidates.begin(), route.candidates.end(), [](const Candidate& a, const Candidate& b) {
      if (a.query.size() != b.query.size()) return a.query.size() > b.query.size();
      return a.required.size() > b.required.size();
    });
  }
  return out;
}

/// Models live as long as the program; each is indexed at its first request.
const Index& indexed(const ServiceModel& model) {
  static std::shared_mutex mutex;
  static std::unordered_map<const ServiceModel*, std::unique_ptr<Index>> indexes;
  {
    std::shared_lock lock(mutex);
    if (auto found = indexes.find(&model); found != indexes.end()) return *found->second;
  }
  std::unique_lock lock(mutex);
  auto& index = indexes[&model];
  if (!index) index = index_of(model);
  return *index;
}

std::size_t matched_greedily(const std::vector<std::string_view>& parts, std::size_t first,
                             std::size_t segments_after) {
  return parts.size() - first > segments_after ? parts.size() - first - segments_after : 0;
}

/// The labels' raw texts, or nothing if the path does not fit.
std::optional<std::map<std::string, std::string>> fitted(const Route& route,
                                                         const std::vector<std::string_view>& parts) {
  std::map<std::string, std::string> labels;
  std::size_t next = 0;
  for (std::size_t i = 0; i < route.segments.size(); ++i) {
    const Segment& segment = route.segments[i];
    if (next == parts.size()) return std::nullopt;
    std::string_view text = parts[next++];
    if (segment.kind == Segment::literal) {
      if (text != segment.text) return std::nullopt;
      continue;
    }
    if (segment.kind == Segment::greedy_label) {
      const std::size_t count = matched_greedily(parts, next - 1, route.segments.size() - i - 1);
      if (count == 0) return std::nullopt;
      next += count - 1;
      const std::string_view last = parts[next - 1];
      text = std::string_view(text.data(), static_cast<std::size_t>(last.data() + last.size() - text.data()));
    }
    auto decoded = percent_decode(text);
    if (!decoded || decoded->empty()) return std::nullopt;
    labels.emplace(segment.text, std::move(*decoded));
  }
  const bool is_whole = next == parts.size() || (next + 1 == parts.size() && parts[next].empty());
  if (!is_whole) return std::nullopt;
  return labels;
}

bool has_constant_query(const Candidate& candidate, const Fields& query) {
  return std::all_of(candidate.query.begin(), candidate.query.end(), [&](const QueryPart& wanted) {
    return std::any_of(query.begin(), query.end(), [&](const auto& field) {
      return field.first == wanted.name && (!wanted.value || field.second == *wanted.value);
    });
  });
}

bool has_required(const Candidate& candidate, const Fields& query, const Headers& headers) {
  return std::all_of(candidate.required.begin(), candidate.required.end(), [&](const Member* member) {
    if (member->location == Location::header) return headers.has(member->wire_name);
    return std::any_of(query.begin(), query.end(), [&](const auto& field) { return field.first == member->wire_name; });
  });
}

/// The first that has all it needs; else, so that the caller hears what is missing, the least demanding of those with
/// the most constant parts.
const Operation* chosen(const ServiceModel& model, const Route& route, const Fields& query, const Headers& headers) {
  const Candidate* incomplete = nullptr;
  for (const Candidate& candidate : route.candidates) {
    if (!has_constant_query(candidate, query)) continue;
    if (speaks_s3(model) && !claims_sub_resources(*candidate.operation, query, headers)) continue;
    if (has_required(candidate, query, headers)) return candidate.operation;
    if (incomplete == nullptr || candidate.query.size() == incomplete->query.size()) incomplete = &candidate;
  }
  return incomplete == nullptr ? nullptr : incomplete->operation;
}

std::optional<OperationMatch> match_path(const ServiceModel& model, const HttpRequest& request) {
  auto query = read_form(request.query);
  if (!query) return std::nullopt;
  const auto parts = parts_of(request.path);
  for (const Route& route : indexed(model).routes) {
    if (route.method != request.method) continue;
    auto labels = fitted(route, parts);
    if (!labels) continue;
    if (const Operation* operation = chosen(model, route, *query, request.headers)) {
      return OperationMatch{operation, std::move(*labels)};
    }
  }
  return std::nullopt;
}

std::string form_field(const HttpRequest& request, std::string_view form_body, std::string_view name) {
  if (auto found = find_form_field(form_body, name)) return std::move(*found);
  return find_form_field(request.query, name).value_or("");
}

std::optional<OperationMatch> match_action(const ServiceModel& model, const HttpRequest& request,
                                           std::string_view form_body) {
  const std::string version = form_field(request, form_body, "Version");
  if (!version.empty() && version != model.api_version) return std::nullopt;
  const Operation* operation = find_operation(model, form_field(request, form_body, "Action"));
  if (operation == nullptr) return std::nullopt;
  return OperationMatch{operation};
}

std::optional<OperationMatch> match_target(const ServiceModel& model, const HttpRequest& request) {
  std::string_view target = request.headers.find("X-Amz-Target").value_or("");
  const std::size_t dot = target.rfind('.');
  if (dot == target.npos || target.substr(0, dot) != model.target_prefix) return std::nullopt;
  const Operation* operation = find_operation(model, target.substr(dot + 1));
  if (operation == nullptr) return std::nullopt;
  return OperationMatch{operation};
}

/// "/service/GraniteServiceVersion20100801/operation/PutMetricData"; what stands before "/service" does not matter.
std::optional<std::string_view> named_in_rpc_path(const ServiceModel& model, const HttpRequest& request) {
  constexpr std::string_view kService = "/service/", kOperation = "/operation/";
  const std::string_view path = request.path;
  const std::size_t service = path.rfind(kService), operation = path.rfind(kOperation);
  if (service == path.npos || operation == path.npos || operation < service + kService.size()) return std::nullopt;
  const std::size_t begin = service + kService.size();
  if (path.substr(begin, operation - begin) != model.target_prefix) return std::nullopt;
  return path.substr(operation + kOperation.size());
}

std::optional<OperationMatch> match_rpc_path(const ServiceModel& model, const HttpRequest& request) {
  auto name = named_in_rpc_path(model, request);
  const Operation* operation = name && request.method == "POST" ? find_operation(model, *name) : nullptr;
  if (operation == nullptr) return std::nullopt;
  return OperationMatch{operation};
}

const ServiceModel* spoken(const ServiceModel& model, Protocol protocol) {
  auto found = std::ranges::find(model.in_each_protocol, protocol, &ServiceModel::protocol);
  return found == model.in_each_protocol.end() ? nullptr : &*found;
}

}  // namespace

const ServiceModel& in_protocol_of(const ServiceModel& model, const HttpRequest& request) {
  const ServiceModel* other = nullptr;
  if (model.in_each_protocol.size() < 2) return model;
  if (request.headers.find("Smithy-Protocol") == "rpc-v2-cbor") {
    other = spoken(model, Protocol::rpc_v2_cbor);
  } else if (request.headers.has("X-Amz-Target")) {
    other = spoken(model, Protocol::json);
  } else {
    other = spoken(model, Protocol::query);
  }
  return other == nullptr ? model : *other;
}

const Operation* find_operation(const ServiceModel& model, std::string_view name) {
  const auto& by_name = indexed(model).by_name;
  auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::optional<OperationMatch> match_operation(const ServiceModel& model, const HttpRequest& request,
                                              std::string_view form_body) {
  switch (model.protocol) {
    case Protocol::query:
    case Protocol::ec2: return match_action(model, request, form_body);
    case Protocol::json: return match_target(model, request);
    case Protocol::rpc_v2_cbor: return match_rpc_path(model, request);
    case Protocol::rest_json:
    case Protocol::rest_xml: return match_path(model, request);
  }
  return std::nullopt;
}

std::string requested_operation(const ServiceModel& model, const HttpRequest& request, std::string_view form_body) {
  switch (model.protocol) {
    case Protocol::query:
    case Protocol::ec2: return form_field(request, form_body, "Action");
    case Protocol::json: {
      std::string_view target = request.headers.find("X-Amz-Target").value_or("");
      return std::string(target.starts_with(model.target_prefix) ? target.substr(target.rfind('.') + 1) : target);
    }
    case Protocol::rpc_v2_cbor: return std::string(named_in_rpc_path(model, request).value_or(request.path));
    default: break;
  }
  std::string out = request.method + " " + request.path;
  if (speaks_s3(model)) {
    if (auto sub_resource = named_sub_resource(request.query); !sub_resource.empty()) out += "?" + sub_resource;
  }
  return out;
}

}  // namespace stellwerk::protocol
