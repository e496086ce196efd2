#pragma once
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace stellwerk {

/// An error in AWS's own terms. `code` is the code on the wire (for query protocols the short one, for
/// JSON protocols the shape's name), `message` tells the caller what to do, `fields` are further members
/// of the error document (S3's BucketName, say), `headers` go into the response's head (S3's
/// x-amz-delete-marker). Status 304 is an answer without a body.
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
struct Error {
  std::string code;
  std::string message;
  int http_status = 400;
  std::vector<std::pair<std::string, std::string>> fields = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// A value or an Error. Functions return it instead of throwing; TRY passes an error on to the caller.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
  // Lets a function write `return Error{...}`.
  Result(Error error) : std::expected<T, Error>(std::unexpect, std::move(error)) {}
};

template <>
class [[nodiscard]] Result<void> : public std::expected<void, Error> {
 public:
  using std::expected<void, Error>::expected;
  Result(Error error) : std::expected<void, Error>(std::unexpect, std::move(error)) {}
};

}  // namespace stellwerk

/// `auto value = TRY(expression);` leaves the enclosing function with the error if there is one.
#define TRY(expression)                      \
  ({                                         \
    auto&& try_result_ = (expression);       \
    if (!try_result_) [[unlikely]]           \
      return std::move(try_result_).error(); \
    std::move(try_result_).value();          \
  })
