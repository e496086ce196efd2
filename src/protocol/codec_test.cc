#include "protocol/codec.h"

#include <gmock/gmock.h>

#include "api/codebuild.h"
#include "api/codecommit.h"
#include "api/iam.h"
#include "api/kms.h"
#include "api/logs.h"
#include "api/s3.h"
#include "api/s3control.h"
#include "api/sts.h"

namespace stellwerk::protocol {
namespace {

template <class Request>
Result<Request> decoded(const ServiceModel& model, const HttpRequest& http, std::string_view body) {
  auto match = match_operation(model, http, body);
  if (!match) return Error{"NoMatch", "", 0};
  if (match->operation->name != Request::kOperation) return Error{"WrongMatch", std::string(match->operation->name), 0};
  Request request;
  if (auto done = decode_request(model, *match, http, body, &request); !done) return std::move(done).error();
  return request;
}

HttpRequest post(std::string target) {
  HttpRequest http{.method = "POST", .path = "/"};
  if (!target.empty()) http.headers.add("x-amz-target", std::move(target));
  return http;
}

HttpRequest rest(std::string method, std::string path, std::string query = "") {
  return HttpRequest{.method = std::move(method), .path = std::move(path), .query = std::move(query)};
}

std::string operation_name(const ServiceModel& model, const HttpRequest& http) {
  auto match = match_operation(model, http, "");
  return match ? std::string(match->operation->name) : "none";
}

template <class Response>
HttpResponse encoded(const ServiceModel& model, std::string_view operation, const Response& response) {
  return encode_response(model, *find_operation(model, operation), &response, "id-1");
}

TEST(JsonCodec, ReadsATypedRequest) {
  auto request =
      decoded<kms::EncryptRequest>(kms::model(), post("TrentService.Encrypt"),
                                   R"({"KeyId":"alias/a","Plaintext":"aGk=","EncryptionContext":{"a":"b"},"Unknown":[1],
                                                 "GrantTokens":null})");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->key_id, "alias/a");
  EXPECT_EQ(request->plaintext, "hi");
  EXPECT_EQ(request->encryption_context->at("a"), "b");
  EXPECT_FALSE(request->grant_tokens);
}

TEST(JsonCodec, RefusesWrongKindsInAwsWords) {
  auto wrong = [](std::string_view body) {
    auto request = decoded<kms::ListKeysRequest>(kms::model(), post("TrentService.ListKeys"), body);
    return request ? "accepted" : request.error().code + ": " + request.error().message;
  };
  EXPECT_EQ(wrong(R"({"Limit":"5"})"),
            "SerializationException: STRING_VALUE can not be converted to an Integer (at 'limit')");
  EXPECT_EQ(wrong(R"({"Marker":5})"),
            "SerializationException: NUMBER_VALUE can not be converted to a String (at 'marker')");
  EXPECT_EQ(wrong(R"([])"), "SerializationException: LIST_VALUE can not be converted to a Structure");
  EXPECT_EQ(wrong(R"({"Limit":5000000000})"),
            "SerializationException: NUMBER_VALUE can not be converted to an Integer (at 'limit')");
  EXPECT_TRUE(wrong("{").starts_with("SerializationException"));
  EXPECT_EQ(wrong(R"({"Limit":5.0})"), "accepted");
  EXPECT_EQ(wrong(""), "accepted");
}

TEST(JsonCodec, WritesTimestampsAsSeconds) {
  kms::DescribeKeyResponse response;
  response.key_metadata.emplace();
  response.key_metadata->key_id = "k";
  response.key_metadata->creation_date = Timestamp{1795415400120};
  const HttpResponse http = encoded(kms::model(), "DescribeKey", response);
  EXPECT_EQ(http.status, 200);
  EXPECT_EQ(http.headers.find("content-type"), "application/x-amz-json-1.1");
  EXPECT_EQ(http.headers.find("x-amzn-requestid"), "id-1");
  EXPECT_EQ(http.body, R"({"KeyMetadata":{"KeyId":"k","CreationDate":1795415400.12}})");
}

TEST(JsonCodec, WritesErrors) {
  const HttpResponse http = encode_error(kms::model(), kms::errors::NotFoundException("Alias a is not found."), "id-1");
  EXPECT_EQ(http.status, 400);
  EXPECT_EQ(http.headers.find("x-amzn-ErrorType"), "NotFoundException");
  EXPECT_EQ(http.body, R"({"__type":"NotFoundException","message":"Alias a is not found."})");
}

TEST(Validation, SpeaksAsAwsDoes) {
  auto wrong = [](std::string_view operation, std::string_view body) {
    auto http = post("TrentService." + std::string(operation));
    auto match = match_operation(kms::model(), http, body);
    auto request = match->operation->make_request();
    auto done = decode_request(kms::model(), *match, http, body, request.get());
    return done ? "accepted" : done.error().code + ": " + done.error().message;
  };
  EXPECT_EQ(wrong("DescribeKey", "{}"),
            "ValidationException: 1 validation error detected: Value null at 'keyId' failed to satisfy constraint: "
            "Member must not be null");
  EXPECT_EQ(
      wrong("ListKeys", R"({"Limit":0,"Marker":""})"),
      "ValidationException: 2 validation errors detected: Value '0' at 'limit' failed to satisfy constraint: Member "
      "must have value greater than or equal to 1; Value '' at 'marker' failed to satisfy constraint: Member must "
      "have length greater than or equal to 1");
  EXPECT_EQ(
      wrong("CreateKey", R"({"Origin":"NOWHERE"})"),
      "ValidationException: 1 validation error detected: Value 'NOWHERE' at 'origin' failed to satisfy constraint: "
      "Member must satisfy enum value set: [AWS_KMS, EXTERNAL, AWS_CLOUDHSM, EXTERNAL_KEY_STORE]");
  EXPECT_EQ(wrong("CreateKey", R"({"Tags":[{"TagKey":"a","TagValue":"b"},{"TagValue":"b"}]})"),
            "ValidationException: 1 validation error detected: Value null at 'tags.2.member.tagKey' failed to satisfy "
            "constraint: Member must not be null");
  EXPECT_TRUE(wrong("Encrypt", R"({"KeyId":"k","Plaintext":""})")
                  .starts_with("ValidationException: 1 validation error detected: Value at 'plaintext' failed"));
}

TEST(QueryCodec, ReadsAndWrites) {
  HttpRequest http{.method = "POST", .path = "/"};
  auto request =
      decoded<iam::CreateRoleRequest>(iam::model(), http,
                                      "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=%7B%7D&"
                                      "Tags.member.1.Key=a&Tags.member.1.Value="
                                      "b+c&Tags.member.10.Key=z&Tags.member.10.Value=&Tags.member.2.Key=y&Tags.member."
                                      "2.Value=&MaxSessionDuration=3600");
  ASSERT_TRUE(request) << request.error().code << request.error().message;
  EXPECT_EQ(request->role_name, "r");
  EXPECT_EQ(request->max_session_duration, 3600);
  ASSERT_EQ(request->tags->size(), 3u);
  EXPECT_EQ(request->tags->at(0).value, "b c");
  EXPECT_EQ(request->tags->at(1).key, "y");
  EXPECT_EQ(request->tags->at(2).key, "z");

  sts::GetCallerIdentityResponse identity;
  identity.account = "111111111111";
  identity.arn = "arn:aws:iam::111111111111:user/<a>";
  EXPECT_EQ(
      encoded(sts::model(), "GetCallerIdentity", identity).body,
      "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
      "<Account>111111111111</Account><Arn>arn:aws:iam::111111111111:user/&lt;a&gt;</Arn></GetCallerIdentityResult>"
      "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
  EXPECT_EQ(encode_error(iam::model(), iam::errors::NoSuchEntityException("No role r."), "id-1").body,
            "<ErrorResponse "
            "xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>"
            "<Message>No role r.</Message></Error><RequestId>id-1</RequestId></ErrorResponse>");
}

TEST(OperationMatching, KnowsVersionsAndPrefixes) {
  HttpRequest http{.method = "POST", .path = "/"};
  EXPECT_TRUE(match_operation(sts::model(), http, "Action=GetCallerIdentity"));
  EXPECT_FALSE(match_operation(sts::model(), http, "Action=GetCallerIdentity&Version=2010-05-08"));
  EXPECT_FALSE(match_operation(sts::model(), http, "Action=DropTables"));
  EXPECT_FALSE(match_operation(kms::model(), post("OtherService.Encrypt"), ""));
  EXPECT_EQ(requested_operation(kms::model(), post("TrentService.Dance"), ""), "Dance");
  EXPECT_EQ(unknown_operation(sts::model(), "DropTables").code, "InvalidAction");
  EXPECT_EQ(unknown_operation(kms::model(), "Dance").code, "UnknownOperationException");
}

TEST(OperationMatching, TellsS3OperationsApart) {
  const ServiceModel& model = s3::model();
  EXPECT_EQ(operation_name(model, rest("GET", "/")), "ListBuckets");
  EXPECT_EQ(operation_name(model, rest("GET", "/", "x-id=ListBuckets")), "ListBuckets");
  EXPECT_EQ(operation_name(model, rest("PUT", "/b")), "CreateBucket");
  EXPECT_EQ(operation_name(model, rest("PUT", "/b/")), "CreateBucket");
  EXPECT_EQ(operation_name(model, rest("PUT", "/b", "torrent")), "none");
  EXPECT_EQ(operation_name(model, rest("PUT", "/b", "analytics&id=1")), "none");
  EXPECT_EQ(operation_name(model, rest("PUT", "/b/k", "legal-hold")), "none");
  EXPECT_EQ(operation_name(model, rest("GET", "/b", "list-type=2&prefix=a")), "ListObjectsV2");
  EXPECT_EQ(operation_name(model, rest("GET", "/b", "prefix=a")), "ListObjects");
  EXPECT_EQ(operation_name(model, rest("GET", "/b", "policy")), "GetBucketPolicy");
  EXPECT_EQ(operation_name(model, rest("GET", "/b", "policy=")), "GetBucketPolicy");
  EXPECT_EQ(operation_name(model, rest("GET", "/b/k")), "GetObject");
  EXPECT_EQ(operation_name(model, rest("GET", "/b/k", "partNumber=2")), "GetObject");
  EXPECT_EQ(operation_name(model, rest("GET", "/b/k", "uploadId=u")), "ListParts");
  EXPECT_EQ(operation_name(model, rest("DELETE", "/b/k", "uploadId=u")), "AbortMultipartUpload");
  EXPECT_EQ(operation_name(model, rest("DELETE", "/b/k", "versionId=u")), "DeleteObject");
  EXPECT_EQ(operation_name(model, rest("PUT", "/b/k", "partNumber=1&uploadId=u")), "UploadPart");
  EXPECT_EQ(operation_name(model, rest("PUT", "/b/k", "partNumber=1")), "UploadPart");
  EXPECT_EQ(operation_name(model, rest("POST", "/b/k", "uploads")), "CreateMultipartUpload");
  EXPECT_EQ(operation_name(model, rest("POST", "/b/k", "uploadId=u")), "CompleteMultipartUpload");
  HttpRequest copy = rest("PUT", "/b/k");
  copy.headers.add("x-amz-copy-source", "a/b");
  EXPECT_EQ(operation_name(model, copy), "CopyObject");
  copy.query = "partNumber=1&uploadId=u";
  EXPECT_EQ(operation_name(model, copy), "UploadPartCopy");
  EXPECT_EQ(unknown_operation(model, requested_operation(model, rest("PUT", "/b", "torrent"), "")).http_status, 501);
  auto match = match_operation(model, rest("GET", "/b//a%2Fb/c%20d+e/"), "");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->path_labels.at("Key"), "/a/b/c d+e/");
  EXPECT_EQ(operation_name(s3control::model(), rest("GET", "/v20180820/tags/arn%3Aaws%3As3%3A%3A%3Ab")),
            "ListTagsForResource");
}

TEST(RestXml, ReadsS3Requests) {
  HttpRequest http = rest("PUT", "/b/k", "x-id=PutObject");
  http.headers.add("X-Amz-Meta-Colour", "red");
  http.headers.add("Content-Type", "text/plain");
  http.body = std::make_shared<StringSource>("content");
  auto put = decoded<s3::PutObjectRequest>(s3::model(), http, "");
  ASSERT_TRUE(put) << put.error().code << put.error().message;
  EXPECT_EQ(put->body, http.body);
  EXPECT_EQ(put->metadata->at("colour"), "red");
  EXPECT_EQ(put->content_type, "text/plain");

  auto complete = decoded<s3::CompleteMultipartUploadRequest>(
      s3::model(), rest("POST", "/b/k", "uploadId=u"),
      "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\n <Part><ETag>&quot;a&quot;</ETag>"
      "<PartNumber>1</PartNumber></Part><Part><PartNumber>2</PartNumber></Part></CompleteMultipartUpload>");
  ASSERT_TRUE(complete) << complete.error().code << complete.error().message;
  ASSERT_EQ(complete->multipart_upload->parts->size(), 2u);
  EXPECT_EQ(complete->multipart_upload->parts->at(0).e_tag, "\"a\"");

  auto wrong = [](const HttpRequest& request, std::string_view body) {
    auto match = match_operation(s3::model(), request, "");
    auto value = match->operation->make_request();
    auto done = decode_request(s3::model(), *match, request, body, value.get());
    return done ? "accepted" : done.error().code;
  };
  const HttpRequest remove = rest("POST", "/b", "delete");
  EXPECT_EQ(wrong(remove, "<Delete><Object><Key>a</Key></Object><Quiet>true</Quiet></Delete>"), "accepted");
  EXPECT_EQ(wrong(remove, "<Delete><Object></Object></Delete>"), "MalformedXML");
  EXPECT_EQ(wrong(remove, "<Delete><Object><Key>a</Object></Delete>"), "MalformedXML");
  EXPECT_EQ(wrong(remove, "<!DOCTYPE a [<!ENTITY b \"c\">]><Delete><Object><Key>&b;</Key></Object></Delete>"),
            "MalformedXML");
  EXPECT_EQ(wrong(remove, ""), "MissingRequestBodyError");
  EXPECT_EQ(
      wrong(rest("PUT", "/b", "versioning"), "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>"),
      "MalformedXML");
  EXPECT_EQ(wrong(rest("GET", "/b", "list-type=2&max-keys=many"), ""), "InvalidArgument");
  EXPECT_EQ(wrong(rest("PUT", "/b/k", "partNumber=1"), ""), "InvalidArgument");
}

TEST(RestXml, WritesS3Answers) {
  s3::GetBucketLocationResponse location;
  location.location_constraint = "eu-central-1";
  EXPECT_TRUE(
      encoded(s3::model(), "GetBucketLocation", location)
          .body.ends_with("<LocationConstraint "
                          "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-central-1</LocationConstraint>"));
  s3::GetBucketPolicyResponse policy;
  policy.policy = "{\"Version\":1}";
  EXPECT_EQ(encoded(s3::model(), "GetBucketPolicy", policy).body, "{\"Version\":1}");
  EXPECT_EQ(encoded(s3::model(), "DeleteBucket", s3::DeleteBucketResponse{}).status, 204);
  EXPECT_EQ(encoded(s3::model(), "DeleteBucket", s3::DeleteBucketResponse{}).body, "");
  EXPECT_TRUE(
      encoded(s3::model(), "GetBucketVersioning", s3::GetBucketVersioningResponse{})
          .body.ends_with(
              "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></VersioningConfiguration>"));

  s3::GetBucketAclResponse acl;
  acl.grants.emplace().emplace_back().grantee.emplace().type = "CanonicalUser";
  acl.grants->at(0).grantee->id = "i";
  EXPECT_THAT(encoded(s3::model(), "GetBucketAcl", acl).body,
              testing::EndsWith(
                  "<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><AccessControlList><Grant>"
                  "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">"
                  "<ID>i</ID></Grantee></Grant></AccessControlList></AccessControlPolicy>"));

  s3::HeadObjectResponse head;
  head.content_length = 12;
  head.last_modified = Timestamp{1795415400000};
  head.metadata.emplace()["a"] = "b\r\nSet-Cookie: c";
  const HttpResponse http = encoded(s3::model(), "HeadObject", head);
  EXPECT_EQ(http.headers.find("Content-Length"), "12");
  EXPECT_EQ(http.headers.find("Last-Modified"), "Mon, 23 Nov 2026 06:30:00 GMT");
  EXPECT_EQ(http.headers.find("x-amz-meta-a"), "b  Set-Cookie: c");
  EXPECT_EQ(http.headers.find("x-amz-request-id"), "id-1");

  s3::GetObjectResponse object;
  object.body = std::make_shared<StringSource>("content");
  object.content_length = 7;
  const HttpResponse content = encoded(s3::model(), "GetObject", object);
  EXPECT_EQ(content.stream, object.body);
  EXPECT_FALSE(content.headers.has("Content-Length"));

  const Error error{"NoSuchBucket", "The specified bucket does not exist", 404, {{"BucketName", "b"}}};
  const HttpResponse refused = encode_error(s3::model(), error, "id-1");
  EXPECT_NE(refused.body.find("<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>"
                              "<BucketName>b</BucketName><RequestId>id-1</RequestId><HostId>"),
            std::string::npos);
  EXPECT_EQ(encode_error(s3::model(), error, "id-1", false).body, "");
}

HttpRequest target_of(const ServiceModel& model, std::string_view operation) {
  HttpRequest http;
  http.method = "POST";
  http.path = "/";
  http.headers.add("X-Amz-Target", std::string(model.target_prefix) + "." + std::string(operation));
  return http;
}

std::string refusal_of(const ServiceModel& model, std::string_view operation, std::string_view body) {
  HttpRequest http = target_of(model, operation);
  auto match = match_operation(model, http, body);
  if (!match) return "no such operation";
  auto request = match->operation->make_request();
  auto done = decode_request(model, *match, http, body, request.get());
  return done ? "" : done.error().code;
}

TEST(Facts, EachServiceHasItsOwnCodeForConstraints) {
  EXPECT_EQ(refusal_of(logs::model(), "CreateLogGroup", R"({"logGroupName": "a b"})"), "InvalidParameterException");
  EXPECT_EQ(refusal_of(logs::model(), "CreateLogGroup", "{}"), "InvalidParameterException");
  EXPECT_EQ(refusal_of(kms::model(), "DescribeKey", "{}"), "ValidationException");
}

TEST(Facts, AnOperationMayDeclareErrorsForItsMembers) {
  const std::string long_name(300, 'a');
  EXPECT_EQ(refusal_of(codecommit::model(), "GetBranch", R"({"repositoryName": "a b"})"),
            "InvalidRepositoryNameException");
  EXPECT_EQ(refusal_of(codecommit::model(), "GetBranch", R"({"branchName": ")" + long_name + "\"}"),
            "InvalidBranchNameException");
  EXPECT_EQ(refusal_of(codecommit::model(), "CreateBranch", R"({"repositoryName": "r", "branchName": "b"})"),
            "CommitIdRequiredException");
}

TEST(Refusals, WhatIsNotBuiltIsRefusedAndWhatAsksForNothingPasses) {
  auto refused = [](std::string_view extra) {
    return refusal_of(codebuild::model(), "StartBuild", R"({"projectName": "p")" + std::string(extra) + "}");
  };
  EXPECT_EQ(refused(""), "");
  EXPECT_EQ(refused(R"(, "debugSessionEnabled": true)"), "InvalidInputException");
  EXPECT_EQ(refused(R"(, "debugSessionEnabled": false, "autoRetryLimitOverride": 0, "certificateOverride": "")"), "");
  EXPECT_EQ(refused(R"(, "cacheOverride": {"type": "NO_CACHE"})"), "");
  EXPECT_EQ(refused(R"(, "cacheOverride": {"type": "S3"})"), "InvalidInputException");
  EXPECT_EQ(refused(R"(, "logsConfigOverride": {"s3Logs": {"status": "DISABLED"}})"), "");
  EXPECT_EQ(refused(R"(, "secondaryArtifactsOverride": [{"type": "S3"}])"), "");
  EXPECT_EQ(refused(R"(, "secondaryArtifactsOverride": [{"type": "S3"}, {"type": "S3", "bucketOwnerAccess": "FULL"}])"),
            "InvalidInputException");
}

TEST(Refusals, S3SaysNotImplementedAndTheRemedy) {
  HttpRequest http = rest("DELETE", "/b/k", "");
  http.headers.add("x-amz-mfa", "serial 123456");
  auto match = match_operation(s3::model(), http, "");
  auto request = match->operation->make_request();
  auto done = decode_request(s3::model(), *match, http, "", request.get());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().http_status, 501);
  EXPECT_EQ(done.error().code, "NotImplemented");
  EXPECT_EQ(done.error().message, "MFA is not supported here: there is no MFA delete.");
}

TEST(Facts, StatusesAndLimitsAreTheOperations) {
  EXPECT_EQ(find_operation(s3::model(), "PutBucketPolicy")->http_status, 204);
  EXPECT_EQ(find_operation(s3::model(), "PutBucketTagging")->http_status, 204);
  EXPECT_EQ(find_operation(s3::model(), "PutBucketVersioning")->http_status, 0);
  EXPECT_TRUE(find_operation(s3::model(), "GetObject")->is_unsigned);
  EXPECT_FALSE(find_operation(sts::model(), "GetCallerIdentity")->is_unsigned);
  EXPECT_GT(find_operation(codecommit::model(), "CreateCommit")->body_bytes_limit,
            find_operation(codecommit::model(), "GetBranch")->body_bytes_limit);
}

}  // namespace
}  // namespace stellwerk::protocol
