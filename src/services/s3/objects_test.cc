#include "services/s3/objects.h"

#include "services/s3/s3_fixture.h"

namespace stellwerk::s3 {
namespace {

class Versions : public S3Test {
 protected:
  Versions() { make_bucket("shelf"); }
  std::size_t bodies() {
    // What a bucket deletion would have to leave nothing of.
    auto transaction = store->begin();
    std::size_t count = 0;
    transaction->scan(encode("objects.inline"), "", false,
                      [&](std::string_view, std::string_view) { return ++count, true; });
    return count;
  }
  static std::string encode(std::string_view table) { return store::encode_key(table, {}, std::vector<std::string>{}); }
  Result<DeleteObjectResponse> remove(const std::string& key, std::optional<std::string> version_id = {}) {
    return run(delete_object, DeleteObjectRequest{.bucket = "shelf", .key = key, .version_id = version_id});
  }
};

TEST_F(Versions, OfAnotherKindAreRefused) {
  set_versioning("shelf", "Enabled");
  std::string version = *put("shelf", "a", "one").version_id;
  make_bucket("plain");
  put("plain", "a", "one");
  for (const std::string& foreign : {version, std::string("foreign")}) {
    EXPECT_EQ(content("plain", "a", foreign).error().code, "InvalidArgument");
    EXPECT_EQ(
        run(delete_object, DeleteObjectRequest{.bucket = "plain", .key = "a", .version_id = foreign}).error().code,
        "InvalidArgument");
  }
  EXPECT_EQ(content("plain", "a", "null").value(), "one");
  EXPECT_EQ(content("shelf", "a", "foreign").error().code, "InvalidArgument");
  EXPECT_EQ(content("shelf", "b", version).error().code, "NoSuchVersion");
}

TEST_F(Versions, OfSuspendedVersioningAreNotToldByWrites) {
  set_versioning("shelf", "Suspended");
  EXPECT_FALSE(put("shelf", "a", "one").version_id);
  CopyObjectRequest copy{.bucket = "shelf", .copy_source = "shelf/a", .key = "b"};
  EXPECT_FALSE(run(copy_object, copy).value().version_id);
  EXPECT_EQ(run(get_object, GetObjectRequest{.bucket = "shelf", .key = "a"}).value().version_id, "null");
}

TEST_F(Versions, MayBeCopiedOntoThemselvesOnceTheBucketEncryptsOtherwise) {
  put("shelf", "a", "one");
  CopyObjectRequest copy{.bucket = "shelf", .copy_source = "shelf/a", .key = "a"};
  EXPECT_EQ(run(copy_object, copy).error().code, "InvalidRequest");
  PutBucketEncryptionRequest encryption{.bucket = "shelf"};
  ServerSideEncryptionRule rule;
  rule.apply_server_side_encryption_by_default = ServerSideEncryptionByDefault{.sse_algorithm = "aws:kms"};
  encryption.server_side_encryption_configuration.rules = {rule};
  ASSERT_TRUE(run(put_bucket_encryption, encryption));
  EXPECT_EQ(run(copy_object, copy).value().server_side_encryption, "aws:kms");
  EXPECT_EQ(run(copy_object, copy).error().code, "InvalidRequest");
}

TEST_F(Versions, WithoutVersioningAPutReplaces) {
  put("shelf", "a", "one");
  EXPECT_FALSE(put("shelf", "a", "two").version_id);
  EXPECT_EQ(content("shelf", "a").value(), "two");
  EXPECT_EQ(bodies(), 1u);
  ASSERT_TRUE(remove("a"));
  EXPECT_EQ(content("shelf", "a").error().code, "NoSuchKey");
  EXPECT_EQ(bodies(), 0u);
}

TEST_F(Versions, AreKeptAndDeletedOneByOne) {
  put("shelf", "a", "before versioning");
  set_versioning("shelf", "Enabled");
  std::string first = *put("shelf", "a", "one").version_id;
  std::string second = *put("shelf", "a", "two").version_id;
  EXPECT_EQ(content("shelf", "a").value(), "two");
  EXPECT_EQ(content("shelf", "a", first).value(), "one");
  EXPECT_EQ(content("shelf", "a", "null").value(), "before versioning");
  auto marker = remove("a").value();
  EXPECT_TRUE(*marker.delete_marker);
  auto gone = content("shelf", "a");
  EXPECT_EQ(gone.error().code, "NoSuchKey");
  EXPECT_EQ(gone.error().headers.front().first, "x-amz-delete-marker");
  EXPECT_EQ(content("shelf", "a", *marker.version_id).error().http_status, 405);
  ASSERT_TRUE(remove("a", marker.version_id));
  EXPECT_EQ(content("shelf", "a").value(), "two");
  ASSERT_TRUE(remove("a", second));
  EXPECT_EQ(content("shelf", "a").value(), "one");
  ASSERT_TRUE(remove("a", "null"));
  EXPECT_EQ(content("shelf", "a", "null").error().code, "NoSuchVersion");
  ASSERT_TRUE(remove("a", first));
  EXPECT_EQ(content("shelf", "a").error().code, "NoSuchKey");
  EXPECT_EQ(bodies(), 0u);
  EXPECT_TRUE(run(delete_bucket, DeleteBucketRequest{.bucket = "shelf"}));
}

TEST_F(Versions, SuspendedVersioningKeepsOneNullVersion) {
  set_versioning("shelf", "Enabled");
  std::string kept = *put("shelf", "a", "kept").version_id;
  set_versioning("shelf", "Suspended");
  put("shelf", "a", "null one");
  put("shelf", "a", "null two");
  set_versioning("shelf", "Enabled");
  put("shelf", "a", "newest");
  set_versioning("shelf", "Suspended");
  put("shelf", "a", "null three");
  EXPECT_EQ(content("shelf", "a").value(), "null three");
  EXPECT_EQ(content("shelf", "a", kept).value(), "kept");
  auto page = run(list_object_versions, ListObjectVersionsRequest{.bucket = "shelf"}).value();
  EXPECT_EQ(page.versions->size(), 3u);
  EXPECT_EQ(bodies(), 3u);
  EXPECT_EQ(run(delete_bucket, DeleteBucketRequest{.bucket = "shelf"}).error().code, "BucketNotEmpty");
}

TEST_F(Versions, ReadsAreConditional) {
  std::string etag = *put("shelf", "a", "one").e_tag;
  GetObjectRequest request{.bucket = "shelf", .if_none_match = etag, .key = "a"};
  EXPECT_EQ(run(get_object, request).error().http_status, 304);
  request = {.bucket = "shelf", .if_match = "\"other\"", .key = "a"};
  EXPECT_EQ(run(get_object, request).error().code, "PreconditionFailed");
  request = {.bucket = "shelf", .if_modified_since = clock.time, .key = "a"};
  EXPECT_EQ(run(get_object, request).error().http_status, 304);
  request = {.bucket = "shelf", .if_unmodified_since = clock.time.plus_seconds(-5), .key = "a"};
  EXPECT_EQ(run(get_object, request).error().http_status, 412);
}

TEST_F(Versions, OnlyOneOfTwoConcurrentCreationsSucceeds) {
  auto request = put_request("shelf", "lock", "mine");
  request.if_none_match = "*";
  auto first = store->begin(), second = store->begin();
  std::shared_ptr<void> first_staged, second_staged;
  ports::Call first_call = call_in(*first, first_staged), second_call = call_in(*second, second_staged);
  ASSERT_TRUE(put_object(s3, first_call, request));
  ASSERT_TRUE(put_object(s3, second_call, request));
  EXPECT_EQ(store->commit(*first), store::CommitOutcome::done);
  EXPECT_EQ(store->commit(*second), store::CommitOutcome::conflict);
  EXPECT_EQ(run(put_object, request).error().code, "PreconditionFailed");
}

TEST_F(Versions, ARepeatedRunHasTheBodyOfTheFirst) {
  auto request = put_request("shelf", "a", "read only once");
  std::shared_ptr<void> staged;
  {
    auto abandoned = store->begin();
    ports::Call call = call_in(*abandoned, staged);
    ASSERT_TRUE(put_object(s3, call, request));
  }
  auto transaction = store->begin();
  ports::Call call = call_in(*transaction, staged);
  ASSERT_TRUE(put_object(s3, call, request));
  ASSERT_EQ(store->commit(*transaction), store::CommitOutcome::done);
  EXPECT_EQ(content("shelf", "a").value(), "read only once");
}

TEST_F(Versions, WrongDigestsAreRefused) {
  auto request = put_request("shelf", "a", "one");
  request.content_md5 = "XXXXXXXXXXXXXXXXXXXXXX==";
  EXPECT_EQ(run(put_object, request).error().code, "BadDigest");
  request = put_request("shelf", "a", "one");
  request.content_md5 = "short";
  EXPECT_EQ(run(put_object, request).error().code, "InvalidDigest");
  request = put_request("shelf", "a", "one");
  request.checksum_crc32 = "AAAAAA==";
  EXPECT_EQ(run(put_object, request).error().code, "BadDigest");
}

TEST_F(Versions, KmsSealsTheBodyAndTheReaderIsAsked) {
  auto request = put_request("shelf", "a", "secret");
  request.server_side_encryption = "aws:kms";
  auto answer = run(put_object, request).value();
  EXPECT_EQ(answer.ssekms_key_id, "arn:aws:kms:eu-central-1:111122223333:key/1");
  EXPECT_EQ(client.data_keys, 1);
  EXPECT_EQ(content("shelf", "a").value(), "secret");
  client.kms_denies = true;
  EXPECT_EQ(content("shelf", "a").error().code, "AccessDenied");
}

TEST_F(Versions, KmsIsAskedInTheBucketsRegion) {
  region = "eu-west-1";  // a service of another Region names the bucket
  auto request = put_request("shelf", "a", "secret");
  request.server_side_encryption = "aws:kms";
  ASSERT_TRUE(run(put_object, request));
  EXPECT_EQ(content("shelf", "a").value(), "secret");
  EXPECT_EQ(client.kms_regions, (std::vector<std::string>{"eu-central-1", "eu-central-1"}));
}

TEST_F(Versions, DeleteObjectsAnswersKeyByKey) {
  put("shelf", "a", "one");
  put("shelf", "b", "two");
  DeleteObjectsRequest request{.bucket = "shelf", .delete_ = {.objects = {{.key = "a"}, {.key = "b"}, {.key = "c"}}}};
  EXPECT_EQ(run(delete_objects, request).value().deleted->size(), 3u);
  EXPECT_EQ(bodies(), 0u);
}

TEST_F(Versions, CopiesTakeHeadersAlongUnlessReplaced) {
  auto request = put_request("shelf", "a", "one");
  request.content_type = "text/plain";
  request.metadata = std::map<std::string, std::string>{{"colour", "red"}};
  request.tagging = "k=v";
  ASSERT_TRUE(run(put_object, request));
  CopyObjectRequest copy{.bucket = "shelf", .copy_source = "shelf/a", .key = "b"};
  ASSERT_TRUE(run(copy_object, copy));
  auto head = run(head_object, HeadObjectRequest{.bucket = "shelf", .key = "b"}).value();
  EXPECT_EQ(head.content_type, "text/plain");
  EXPECT_EQ(head.metadata->at("colour"), "red");
  EXPECT_EQ(head.tag_count, 1);
  copy.metadata_directive = "REPLACE";
  copy.content_type = "text/html";
  ASSERT_TRUE(run(copy_object, copy));
  head = run(head_object, HeadObjectRequest{.bucket = "shelf", .key = "b"}).value();
  EXPECT_EQ(head.content_type, "text/html");
  EXPECT_FALSE(head.metadata);
  copy = {.bucket = "shelf", .copy_source = "shelf/a", .key = "a"};
  EXPECT_EQ(run(copy_object, copy).error().code, "InvalidRequest");
}

}  // namespace
}  // namespace stellwerk::s3
