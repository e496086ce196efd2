#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/http_message.h"
#include "base/result.h"

/// multipart/form-data with one file at its end, as browsers upload to S3.
/// Source: RFC 7578, https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
namespace stellwerk::protocol {

/// Of all that comes before the file's bytes.
inline constexpr std::size_t kFormDataBytesLimit = 20 * 1024;

struct FormData {
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case, in the order sent
  std::string file_name;
  std::string file_type;             // its Content-Type, or ""
  std::shared_ptr<ByteSource> file;  // what follows the file is read and dropped
};

bool is_form_data(const HttpRequest& request);

/// Reads `request.body` up to the file. Errors: MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument
/// (no file); while the file is read: IncompleteBody.
Result<FormData> read_form_data(const HttpRequest& request);

}  // namespace stellwerk::protocol
