#include "auth/sigv4.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "auth/canonical_request.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/json.h"

namespace stellwerk::auth {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

/// "GET /path?query HTTP/1.1", fields with folded lines, an empty line, the body.
HttpRequest read_request(const std::string& text, std::string* body) {
  HttpRequest request;
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  std::size_t first = line.find(' '), last = line.rfind(" HTTP/");
  request.method = line.substr(0, first);
  std::string target = line.substr(first + 1, last - first - 1);
  request.path = target.substr(0, target.find('?'));
  if (target.contains('?')) request.query = target.substr(target.find('?') + 1);
  std::vector<std::pair<std::string, std::string>> fields;
  while (std::getline(lines, line) && !line.empty()) {
    if (line.front() == ' ') {
      fields.back().second += "\n" + line;
    } else {
      fields.emplace_back(line.substr(0, line.find(':')), line.substr(line.find(':') + 1));
    }
  }
  for (auto& [name, value] : fields) request.headers.add(name, value);
  std::ostringstream rest;
  rest << lines.rdbuf();
  *body = rest.str();
  return request;
}

fs::path vector_directory() {
  if (const char* given = std::getenv("STELLWERK_VECTORS")) return fs::path(given) / "sigv4/v4";
  return fs::path(STELLWERK_SOURCE_DIRECTORY) / "../shared/vectors/sigv4/v4";
}

struct VectorCase {
  Json context;
  Credential credential;
  Timestamp time;
  bool normalise = true;
};

VectorCase read_case(const fs::path& folder) {
  VectorCase out;
  out.context = *parse_json(contents(folder / "context.json"));
  const Json& credentials = *out.context.find("credentials");
  out.credential.access_key_id = credentials.string_at("access_key_id");
  out.credential.secret_access_key = credentials.string_at("secret_access_key");
  out.credential.session_token = credentials.string_at("token");
  out.time = *from_iso8601(out.context.string_at("timestamp"));
  out.normalise = *out.context.find("normalize")->boolean();
  return out;
}

TEST(SigV4Vectors, HeaderAndQuery) {
  if (!fs::exists(vector_directory())) {
    GTEST_SKIP() << "the SigV4 suite is not here: lay AWS's aws-signing-test-suite/v4 at $STELLWERK_VECTORS/sigv4/v4";
  }
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(vector_directory())) {
    const fs::path folder = entry.path();
    VectorCase given = read_case(folder);
    const Json* omit = given.context.find("omit_session_token");
    bool token_after = omit != nullptr && *omit->boolean();
    for (std::string kind : {"header", "query"}) {
      SCOPED_TRACE(folder.filename().string() + " " + kind);
      ++cases;
      std::string body;
      HttpRequest request = read_request(contents(folder / (kind + "-signed-request.txt")), &body);
      auto signature = parse_signature(request, Dialect::query, given.time, "service");
      ASSERT_TRUE(signature) << signature.error().message;
      EXPECT_EQ(signature->signature, contents(folder / (kind + "-signature.txt")));
      if (token_after && kind == "query") request.query.erase(request.query.find("&X-Amz-Security-Token"));
      std::string canonical = canonical_request(request, signature->signed_headers, sha256_hex(body),
                                                {.normalise_path = given.normalise, .encode_path_twice = true});
      EXPECT_EQ(canonical, contents(folder / (kind + "-canonical-request.txt")));
      std::string to_sign = string_to_sign(signature->time_text, signature->scope.text(), canonical);
      EXPECT_EQ(to_sign, contents(folder / (kind + "-string-to-sign.txt")));
      std::string key = derive_signing_key(given.credential.secret_access_key, signature->scope);
      EXPECT_EQ(to_hex(hmac_sha256(key, to_sign)), signature->signature);
      SigningKeyCache keys;
      if (given.normalise) {
        auto verified =
            verify_signature(request, *signature, given.credential, Dialect::query, sha256_hex(body), given.time, keys);
        EXPECT_TRUE(verified) << verified.error().message;
      }
    }
  }
  EXPECT_GE(cases, 76);
}

const Timestamp kNow{1795415400000};  // 2026-11-23T06:30:00Z

Credential permanent() { return {.access_key_id = "AKIAEXAMPLE", .secret_access_key = "secret/key"}; }

Credential temporary() {
  Credential out = permanent();
  out.access_key_id = "ASIAEXAMPLE";
  out.session_token = "token+with/characters=";
  out.expires = kNow.plus_seconds(3600);
  return out;
}

HttpRequest s3_request() {
  HttpRequest request{.method = "PUT", .path = "/bucket/a%20b//../c+d", .query = "tagging&x=1%2F2"};
  request.headers.add("Host", "localhost:4566");
  request.headers.add("x-amz-meta-name", "  two   words ");
  return request;
}

Result<VerifiedSignature> check(const HttpRequest& request, const Credential& credential, Dialect dialect,
                                std::string_view service, Timestamp now, std::string_view hash = {}) {
  SigningKeyCache keys;
  auto signature = TRY(parse_signature(request, dialect, now, service));
  return verify_signature(request, signature, credential, dialect, hash, now, keys);
}

std::string code_of(const Result<VerifiedSignature>& result) { return result ? "" : result.error().code; }

TEST(SigV4, SignerAndVerifierAgree) {
  for (const Credential& credential : {permanent(), temporary()}) {
    HttpRequest s3 = s3_request();
    sign(s3, credential, "eu-central-1", "s3", kNow);
    EXPECT_TRUE(check(s3, credential, Dialect::s3, "s3", kNow));
    EXPECT_EQ(find_credential_scope(s3)->region, "eu-central-1");

    HttpRequest presigned = s3_request();
    presign(presigned, credential, "eu-central-1", "s3", kNow, 60);
    EXPECT_TRUE(check(presigned, credential, Dialect::s3, "s3", kNow.plus_seconds(60)));
    auto late = check(presigned, credential, Dialect::s3, "s3", kNow.plus_seconds(61));
    EXPECT_EQ(code_of(late), "AccessDenied");
    EXPECT_EQ(late.error().message, "Request has expired");

    HttpRequest json{.method = "POST", .path = "/a/../b//c%3Ad"};
    json.headers.add("X-Amz-Target", "TrentService.Encrypt");
    sign(json, credential, "eu-central-1", "kms", kNow, sha256_hex("{}"));
    EXPECT_TRUE(check(json, credential, Dialect::json, "kms", kNow, sha256_hex("{}")));
    EXPECT_EQ(code_of(check(json, credential, Dialect::json, "kms", kNow, sha256_hex("{ }"))),
              "InvalidSignatureException");
  }
}

TEST(SigV4, EachChangeBreaksTheSignature) {
  HttpRequest good = s3_request();
  sign(good, permanent(), "eu-central-1", "s3", kNow);
  auto changed = [&](auto&& change) {
    HttpRequest request = good;
    change(request);
    return code_of(check(request, permanent(), Dialect::s3, "s3", kNow));
  };
  EXPECT_EQ(changed([](HttpRequest& r) { r.method = "GET"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](HttpRequest& r) { r.path = "/bucket/a%20b/c+d"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](HttpRequest& r) { r.query += "&y"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.set("Host", "elsewhere"); }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.set("x-amz-meta-name", "other"); }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.add("x-amz-acl", "public-read"); }), "AccessDenied");
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.set("X-Amz-Content-Sha256", std::string(kUnsignedPayload)); }),
            "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](HttpRequest& r) { r.headers.set("X-Amz-Content-Sha256", "nonsense"); }), "InvalidArgument");
  Credential other = permanent();
  other.secret_access_key += "x";
  auto wrong = check(good, other, Dialect::s3, "s3", kNow);
  ASSERT_EQ(code_of(wrong), "SignatureDoesNotMatch");
  EXPECT_EQ(wrong.error().http_status, 403);
  bool has_string_to_sign = false;
  for (const auto& [name, value] : wrong.error().fields) has_string_to_sign |= name == "StringToSign";
  EXPECT_TRUE(has_string_to_sign);
}

struct RefusedCase {
  const char* name;
  Dialect dialect;
  void (*change)(HttpRequest&);
  std::int64_t seconds_later;
  const char* code;
  int status;
};

TEST(SigV4, EachDialectHasItsOwnErrors) {
  auto nothing = [](HttpRequest&) {};
  auto unsigned_request = [](HttpRequest& r) { r.headers.remove("Authorization"); };
  auto without_parts = [](HttpRequest& r) { r.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=a"); };
  auto short_scope = [](HttpRequest& r) {
    r.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0");
  };
  auto bearer = [](HttpRequest& r) { r.headers.set("Authorization", "Bearer x"); };
  auto version_2 = [](HttpRequest& r) { r.headers.set("Authorization", "AWS AKIA:abc="); };
  auto host_unsigned = [](HttpRequest& r) {
    std::string text(*r.headers.find("Authorization"));
    text.replace(text.find("host;"), 5, "");
    r.headers.set("Authorization", text);
  };
  const RefusedCase cases[] = {
      {"none s3", Dialect::s3, unsigned_request, 0, "AccessDenied", 403},
      {"none json", Dialect::json, unsigned_request, 0, "MissingAuthenticationTokenException", 400},
      {"none rest json", Dialect::rest_json, unsigned_request, 0, "MissingAuthenticationTokenException", 403},
      {"none query", Dialect::query, unsigned_request, 0, "MissingAuthenticationToken", 403},
      {"parts s3", Dialect::s3, without_parts, 0, "AuthorizationHeaderMalformed", 400},
      {"parts json", Dialect::json, without_parts, 0, "IncompleteSignatureException", 400},
      {"parts query", Dialect::query, without_parts, 0, "IncompleteSignature", 400},
      {"scope s3", Dialect::s3, short_scope, 0, "AuthorizationHeaderMalformed", 400},
      {"scope query", Dialect::query, short_scope, 0, "IncompleteSignature", 400},
      {"bearer s3", Dialect::s3, bearer, 0, "InvalidArgument", 400},
      {"bearer json", Dialect::json, bearer, 0, "IncompleteSignatureException", 400},
      {"version 2 s3", Dialect::s3, version_2, 0, "InvalidRequest", 400},
      {"host s3", Dialect::s3, host_unsigned, 0, "AccessDenied", 403},
      {"host json", Dialect::json, host_unsigned, 0, "InvalidSignatureException", 400},
      {"host query", Dialect::query, host_unsigned, 0, "SignatureDoesNotMatch", 403},
      {"late s3", Dialect::s3, nothing, 901, "RequestTimeTooSkewed", 403},
      {"early s3", Dialect::s3, nothing, -901, "RequestTimeTooSkewed", 403},
      {"late json", Dialect::json, nothing, 901, "InvalidSignatureException", 400},
      {"late query", Dialect::query, nothing, 901, "SignatureDoesNotMatch", 403},
      {"early query", Dialect::query, nothing, -901, "SignatureDoesNotMatch", 403},
      {"in time", Dialect::s3, nothing, 900, "", 0},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    HttpRequest request = s3_request();
    std::string service = one.dialect == Dialect::s3 ? "s3" : "sts";
    sign(request, permanent(), "eu-central-1", service, kNow);
    one.change(request);
    auto result = check(request, permanent(), one.dialect, service, kNow.plus_seconds(one.seconds_later));
    EXPECT_EQ(code_of(result), one.code);
    EXPECT_EQ(result ? 0 : result.error().http_status, one.status);
  }
}

TEST(SigV4, ChecksScopeTokenAndExpiry) {
  HttpRequest request = s3_request();
  sign(request, permanent(), "eu-central-1", "sts", kNow);
  EXPECT_EQ(code_of(check(request, permanent(), Dialect::query, "iam", kNow)), "SignatureDoesNotMatch");
  EXPECT_EQ(code_of(check(request, temporary(), Dialect::query, "sts", kNow)), "InvalidClientTokenId");

  HttpRequest session = s3_request();
  sign(session, temporary(), "eu-central-1", "sts", kNow.plus_seconds(3600));
  auto result = check(session, temporary(), Dialect::query, "sts", kNow.plus_seconds(3600));
  EXPECT_EQ(code_of(result), "ExpiredToken");
}

TEST(SigV4, PresignedParametersOfS3) {
  auto refused = [](std::string_view from, std::string_view to) {
    HttpRequest request = s3_request();
    presign(request, permanent(), "eu-central-1", "s3", kNow, 60);
    request.query.replace(request.query.find(from), from.size(), to);
    auto result = check(request, permanent(), Dialect::s3, "s3", kNow);
    return code_of(result);
  };
  EXPECT_EQ(refused("X-Amz-Expires=60", "X-Amz-Expires=604801"), "AuthorizationQueryParametersError");
  EXPECT_EQ(refused("X-Amz-Expires=60", "X-Amz-Expires=-1"), "AuthorizationQueryParametersError");
  EXPECT_EQ(refused("X-Amz-Expires=60", "X-Amz-Expires=x"), "AuthorizationQueryParametersError");
  EXPECT_EQ(refused("&X-Amz-Expires=60", ""), "AuthorizationQueryParametersError");
  EXPECT_EQ(refused("X-Amz-Expires=60", "X-Amz-Expires=61"), "SignatureDoesNotMatch");
  EXPECT_EQ(refused("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), "AuthorizationQueryParametersError");
  EXPECT_EQ(refused("20261123T063000Z", "2026-11-23"), "AuthorizationQueryParametersError");
  EXPECT_EQ(refused("X-Amz-Signature=", "X-Amz-Signature=0"), "SignatureDoesNotMatch");
}

TEST(SigV4, HeadersInThePresignedQueryCount) {
  auto presigned = [](const std::string& query) {
    HttpRequest request;
    request.method = "PUT";
    request.path = "/bucket/key";
    request.query = query;
    request.headers.add("Host", "localhost");
    presign(request, permanent(), "eu-central-1", "s3", kNow, 60);
    return request;
  };
  HttpRequest request = presigned("x-amz-meta-Colour=blue%20green&X-Amz-Storage-Class=STANDARD_IA&x-id=PutObject");
  ASSERT_TRUE(add_headers_of_query(request));
  EXPECT_EQ(request.headers.find("x-amz-meta-colour"), "blue green");
  EXPECT_EQ(request.headers.find("x-amz-storage-class"), "STANDARD_IA");
  EXPECT_FALSE(request.headers.has("x-amz-signature"));
  EXPECT_FALSE(request.headers.has("x-id"));
  EXPECT_TRUE(check(request, permanent(), Dialect::s3, "s3", kNow));

  HttpRequest repeated = presigned("x-amz-acl=private");
  repeated.headers.add("x-amz-acl", "private");
  EXPECT_TRUE(add_headers_of_query(repeated));
  EXPECT_TRUE(check(repeated, permanent(), Dialect::s3, "s3", kNow));
  repeated.headers.set("x-amz-acl", "public-read");
  EXPECT_EQ(add_headers_of_query(repeated).error().code, "InvalidRequest");
  // Should a header be changed behind that check, the signature does not cover it.
  EXPECT_EQ(code_of(check(repeated, permanent(), Dialect::s3, "s3", kNow)), "AccessDenied");

  HttpRequest broken = presigned("x-amz-meta-a=b%0D%0Ac");
  EXPECT_EQ(add_headers_of_query(broken).error().code, "InvalidArgument");

  HttpRequest without_signature;
  without_signature.query = "x-amz-acl=private";
  EXPECT_TRUE(add_headers_of_query(without_signature));
  EXPECT_FALSE(without_signature.headers.has("x-amz-acl"));
}

TEST(SigV4, Version2IsToldItsRemedy) {
  HttpRequest request = s3_request();
  request.query = "AWSAccessKeyId=AKIA&Signature=abc&Expires=1";
  auto refused = check(request, permanent(), Dialect::s3, "s3", kNow);
  ASSERT_EQ(code_of(refused), "InvalidRequest");
  EXPECT_NE(refused.error().message.find("signature_version='s3v4'"), std::string::npos);
}

TEST(SigningKeyCache, IsBoundedAndNeverAnswersAnotherSecretsKey) {
  SigningKeyCache keys(3);
  CredentialScope scope{"20261123", "eu-central-1", "s3"};
  Credential first = permanent(), second = permanent();
  second.secret_access_key = "another";
  EXPECT_EQ(keys.key_for(first, scope), derive_signing_key(first.secret_access_key, scope));
  EXPECT_EQ(keys.key_for(second, scope), derive_signing_key(second.secret_access_key, scope));
  for (int day = 0; day < 20; ++day) {
    scope.date = std::to_string(day);
    keys.key_for(first, scope);
    EXPECT_LE(keys.size(), 3u);
  }
}

}  // namespace
}  // namespace stellwerk::auth
