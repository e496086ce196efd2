// Any bytes as an aws-chunked body, read to its end or first error.
#include "auth/chunked_body.h"

#include <array>
#include <string>

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  HttpRequest http{.method = "PUT", .path = "/b/k"};
  http.headers.add("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  http.headers.add("x-amz-decoded-content-length", std::to_string(data[0]));
  http.headers.add("x-amz-trailer", "x-amz-checksum-crc32");
  http.body = std::make_shared<StringSource>(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  auto source = auth::open_payload(http, nullptr);
  if (!source) return 0;
  std::array<char, 100> buffer;
  while (true) {
    auto got = (*source)->read(buffer);
    if (!got || *got == 0) return 0;
  }
}
