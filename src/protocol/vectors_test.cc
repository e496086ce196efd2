#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/bytes.h"
#include "protocol/cbor_codec.h"
#include "protocol/codec.h"
#include "protocol/dynamic_model_test.h"
#include "protocol/semantic_equality_test.h"

/// botocore's wire protocol cases in reverse: what a client sends must be read as its parameters, and what a
/// client must be able to read is what must be written.
namespace stellwerk::protocol {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCompression = "a client's own business: compression";
constexpr const char* kEndpoint = "a client's own business: host and path of its endpoint";
constexpr const char* kToken = "a client fills in the token";
constexpr const char* kMediaType = "a header with a media type, which no listed service has";
constexpr const char* kEmptyPayload = "a client sends {} for an absent payload; a server cannot tell";
constexpr const char* kPrecedence = "a client drops the second of two equal query fields";
constexpr const char* kOffset = "offsets other than Z are read, but never written";
constexpr const char* kTolerance = "a tolerance of clients towards answers that Stellwerk does not write";
constexpr const char* kRequestHeaders = "the vector's answer has headers of its request";

constexpr const char* kQueryInAnswer = "the answer holds a member that its model binds to a query string";

/// Cases that say nothing about a server, or about a form that no listed service has.
const std::map<std::string, std::string, std::less<>> kPassedOver = {
    {"SDKAppliedContentEncoding_awsQuery", kCompression},
    {"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery", kCompression},
    {"SDKAppliedContentEncoding_ec2Query", kCompression},
    {"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_ec2Query", kCompression},
    {"SDKAppliedContentEncoding_awsJson1_1", kCompression},
    {"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1", kCompression},
    {"SDKAppliedContentEncoding_awsJson1_0", kCompression},
    {"SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0", kCompression},
    {"SDKAppliedContentEncoding_restJson1", kCompression},
    {"SDKAppendedGzipAfterProvidedEncoding_restJson1", kCompression},
    {"SDKAppliedContentEncoding_restXml", kCompression},
    {"SDKAppendedGzipAfterProvidedEncoding_restXml", kCompression},
    {"AwsJson10EndpointTrait", kEndpoint},
    {"AwsJson10EndpointTraitWithHostLabel", kEndpoint},
    {"AwsJson10HostWithPath", kEndpoint},
    {"RestJsonHostWithPath", kEndpoint},
    {"QueryProtocolIdempotencyTokenAutoFill", kToken},
    {"Ec2ProtocolIdempotencyTokenAutoFill", kToken},
    {"RestJsonQueryIdempotencyTokenAutoFill", kToken},
    {"QueryIdempotencyTokenAutoFill", kToken},
    {"MediaTypeHeaderInputBase64", kMediaType},
    {"MediaTypeHeaderOutputBase64", kMediaType},
    {"RestJsonHttpWithEmptyStructurePayload", kEmptyPayload},
    {"RestJsonHttpWithHeadersButNoPayload", kEmptyPayload},
    {"RestJsonQueryPrecedence", kPrecedence},
    {"RestXmlQueryPrecedence", kPrecedence},
    {"AwsQueryDateTimeWithNegativeOffset", kOffset},
    {"AwsQueryDateTimeWithPositiveOffset", kOffset},
    {"Ec2QueryDateTimeWithNegativeOffset", kOffset},
    {"Ec2QueryDateTimeWithPositiveOffset", kOffset},
    {"AwsJson11DateTimeWithNegativeOffset", kOffset},
    {"AwsJson11DateTimeWithPositiveOffset", kOffset},
    {"RestJsonDateTimeWithNegativeOffset", kOffset},
    {"RestJsonDateTimeWithPositiveOffset", kOffset},
    {"RestXmlDateTimeWithNegativeOffset", kOffset},
    {"RestXmlDateTimeWithPositiveOffset", kOffset},
    {"handles_unexpected_json_output", kTolerance},
    {"AwsJson10HandlesUnexpectedJsonOutput", kTolerance},
    {"AwsJson11DeserializeIgnoreType", kTolerance},
    {"AwsJson10DeserializeIgnoreType", kTolerance},
    {"RestJsonDeserializeIgnoreType", kTolerance},
    {"AwsJson11StructuresDontDeserializeNullValues", kTolerance},
    {"AwsJson10DeserializeAllowNulls", kTolerance},
    {"RestJsonDeserializesDenseSetMapAndSkipsNull", kTolerance},
    {"RestJsonDoesntDeserializeNullStructureValues", kTolerance},
    {"parses_the_request_id_from_the_response", kTolerance},
    {"RpcV2CborDeserializesDenseSetMapAndSkipsNull", kTolerance},
    {"AwsJson11IntEnums", kRequestHeaders},
    {"IgnoreQueryParamsInResponse", kQueryInAnswer},
};

fs::path vectors_folder() {
  if (const char* folder = std::getenv("STELLWERK_VECTORS")) return fs::path(folder) / "protocols";
  return fs::path(STELLWERK_SOURCE_DIRECTORY) / ".." / "shared" / "vectors" / "protocols";
}

Json read_suites(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  auto json = parse_json(text.str());
  EXPECT_TRUE(json) << path << (json ? "" : json.error().message);
  return json ? std::move(*json) : Json(Json::Array{});
}

/// Bodies that are no text stand in base64.
std::string body_of(const ServiceModel& model, const Json& message) {
  std::string body(message.string_at("body"));
  return model.protocol == Protocol::rpc_v2_cbor ? from_base64(body).value_or("not base64") : body;
}

HttpRequest request_of(const Json& serialized) {
  HttpRequest http;
  http.method = std::string(serialized.string_at("method"));
  if (http.method.empty()) http.method = "POST";
  const std::string uri(serialized.string_at("uri"));
  const std::size_t mark = uri.find('?');
  http.path = uri.substr(0, mark);
  if (mark != uri.npos) http.query = uri.substr(mark + 1);
  if (const Json* headers = serialized.find("headers")) {
    for (const auto& [name, value] : *headers->object()) http.headers.add(name, *value.string());
  }
  http.body = std::make_shared<StringSource>(std::string(serialized.string_at("body")));
  return http;
}

/// What is wrong with how a request is read, or "".
std::string input_difference(const ServiceModel& model, const Json& test) {
  const Json& serialized = *test.find("serialized");
  const HttpRequest http = request_of(serialized);
  const std::string body = body_of(model, serialized);
  auto match = match_operation(model, http, body);
  if (!match) return "no operation matched";
  auto request = match->operation->make_request();
  if (auto done = decode_request(model, *match, http, body, request.get()); !done) {
    return done.error().code + ": " + done.error().message;
  }
  return difference(*match->operation->input, request.get(), *test.find("params"));
}

std::string header_difference(const Json& response, const HttpResponse& written) {
  const Json* headers = response.find("headers");
  if (headers == nullptr) return "";
  for (const auto& [name, value] : *headers->object()) {
    // The listener adds Content-Length; the type of an empty body does not matter.
    const bool has_no_body = written.body.empty();
    if (to_lower(name) == "content-length" || (has_no_body && to_lower(name) == "content-type")) continue;
    const std::string found(written.headers.find(name).value_or("(absent)"));
    if (!are_equal_header_values(*value.string(), found))
      return "header " + name + ": expected '" + *value.string() + "', found '" + found + "'";
  }
  return "";
}

/// CBOR has several forms for one value: theirs and ours must both be read as the result.
std::string cbor_difference(const ServiceModel& model, const Json& test, const std::string& written) {
  const Operation& operation = model.operations[0];
  for (const std::string& body : {body_of(model, *test.find("response")), written}) {
    auto response = operation.make_response();
    MissingMembers missing;
    auto read = read_cbor(*operation.output, body, response.get(), Place{}, missing);
    if (!read) return read.error().message;
    if (auto text = difference(*operation.output, response.get(), *test.find("result")); !text.empty()) return text;
  }
  return "";
}

std::string output_difference(const ServiceModel& model, const Json& test) {
  const Operation& operation = model.operations[0];
  auto response = operation.make_response();
  fill(*operation.output, *test.find("result"), response.get());
  HttpResponse written = encode_response(model, operation, response.get(), "requestid");
  if (written.stream) written.body = read_all(*written.stream, 1 << 20).value_or("unreadable");
  const Json& expected = *test.find("response");
  if (written.status != static_cast<int>(expected.find("status_code")->number()))
    return "status " + std::to_string(written.status);
  if (auto text = header_difference(expected, written); !text.empty()) return text;
  if (model.protocol == Protocol::rpc_v2_cbor) return cbor_difference(model, test, written.body);
  return body_difference(std::string(expected.string_at("body")), written.body);
}

/// The error as the service itself makes it: by the name of its shape, where the protocol says that.
std::string own_code(const ServiceModel& model, std::string_view expected) {
  if (model.protocol != Protocol::rpc_v2_cbor && model.protocol != Protocol::json) return std::string(expected);
  auto shape = std::ranges::find(model.errors, expected, &ErrorShape::code);
  return std::string(shape == model.errors.end() ? expected : shape->name);
}

/// Errors: code, message and further members must be where clients look for them.
std::string error_difference(const ServiceModel& model, const Json& test) {
  const Json& expected = *test.find("response");
  Error error{own_code(model, test.string_at("errorCode")), std::string(test.string_at("errorMessage")),
              static_cast<int>(expected.find("status_code")->number())};
  if (const Json* members = test.find("error"); members != nullptr && members->object() != nullptr) {
    for (const auto& [name, value] : *members->object()) {
      if (value.string() != nullptr && to_lower(name) != "message") error.fields.emplace_back(name, *value.string());
    }
  }
  const HttpResponse written = encode_error(model, error, "requestid");
  if (written.status != error.http_status) return "status " + std::to_string(written.status);
  const Json* headers = expected.find("headers");
  constexpr const char* kQueryError = "x-amzn-query-error";
  if (headers != nullptr && headers->string_at(kQueryError) != written.headers.find(kQueryError).value_or("")) {
    if (model.is_query_compatible && headers->find(kQueryError) != nullptr) return "another query error";
  }
  return error_body_difference(error, written.body);
}

struct Tally {
  int ran = 0;
  int passed_over = 0;
};

template <class Check>
void run_file(const fs::path& path, Tally& tally, Check check) {
  const Json suites = read_suites(path);
  for (const Json& suite : *suites.array()) {
    for (const Json& test : *suite.find("cases")->array()) {
      const std::string id(test.string_at("id"));
      if (kPassedOver.contains(id) || !unsupported(*suite.find("shapes")).empty()) {
        ++tally.passed_over;
        continue;
      }
      SCOPED_TRACE(path.string() + ": " + id);
      const ServiceModel& model =
          make_dynamic_model(*suite.find("metadata"), *suite.find("shapes"), *test.find("given"));
      EXPECT_EQ(check(model, test), "") << id << " " << path.parent_path().filename() << " "
                                        << test.string_at("description");
      ++tally.ran;
    }
  }
}

class Vectors : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!fs::exists(vectors_folder())) {
      GTEST_SKIP()
          << "the protocols' cases are not here: lay botocore's tests/unit/protocols at $STELLWERK_VECTORS/protocols";
    }
  }
  void report(const Tally& tally) const {
    std::cout << GetParam() << ": " << tally.ran << " ran, " << tally.passed_over << " passed over\n";
    EXPECT_GT(tally.ran, 0) << "no case in " << vectors_folder();
  }
};

TEST_P(Vectors, RequestsAreReadAsMeant) {
  Tally tally;
  run_file(vectors_folder() / "input" / (std::string(GetParam()) + ".json"), tally, input_difference);
  report(tally);
}

TEST_P(Vectors, AnswersAreWrittenAsClientsRead) {
  Tally tally;
  run_file(vectors_folder() / "output" / (std::string(GetParam()) + ".json"), tally,
           [](const ServiceModel& model, const Json& test) {
             return test.find("errorCode") != nullptr ? error_difference(model, test) : output_difference(model, test);
           });
  report(tally);
}

INSTANTIATE_TEST_SUITE_P(Protocols, Vectors,
                         testing::Values("query", "ec2", "json", "json_1_0", "json_1_0-query-compatible", "rest-json",
                                         "rest-xml", "smithy-rpc-v2-cbor", "smithy-rpc-v2-cbor-query-compatible"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace stellwerk::protocol
