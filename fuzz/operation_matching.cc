// Lines: method, path, query, then header fields. An S3 request must never be taken for a simpler one than it is.
#include <string>
#include <string_view>

#include "api/s3.h"
#include "api/s3control.h"
#include "base/assert.h"
#include "protocol/codec.h"
#include "protocol/form.h"
#include "protocol/s3_dialect.h"

using namespace stellwerk;

namespace {

std::string next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string line(rest.substr(0, end));
  rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

void match(const protocol::ServiceModel& model, const HttpRequest& http) {
  auto found = protocol::match_operation(model, http, "");
  protocol::unknown_operation(model, protocol::requested_operation(model, http, ""));
  if (!found) return;
  for (const auto& [label, text] : found->path_labels) STELLWERK_ASSERT(!text.empty());
  if (protocol::speaks_s3(model)) {
    STELLWERK_ASSERT(protocol::claims_sub_resources(*found->operation, *protocol::read_form(http.query), http.headers));
  }
  auto request = found->operation->make_request();
  auto done = protocol::decode_request(model, *found, http, "", request.get());
  if (!done) protocol::encode_error(model, done.error(), "id");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  HttpRequest http;
  http.method = next_line(rest);
  http.path = next_line(rest);
  http.query = next_line(rest);
  while (!rest.empty()) {
    const std::string line = next_line(rest);
    const std::size_t colon = line.find(':');
    if (colon != line.npos) http.headers.add(line.substr(0, colon), line.substr(colon + 1));
  }
  match(s3::model(), http);
  match(s3control::model(), http);
  return 0;
}
