#include "protocol/form_data.h"

#include <algorithm>
#include <optional>

#include "base/bytes.h"

namespace stellwerk::protocol {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::size_t kBoundaryLimit = 70;  // RFC 2046, 5.1.1
constexpr std::string_view kMediaType = "multipart/form-data";

Error malformed() {
  return {"MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.", 400};
}

/// The parameter of a header's value: name="text" or name=text.
std::optional<std::string> parameter_of(std::string_view value, std::string_view name) {
  std::size_t semicolon = value.find(';');
  while (semicolon != value.npos) {
    value = trim(value.substr(semicolon + 1));
    std::size_t equals = value.find('=');
    if (equals == value.npos) return std::nullopt;
    bool is_wanted = equal_without_case(trim(value.substr(0, equals)), name);
    value = trim(value.substr(equals + 1));
    std::string text;
    if (value.starts_with('"')) {
      std::size_t i = 1;
      for (; i < value.size() && value[i] != '"'; ++i) {
        // Browsers write %22 for a quote, others escape it.
        if (value[i] == '\\' && i + 1 < value.size() && (value[i + 1] == '"' || value[i + 1] == '\\')) ++i;
        text += value[i];
      }
      if (i == value.size()) return std::nullopt;
      value.remove_prefix(i + 1);
      semicolon = value.find(';');
    } else {
      semicolon = value.find(';');
      text = trim(value.substr(0, semicolon));
    }
    if (is_wanted) return text;
  }
  return std::nullopt;
}

/// The body with a view of what was read and not yet used.
class Reading {
 public:
  explicit Reading(std::shared_ptr<ByteSource> source) : source_(std::move(source)) {}

  std::string_view view() const { return std::string_view(buffer_).substr(offset_); }
  void consume(std::size_t count) { offset_ += count; }

  /// False at the end of the body.
  Result<bool> fill() {
    buffer_.erase(0, offset_);
    offset_ = 0;
    std::size_t held = buffer_.size();
    buffer_.resize(held + kBufferBytes);
    auto count = source_->read(std::span(buffer_).subspan(held));
    buffer_.resize(held + count.value_or(0));
    if (!count) return std::move(count).error();
    return *count > 0;
  }

 private:
  std::shared_ptr<ByteSource> source_;
  std::string buffer_;
  std::size_t offset_ = 0;
};

/// The file's bytes: all up to the next boundary.
class FormFile final : public ByteSource {
 public:
  FormFile(Reading reading, std::string delimiter) : reading_(std::move(reading)), delimiter_(std::move(delimiter)) {}

  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }

  Result<std::size_t> read(std::span<char> into) override {
    while (!is_finished_) {
      std::string_view view = reading_.view();
      std::size_t found = view.find(delimiter_);
      // What could be the beginning of a delimiter waits for what comes behind it.
      std::size_t certain = found != view.npos                 ? found
                            : view.size() >= delimiter_.size() ? view.size() - delimiter_.size() + 1
                                                               : 0;
      if (std::size_t count = std::min(certain, into.size()); count > 0) {
        std::copy_n(view.data(), count, into.data());
        reading_.consume(count);
        return count;
      }
      if (found != view.npos) {
        is_finished_ = true;
        TRY(drop_rest());
      } else if (!TRY(reading_.fill())) {
        return Error{"IncompleteBody", "The form ends before the file does", 400};
      }
    }
    return 0;
  }

 private:
  Result<void> drop_rest() {
    do {
      reading_.consume(reading_.view().size());
    } while (TRY(reading_.fill()));
    return {};
  }

  Reading reading_;
  std::string delimiter_;
  bool is_finished_ = false;
};

struct PartHead {
  std::string name;
  std::optional<std::string> file_name;
  std::string type;
};

/// Reads a form part by part.
class FormDataReader {
 public:
  FormDataReader(std::shared_ptr<ByteSource> body, const std::string& boundary)
      : reading_(std::move(body)), delimiter_("\r\n--" + boundary) {}

  Result<FormData> read() {
    FormData form;
    // The first boundary has no line before it.
    std::string opening = delimiter_.substr(2);
    TRY(until(opening));
    while (TRY(begins_part())) {
      PartHead head = TRY(part_head(TRY(until("\r\n\r\n"))));
      std::string name = to_lower(head.name);
      if (name == "file") {
        form.file_name = head.file_name.value_or("");
        form.file_type = head.type;
        form.file = std::make_shared<FormFile>(std::move(reading_), delimiter_);
        return form;
      }
      std::string value = TRY(until(delimiter_));
      auto has_name = [&](const auto& field) { return field.first == name; };
      if (std::ranges::any_of(form.fields, has_name)) return malformed();
      form.fields.emplace_back(std::move(name), std::move(value));
    }
    return Error{"InvalidArgument",
                 "POST requires exactly one file upload per request.",
                 400,
                 {{"ArgumentName", "file"}, {"ArgumentValue", "0"}}};
  }

 private:
  /// Takes what comes before `mark`, and the mark.
  Result<std::string> until(std::string_view mark) {
    std::size_t found;
    while ((found = reading_.view().find(mark)) == std::string_view::npos) {
      if (used_ + reading_.view().size() > kFormDataBytesLimit) return too_long();
      if (!TRY(reading_.fill())) return malformed();
    }
    std::string out(reading_.view().substr(0, found));
    reading_.consume(found + mark.size());
    used_ += found + mark.size();
    if (used_ > kFormDataBytesLimit) return too_long();
    return out;
  }

  static Error too_long() {
    return {"MaxPostPreDataLengthExceeded",
            "Your POST request fields preceding the upload file were too large.",
            400,
            {{"MaxPostPreDataLengthBytes", std::to_string(kFormDataBytesLimit)}}};
  }

  /// After a boundary: a line's end, or two dashes where the form ends.
  Result<bool> begins_part() {
    while (reading_.view().size() < 2) {
      if (!TRY(reading_.fill())) return malformed();
    }
    bool is_last = reading_.view().starts_with("--");
    if (!is_last && !reading_.view().starts_with("\r\n")) return malformed();
    reading_.consume(2);
    used_ += 2;
    return !is_last;
  }

  static Result<PartHead> part_head(std::string_view lines) {
    PartHead head;
    while (!lines.empty()) {
      std::string_view line = lines.substr(0, lines.find("\r\n"));
      lines.remove_prefix(std::min(lines.size(), line.size() + 2));
      std::size_t colon = line.find(':');
      if (colon == line.npos) return malformed();
      std::string_view value = trim(line.substr(colon + 1));
      if (equal_without_case(line.substr(0, colon), "content-type")) head.type = value;
      if (!equal_without_case(line.substr(0, colon), "content-disposition")) continue;
      head.name = parameter_of(value, "name").value_or("");
      head.file_name = parameter_of(value, "filename");
    }
    if (head.name.empty()) return malformed();
    return head;
  }

  Reading reading_;
  std::string delimiter_;
  std::size_t used_ = 0;
};

}  // namespace

bool is_form_data(const HttpRequest& request) {
  auto type = request.headers.find("content-type");
  return request.method == "POST" && type && to_lower(*type).starts_with(kMediaType);
}

Result<FormData> read_form_data(const HttpRequest& request) {
  auto boundary = parameter_of(request.headers.find("content-type").value_or(""), "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kBoundaryLimit || !request.body) return malformed();
  return FormDataReader(request.body, *boundary).read();
}

}  // namespace stellwerk::protocol
