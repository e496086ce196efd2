#include "services/s3/website.h"

#include "api/s3.h"
#include "base/bytes.h"
#include "services/s3/buckets.h"
#include "services/s3/rules.h"

namespace stellwerk::s3 {
namespace {

/// Up to this size a body is handed on in one piece.
constexpr std::int64_t kWholeBodyBytes = 64 * 1024;
constexpr int kNotModified = 304;

std::string_view reason_of(int status) {
  switch (status) {
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 412: return "Precondition Failed";
    case 416: return "Requested Range Not Satisfiable";
    default: return "Internal Server Error";
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string error_page(const ::stellwerk::Error& error, std::string_view request_id) {
  std::string title = std::to_string(error.http_status) + " " + std::string(reason_of(error.http_status));
  std::string out = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"><title>" + title +
                    "</title></head>\n<body>\n<h1>" + title + "</h1>\n<ul>\n<li>Code: " + escaped(error.code) +
                    "</li>\n<li>Message: " + escaped(error.message) + "</li>\n";
  for (const auto& [name, value] : error.fields) out += "<li>" + escaped(name) + ": " + escaped(value) + "</li>\n";
  out += "<li>RequestId: " + std::string(request_id) + "</li>\n</ul>\n</body>\n</html>\n";
  return out;
}

// A value that a client stored must not write headers of its own.
void add_header(HttpResponse& response, std::string name, std::string value) {
  for (char& c : value) {
    if (c == '\r' || c == '\n' || c == '\0') c = ' ';
  }
  response.headers.add(std::move(name), std::move(value));
}

template <class Object>
void add_object_headers(HttpResponse& response, const Object& object) {
  auto add = [&](std::string name, const std::optional<std::string>& value) {
    if (value) add_header(response, std::move(name), *value);
  };
  add("Content-Type", object.content_type);
  add("ETag", object.e_tag);
  if (object.last_modified) add("Last-Modified", to_http_date(*object.last_modified));
  add("Accept-Ranges", object.accept_ranges);
  add("Cache-Control", object.cache_control);
  add("Content-Disposition", object.content_disposition);
  add("Content-Encoding", object.content_encoding);
  add("Content-Language", object.content_language);
  add("Content-Range", object.content_range);
  add("Expires", object.expires);
  add("x-amz-version-id", object.version_id);
  if (object.metadata) {
    for (const auto& [name, value] : *object.metadata) add_header(response, "x-amz-meta-" + name, value);
  }
  if (object.content_range) response.status = 206;
}

std::optional<std::string> header(const HttpRequest& request, std::string_view name) {
  auto value = request.headers.find(name);
  if (!value) return std::nullopt;
  return std::string(*value);
}

std::optional<Timestamp> date_header(const HttpRequest& request, std::string_view name) {
  auto value = request.headers.find(name);
  return value ? from_http_date(*value) : std::nullopt;
}

template <class Request>
void add_conditions(Request& request, const HttpRequest& http) {
  request.if_match = header(http, "If-Match");
  request.if_none_match = header(http, "If-None-Match");
  request.if_modified_since = date_header(http, "If-Modified-Since");
  request.if_unmodified_since = date_header(http, "If-Unmodified-Since");
  request.range = header(http, "Range");
}

HttpResponse redirect_to(int status, const std::string& location) {
  HttpResponse response;
  response.status = status;
  add_header(response, "Location", location);
  return response;
}

}  // namespace

/// One request on its way through.
struct Website::Visit {
  HttpRequest http;
  std::string request_id;
  BucketRecord bucket = {};
  WebsiteRequest address = {};
  ports::Session session = {};
  bool is_head() const { return http.method == "HEAD"; }
};

HttpResponse Website::serve(HttpRequest request) {
  Visit visit{std::move(request), ids_.uuid()};
  HttpResponse response = answer(visit);
  response.headers.set("x-amz-request-id", visit.request_id);
  return response;
}

HttpResponse Website::answer(Visit& visit) {
  auto host = parse_website_host(header(visit.http, "Host").value_or(""), site_.domain);
  auto path = percent_decode(visit.http.path);
  if (!host || !path || !is_valid_utf8(*path)) {
    return answer_error(visit, {"BadRequest", "An error occurred when parsing the HTTP request.", 400});
  }
  auto bucket = kBuckets.get(*store_.begin(), kInstallation, {host->bucket});
  if (!bucket) return answer_error(visit, no_such_bucket(host->bucket));
  if (bucket->region != host->region) {
    return answer_error(visit,
                        {"IncorrectEndpoint",
                         "The specified bucket exists in another region. Please direct requests to its endpoint.",
                         400,
                         {{"BucketName", bucket->name}, {"Region", bucket->region}}});
  }
  if (!bucket->website) {
    return answer_error(
        visit, no_such_configuration("NoSuchWebsiteConfiguration",
                                     "The specified bucket does not have a website configuration", bucket->name));
  }
  visit.bucket = std::move(*bucket);
  visit.address = {header(visit.http, "Host").value_or(""), visit.http.is_tls ? "https" : "http",
                   path->substr(path->starts_with('/') ? 1 : 0)};
  visit.session.region = visit.bucket.region;
  visit.session.caller.source_address = visit.http.peer_address;
  visit.session.caller.user_agent = header(visit.http, "User-Agent").value_or("");
  visit.session.caller.is_tls = visit.http.is_tls;
  const WebsiteRecord& website = *visit.bucket.website;
  if (visit.http.method != "GET" && !visit.is_head()) {
    return answer_error(visit, {"MethodNotAllowed",
                                "The specified method is not allowed against this resource.",
                                405,
                                {{"Method", visit.http.method}, {"ResourceType", "OBJECT"}},
                                {{"Allow", "GET, HEAD"}}});
  }
  if (!website.redirect_all_host.empty()) {
    WebsiteRedirect redirect = redirect_all(website, visit.address, visit.http.query);
    return redirect_to(redirect.status, redirect.location);
  }
  if (auto redirect = route(website, visit.address, 0)) return redirect_to(redirect->status, redirect->location);
  auto response = read_object(visit, website_key(*path, website), true);
  if (response) return std::move(*response);
  return answer_error(visit, response.error());
}

HttpResponse Website::answer_error(Visit& visit, const ::stellwerk::Error& error) {
  HttpResponse response;
  response.status = error.http_status;
  for (const auto& [name, value] : error.headers) add_header(response, name, value);
  if (error.http_status == kNotModified) return response;
  if (visit.bucket.website && (error.http_status == 403 || error.http_status == 404)) {
    const WebsiteRecord& website = *visit.bucket.website;
    // "docs" means "docs/", if that has an index.
    const std::string& key = visit.address.key;
    if (!key.empty() && !key.ends_with('/') && has_object(visit, key + "/" + website.index_suffix)) {
      return redirect_to(302, "/" + percent_encode(key, true) + "/");
    }
    if (auto redirect = route(website, visit.address, error.http_status)) {
      return redirect_to(redirect->status, redirect->location);
    }
    if (!website.error_key.empty()) {
      if (auto page = read_object(visit, website.error_key, false)) {
        page->status = error.http_status;
        return std::move(*page);
      }
    }
  }
  add_header(response, "Content-Type", "text/html; charset=utf-8");
  std::string page = error_page(error, visit.request_id);
  if (visit.is_head()) {
    add_header(response, "Content-Length", std::to_string(page.size()));
  } else {
    response.body = std::move(page);
  }
  return response;
}

Result<HttpResponse> Website::read_object(const Visit& visit, const std::string& key, bool with_conditions) {
  HttpResponse response;
  if (visit.is_head()) {
    HeadObjectRequest request{.bucket = visit.bucket.name, .key = key};
    if (with_conditions) add_conditions(request, visit.http);
    HeadObjectResponse object = TRY(client_.call(visit.session, request));
    if (object.website_redirect_location) return redirect_to(301, *object.website_redirect_location);
    add_object_headers(response, object);
    add_header(response, "Content-Length", std::to_string(object.content_length.value_or(0)));
    return response;
  }
  GetObjectRequest request{.bucket = visit.bucket.name, .key = key};
  if (with_conditions) add_conditions(request, visit.http);
  GetObjectResponse object = TRY(client_.call(visit.session, request));
  if (object.website_redirect_location) return redirect_to(301, *object.website_redirect_location);
  add_object_headers(response, object);
  if (object.content_length.value_or(0) <= kWholeBodyBytes) {
    response.body = TRY(read_all(*object.body, kWholeBodyBytes));
  } else {
    response.stream = std::move(object.body);
  }
  return response;
}

bool Website::has_object(const Visit& visit, const std::string& key) {
  return client_.call(visit.session, HeadObjectRequest{.bucket = visit.bucket.name, .key = key}).has_value();
}

}  // namespace stellwerk::s3
