#include "gateway/form_upload.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "protocol/form_data.h"
#include "protocol/xml_reader.h"
#include "protocol/xml_writer.h"

namespace stellwerk::gateway {
namespace {

constexpr int kCreated = 201;
constexpr int kNoContent = 204;
constexpr int kSeeOther = 303;
/// Fields that stand for headers of the object, beside all x-amz-….
constexpr auto kHeaderFields = std::to_array<std::string_view>(
    {"cache-control", "content-type", "content-disposition", "content-encoding", "content-language", "expires"});
/// Those that make up the signature.
constexpr auto kSignatureFields = std::to_array<std::string_view>(
    {"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token"});

bool is_one_of(const auto& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

Error missing_key() {
  return {"InvalidArgument",
          "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
          400,
          {{"ArgumentName", "key"}, {"ArgumentValue", ""}}};
}

void insert_file_name(std::string& value, const std::string& file_name) {
  constexpr std::string_view kVariable = "${filename}";
  for (std::size_t at = value.find(kVariable); at != value.npos; at = value.find(kVariable, at + file_name.size())) {
    value.replace(at, kVariable.size(), file_name);
  }
}

/// Browsers on Windows sent whole paths.
std::string base_name(const std::string& file_name) {
  std::size_t slash = file_name.find_last_of("/\\");
  return slash == file_name.npos ? file_name : file_name.substr(slash + 1);
}

std::string bucket_of_path(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  return path.find('/') == path.npos ? std::string(path) : std::string();
}

/// The document in the field `tagging`, as the header of a PUT that says the same.
Result<std::optional<std::string>> tags_in(const auth::FormFields& fields) {
  auto document = auth::find_field(fields, "tagging");
  if (!document) return std::optional<std::string>();
  if (auth::find_field(fields, "x-amz-tagging")) {
    return Error{"InvalidArgument",
                 "A form has tags in one of the fields tagging and x-amz-tagging, not in both.",
                 400,
                 {{"ArgumentName", "tagging"}}};
  }
  std::string header;
  for (const auto& [key, value] : TRY(protocol::read_xml_tags(*document))) {
    header += (header.empty() ? "" : "&") + percent_encode(key) + "=" + percent_encode(value);
  }
  return std::optional(std::move(header));
}

Headers headers_of_object(const HttpRequest& request, const auth::FormFields& fields, const std::string& file_type) {
  Headers headers;
  for (std::string_view name : {"host", "user-agent"}) {
    if (auto value = request.headers.find(name)) headers.add(std::string(name), std::string(*value));
  }
  for (const auto& [name, value] : fields) {
    bool is_header =
        is_one_of(kHeaderFields, name) || (name.starts_with("x-amz-") && !is_one_of(kSignatureFields, name));
    if (is_header) headers.add(name, value);
  }
  if (auto acl = auth::find_field(fields, "acl")) headers.set("x-amz-acl", *acl);
  if (!headers.has("content-type") && !file_type.empty()) headers.add("content-type", file_type);
  return headers;
}

std::optional<std::string> redirection(const FormUpload& form) {
  auto target = auth::find_field(form.fields, "success_action_redirect");
  if (!target) target = auth::find_field(form.fields, "redirect");
  if (!target || (!target->starts_with("http://") && !target->starts_with("https://"))) return std::nullopt;
  bool has_control = std::ranges::any_of(*target, [](unsigned char c) { return c <= 0x20 || c == 0x7F; });
  return has_control ? std::nullopt : target;
}

}  // namespace

bool is_form_upload(const HttpRequest& request) {
  return request.query.empty() && protocol::is_form_data(request) && !request.headers.has("Authorization");
}

Result<FormUpload> open_form(HttpRequest& request) {
  protocol::FormData data = TRY(protocol::read_form_data(request));
  FormUpload form{bucket_of_path(request.path), {}, std::move(data.fields)};
  std::string file_name = base_name(data.file_name);
  for (auto& [name, value] : form.fields) insert_file_name(value, file_name);
  form.key = auth::find_field(form.fields, "key").value_or("");
  if (form.key.empty()) return missing_key();
  auto tags = TRY(tags_in(form.fields));
  for (const auto& [name, value] : form.fields) {
    // With such a header a PUT is another operation, which would drop the file.
    if (name.starts_with("x-amz-copy-source") || name.starts_with("x-amz-rename-source")) {
      return Error{"InvalidArgument", "A form cannot have the field " + name, 400, {{"ArgumentName", name}}};
    }
  }
  request.headers = headers_of_object(request, form.fields, data.file_type);
  if (tags) request.headers.set("x-amz-tagging", *tags);
  request.method = "PUT";
  request.path = "/" + percent_encode(form.bucket) + "/" + percent_encode(form.key, true);
  request.body = std::move(data.file);
  return form;
}

void answer_form(const FormUpload& form, const std::string& endpoint, HttpResponse& response) {
  std::string etag(response.headers.find("ETag").value_or(""));
  std::string location = endpoint + "/" + form.bucket + "/" + percent_encode(form.key, true);
  response.headers.set("Location", location);
  response.status = kNoContent;
  if (auto target = redirection(form)) {
    response.status = kSeeOther;
    *target += target->find('?') == target->npos ? "?" : "&";
    *target +=
        "bucket=" + percent_encode(form.bucket) + "&key=" + percent_encode(form.key) + "&etag=" + percent_encode(etag);
    response.headers.set("Location", *target);
    return;
  }
  std::string status = auth::find_field(form.fields, "success_action_status").value_or("");
  if (status == "200") response.status = 200;
  if (status != "201") return;
  response.status = kCreated;
  response.headers.set("Content-Type", "application/xml");
  std::string& xml = response.body;
  xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse>";
  protocol::append_xml_element(xml, "Location", location);
  protocol::append_xml_element(xml, "Bucket", form.bucket);
  protocol::append_xml_element(xml, "Key", form.key);
  protocol::append_xml_element(xml, "ETag", etag);
  xml += "</PostResponse>";
}

}  // namespace stellwerk::gateway
