#include "auth/form_policy.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "auth/authentication_errors.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/json.h"

namespace stellwerk::auth {
namespace {

constexpr std::size_t kPolicyBytesLimit = 20 * 1024;
/// A policy says nothing of itself and of the signature over it.
constexpr std::string_view kFreeFields[] = {"policy", "x-amz-signature", "file"};
constexpr std::string_view kIgnoredPrefix = "x-ignore-";

Error missing_field(std::string_view name) {
  return {"InvalidArgument",
          "Bucket POST must contain a field named '" + std::string(name) +
              "'.  If it is specified, please check the order of the fields.",
          400,
          {{"ArgumentName", std::string(name)}, {"ArgumentValue", ""}}};
}

Error invalid_policy(std::string message) { return {"InvalidPolicyDocument", "Invalid Policy: " + message, 400}; }

Error not_according(std::string message) { return {"AccessDenied", "Invalid according to Policy: " + message, 403}; }

Error condition_failed(const Json& condition) { return not_according("Policy Condition failed: " + condition.dump()); }

std::optional<std::uint64_t> number_of(const Json& value) {
  if (const std::int64_t* number = value.integer(); number && *number >= 0) return static_cast<std::uint64_t>(*number);
  const std::string* text = value.string();
  std::uint64_t number = 0;
  if (!text || text->empty()) return std::nullopt;
  auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (problem != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return number;
}

/// Of several types in one value each must begin so.
bool begins_with(std::string_view field, std::string_view value, std::string_view prefix) {
  if (field != "content-type" || value.find(',') == value.npos) return value.starts_with(prefix);
  while (!value.empty()) {
    std::string_view item = value.substr(0, value.find(','));
    value.remove_prefix(std::min(value.size(), item.size() + 1));
    if (!trim(item).starts_with(prefix)) return false;
  }
  return true;
}

/// Goes through the conditions and notes which fields they cover.
class PolicyCheck {
 public:
  PolicyCheck(const FormFields& fields, std::string_view bucket) : fields_(fields), bucket_(bucket) {}

  Result<void> condition(const Json& condition) {
    if (const Json::Object* object = condition.object()) {
      for (const auto& [name, value] : *object) {
        if (!value.string()) return invalid_policy("Invalid Simple-Condition: value must be a string.");
        TRY(match("eq", name, *value.string(), condition));
      }
      return {};
    }
    const Json::Array* items = condition.array();
    if (!items || items->size() != 3 || !items->front().string()) {
      return invalid_policy("Invalid Condition: a condition is an object or a list of three.");
    }
    std::string operation = to_lower(*items->front().string());
    if (operation == "content-length-range") return range((*items)[1], (*items)[2]);
    if (operation != "eq" && operation != "starts-with") {
      return invalid_policy("Invalid Condition: unknown operation '" + operation + "'.");
    }
    const std::string* name = (*items)[1].string();
    const std::string* value = (*items)[2].string();
    if (!name || !name->starts_with('$') || !value) {
      return invalid_policy("Invalid Condition: expected a field's name that begins with $, and a string.");
    }
    return match(operation, name->substr(1), *value, condition);
  }

  Result<void> check_covered() const {
    for (const auto& [name, value] : fields_) {
      bool is_free = std::ranges::find(kFreeFields, name) != std::end(kFreeFields) || name.starts_with(kIgnoredPrefix);
      if (!is_free && !covered_.contains(name)) return not_according("Extra input fields: " + name);
    }
    return {};
  }

  FileSizes sizes() const { return sizes_; }

 private:
  Result<void> range(const Json& least, const Json& most) {
    auto from = number_of(least), to = number_of(most);
    if (!from || !to) return invalid_policy("Invalid content-length-range: expected two numbers.");
    sizes_ = {std::max(sizes_.least, *from), std::min(sizes_.most, *to)};
    return {};
  }

  Result<void> match(std::string_view operation, const std::string& given_name, const std::string& wanted,
                     const Json& condition) {
    std::string name = to_lower(given_name);
    covered_.insert(name);
    std::string value = name == "bucket" ? std::string(bucket_) : find_field(fields_, name).value_or("");
    bool is_met = operation == "eq" ? value == wanted : begins_with(name, value, wanted);
    if (!is_met) return condition_failed(condition);
    return {};
  }

  const FormFields& fields_;
  std::string_view bucket_;
  std::set<std::string, std::less<>> covered_;
  FileSizes sizes_;
};

class LimitedFile final : public ByteSource {
 public:
  LimitedFile(std::shared_ptr<ByteSource> file, FileSizes sizes) : file_(std::move(file)), sizes_(sizes) {}

  std::optional<std::uint64_t> remaining_bytes() const override { return file_->remaining_bytes(); }

  Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = TRY(file_->read(into));
    size_ += count;
    if (size_ > sizes_.most) {
      return Error{"EntityTooLarge",
                   "Your proposed upload exceeds the maximum allowed size",
                   400,
                   {{"ProposedSize", std::to_string(size_)}, {"MaxSizeAllowed", std::to_string(sizes_.most)}}};
    }
    if (count == 0 && !into.empty() && size_ < sizes_.least) {
      return Error{"EntityTooSmall",
                   "Your proposed upload is smaller than the minimum allowed size",
                   400,
                   {{"ProposedSize", std::to_string(size_)}, {"MinSizeAllowed", std::to_string(sizes_.least)}}};
    }
    return count;
  }

 private:
  std::shared_ptr<ByteSource> file_;
  FileSizes sizes_;
  std::uint64_t size_ = 0;
};

}  // namespace

std::optional<std::string> find_field(const FormFields& fields, std::string_view lower_name) {
  for (const auto& [name, value] : fields) {
    if (name == lower_name) return value;
  }
  return std::nullopt;
}

bool is_signed_form(const FormFields& fields) {
  for (std::string_view name : {"policy", "x-amz-signature", "x-amz-credential", "signature", "awsaccesskeyid"}) {
    if (find_field(fields, name)) return true;
  }
  return false;
}

Result<Signature> parse_form_signature(const FormFields& fields, std::string_view service) {
  if (find_field(fields, "awsaccesskeyid")) return signature_version_2();
  for (std::string_view name : {"policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"}) {
    if (!find_field(fields, name)) return missing_field(name);
  }
  Signature out;
  out.session_token = find_field(fields, "x-amz-security-token").value_or("");
  out.signature = to_lower(*find_field(fields, "x-amz-signature"));
  out.time_text = *find_field(fields, "x-amz-date");
  auto invalid = [](std::string name, std::string message) {
    return Error{"InvalidArgument", std::move(message), 400, {{"ArgumentName", std::move(name)}}};
  };
  if (*find_field(fields, "x-amz-algorithm") != "AWS4-HMAC-SHA256") {
    return invalid("x-amz-algorithm", "x-amz-algorithm only supports \"AWS4-HMAC-SHA256\"");
  }
  auto time = from_basic_iso8601(out.time_text);
  if (!time) return invalid("x-amz-date", "x-amz-date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  out.time = *time;
  auto credential = parse_credential(*find_field(fields, "x-amz-credential"));
  if (!credential) {
    return invalid("x-amz-credential",
                   "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  out.access_key_id = credential->first;
  out.scope = credential->second;
  if (out.scope.service != service || out.scope.date != std::string_view(out.time_text).substr(0, 8)) {
    return invalid("x-amz-credential", "the Credential should be scoped to the service " + std::string(service) +
                                           " and to the day of x-amz-date.");
  }
  return out;
}

Result<void> verify_form_signature(const FormFields& fields, const Signature& signature, const Credential& credential,
                                   Timestamp now, SigningKeyCache& keys) {
  if (!equal_in_constant_time(credential.session_token, signature.session_token)) {
    return credential.session_token.empty() ? invalid_session_token(Dialect::s3)
                                            : unknown_access_key(Dialect::s3, signature.access_key_id);
  }
  std::string policy = find_field(fields, "policy").value_or("");
  std::string expected = to_hex(hmac_sha256(keys.key_for(credential, signature.scope), policy));
  if (!equal_in_constant_time(expected, signature.signature)) {
    return signature_does_not_match(Dialect::s3, signature, {}, policy);
  }
  if (credential.expires && *credential.expires <= now) return expired_token(Dialect::s3);
  return {};
}

Result<FileSizes> check_form_policy(const FormFields& fields, std::string_view bucket, Timestamp now) {
  std::string encoded = find_field(fields, "policy").value_or("");
  // Some clients break the text into lines.
  std::erase_if(encoded, [](char c) { return c == '\r' || c == '\n'; });
  auto text = from_base64(encoded);
  auto policy = text && text->size() <= kPolicyBytesLimit ? parse_json(*text) : Result<Json>(invalid_policy(""));
  if (!policy || !policy->object()) return invalid_policy("Invalid JSON.");
  auto end = from_iso8601(policy->string_at("expiration"));
  if (!end) return invalid_policy("Policy missing expiration.");
  if (*end <= now) return not_according("Policy expired.");
  const Json* conditions = policy->find("conditions");
  if (!conditions || !conditions->array()) return invalid_policy("Policy missing conditions.");
  PolicyCheck check(fields, bucket);
  for (const Json& condition : *conditions->array()) TRY(check.condition(condition));
  TRY(check.check_covered());
  return check.sizes();
}

std::shared_ptr<ByteSource> limit_file(std::shared_ptr<ByteSource> file, FileSizes sizes) {
  return std::make_shared<LimitedFile>(std::move(file), sizes);
}

}  // namespace stellwerk::auth
