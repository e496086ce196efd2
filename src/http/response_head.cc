#include "http/response_head.h"

#include <cctype>
#include <string_view>

#include "base/bytes.h"
#include "base/timestamp.h"

namespace stellwerk::http {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return status < 300 ? "OK" : status < 400 ? "Redirect" : "Error";
  }
}

bool is_framing_field(std::string_view name) {
  if (name.size() < 6) return false;
  std::string lower = to_lower(name);
  return lower == "content-length" || lower == "transfer-encoding" || lower == "connection" || lower == "keep-alive";
}

/// A value may hold what a client sent: it must not begin a field of its own.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (char c : value) out.push_back(static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c);
  out += "\r\n";
}

}  // namespace

std::string response_head(const HttpResponse& response, const Framing& framing) {
  std::string out;
  out.reserve(512);
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out.push_back(' ');
  out += reason(response.status);
  out += "\r\n";
  bool has_date = false;
  for (const auto& [name, value] : response.headers.fields()) {
    if (is_framing_field(name)) continue;
    has_date |= name == "Date" || name == "date";
    append_field(out, name, value);
  }
  if (!has_date) append_field(out, "Date", to_http_date(SystemClock().now()));
  if (framing.content_length) append_field(out, "Content-Length", std::to_string(*framing.content_length));
  if (framing.is_chunked) append_field(out, "Transfer-Encoding", "chunked");
  append_field(out, "Connection", framing.is_kept_alive ? "keep-alive" : "close");
  out += "\r\n";
  return out;
}

}  // namespace stellwerk::http
