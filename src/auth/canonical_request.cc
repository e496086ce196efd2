#include "auth/canonical_request.h"

#include <algorithm>
#include <cctype>

#include "auth/sigv4.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::auth {
namespace {

/// Each segment decoded and encoded again, so that it does not matter which characters the client escaped.
std::string encoded_once(std::string_view raw_path) {
  std::string out;
  while (true) {
    std::size_t slash = raw_path.find('/');
    std::string_view segment = raw_path.substr(0, slash);
    auto decoded = percent_decode(segment);
    out += decoded ? percent_encode(*decoded) : percent_encode(segment);
    if (slash == std::string_view::npos) return out;
    out += '/';
    raw_path.remove_prefix(slash + 1);
  }
}

std::string canonical_path(std::string_view raw_path, CanonicalForm form) {
  std::string path = form.normalise_path ? normalise_path(raw_path) : std::string(raw_path);
  if (path.empty()) path = "/";
  return form.encode_path_twice ? percent_encode(path, true) : encoded_once(path);
}

std::string header_line(const Headers& headers, const std::string& name) {
  std::string line = name + ":";
  bool first = true;
  for (const auto& [field, value] : headers.fields()) {
    if (to_lower(field) != name) continue;
    if (!first) line += ',';
    line += canonical_header_value(value);
    first = false;
  }
  return line + "\n";
}

}  // namespace

std::string sha256_hex(std::string_view bytes) { return to_hex(digest(DigestKind::sha256, bytes)); }

std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view raw_query) {
  std::vector<std::pair<std::string, std::string>> out;
  while (!raw_query.empty()) {
    std::size_t end = raw_query.find('&');
    std::string_view piece = raw_query.substr(0, end);
    raw_query.remove_prefix(end == std::string_view::npos ? raw_query.size() : end + 1);
    if (piece.empty()) continue;
    std::size_t equals = piece.find('=');
    std::string_view name = piece.substr(0, equals);
    std::string_view value = equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1);
    out.emplace_back(percent_decode(name, true).value_or(std::string(name)),
                     percent_decode(value, true).value_or(std::string(value)));
  }
  return out;
}

std::optional<std::string> find_parameter(const std::vector<std::pair<std::string, std::string>>& parameters,
                                          std::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string canonical_query(std::string_view raw_query) {
  auto parameters = query_parameters(raw_query);
  std::erase_if(parameters, [](const auto& parameter) { return parameter.first == "X-Amz-Signature"; });
  for (auto& [name, value] : parameters) {
    name = percent_encode(name);
    value = percent_encode(value);
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out += name + "=" + value;
  }
  return out;
}

std::string normalise_path(std::string_view raw_path) {
  std::vector<std::string_view> kept;
  bool ends_in_slash = raw_path.ends_with('/') || raw_path.ends_with("/.") || raw_path.ends_with("/..");
  while (!raw_path.empty()) {
    std::size_t slash = raw_path.find('/');
    std::string_view segment = raw_path.substr(0, slash);
    raw_path.remove_prefix(slash == std::string_view::npos ? raw_path.size() : slash + 1);
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string out;
  for (std::string_view segment : kept) out.append("/").append(segment);
  if (out.empty() || ends_in_slash) out += '/';
  return out;
}

std::string canonical_header_value(std::string_view value) {
  std::string out;
  for (char c : trim(value)) {
    bool space = std::isspace(static_cast<unsigned char>(c));
    if (!space) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

std::string canonical_request(const HttpRequest& request, const std::vector<std::string>& signed_headers,
                              std::string_view payload_hash, CanonicalForm form) {
  std::string out =
      request.method + "\n" + canonical_path(request.path, form) + "\n" + canonical_query(request.query) + "\n";
  std::string names;
  for (const auto& name : signed_headers) {
    out += header_line(request.headers, name);
    names += (names.empty() ? "" : ";") + name;
  }
  out += "\n" + names + "\n";
  return out.append(payload_hash);
}

std::string string_to_sign(std::string_view time_text, std::string_view scope, std::string_view canonical_request) {
  std::string out = "AWS4-HMAC-SHA256\n";
  out.append(time_text).append("\n").append(scope).append("\n");
  return out + sha256_hex(canonical_request);
}

std::string derive_signing_key(std::string_view secret_access_key, const CredentialScope& scope) {
  std::string key = hmac_sha256("AWS4" + std::string(secret_access_key), scope.date);
  key = hmac_sha256(key, scope.region);
  key = hmac_sha256(key, scope.service);
  return hmac_sha256(key, "aws4_request");
}

}  // namespace stellwerk::auth
