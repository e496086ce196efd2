#include "services/s3/s3_fixture.h"

namespace stellwerk::s3 {
namespace {

using Values = std::vector<std::string>;

/// What requests need leave for, and which condition keys go with it.
class S3Accesses : public S3Test {
 protected:
  S3Accesses() {
    caller.access_key_id = "AKIA";
    caller.is_tls = true;
    caller.tls_version = "1.2";
    caller.proof = {auth::Proof::Means::header, "UNSIGNED-PAYLOAD", clock.time};
  }
  template <class Request>
  std::vector<ports::Access> of(const Request& request) {
    std::shared_ptr<void> staged;
    auto transaction = store->begin();
    ports::Call call = call_in(*transaction, staged);
    auto found = accesses(s3, call, request);
    EXPECT_TRUE(found) << found.error().code;
    return found ? *found : std::vector<ports::Access>{};
  }
  static std::string actions(const std::vector<ports::Access>& accesses) {
    std::string out;
    for (const ports::Access& access : accesses) out += (out.empty() ? "" : " ") + access.action.substr(3);
    return out;
  }
};

TEST_F(S3Accesses, EachTellsHowTheRequestWasSignedAndSent) {
  make_bucket("bucket");
  auto listed = of(ListBucketsRequest{});
  auto read = of(GetBucketPolicyRequest{.bucket = "bucket"});
  auto made = of(CreateBucketRequest{.bucket = "other"});
  for (auto& access : {listed.at(0), read.at(0), made.at(0)}) {
    SCOPED_TRACE(access.action);
    auto context = access.context;
    EXPECT_EQ(context["s3:ResourceAccount"], Values{"111122223333"});
    EXPECT_EQ(context["s3:TlsVersion"], Values{"1.2"});
    EXPECT_EQ(context["s3:authType"], Values{"REST-HEADER"});
    EXPECT_EQ(context["s3:signatureversion"], Values{"AWS4-HMAC-SHA256"});
    EXPECT_EQ(context["s3:x-amz-content-sha256"], Values{"UNSIGNED-PAYLOAD"});
    EXPECT_FALSE(context.contains("s3:signatureAge"));
  }
  caller.proof.means = auth::Proof::Means::query;
  caller.proof.signed_at = clock.time.plus_seconds(-90);
  auto presigned = of(DeleteBucketRequest{.bucket = "bucket"}).at(0).context;
  EXPECT_EQ(presigned["s3:authType"], Values{"REST-QUERY-STRING"});
  EXPECT_EQ(presigned["s3:signatureAge"], Values{"90000"});

  caller = {};
  auto anonymous = of(GetBucketLocationRequest{.bucket = "bucket"}).at(0).context;
  EXPECT_EQ(anonymous["s3:ResourceAccount"], Values{"111122223333"});
  EXPECT_FALSE(anonymous.contains("s3:authType"));
  EXPECT_FALSE(anonymous.contains("s3:TlsVersion"));
}

TEST_F(S3Accesses, WritesTellWhatTheyAskFor) {
  make_bucket("bucket");
  PutObjectRequest put{.bucket = "bucket", .key = "key"};
  put.acl = "public-read";
  put.grant_read = "id=1";
  put.grant_write_acp = "id=2";
  put.if_none_match = "*";
  put.storage_class = "STANDARD_IA";
  put.website_redirect_location = "/there";
  put.tagging = "a=1";
  auto needed = of(put);
  EXPECT_EQ(actions(needed), "PutObject PutObjectTagging PutObjectAcl");
  auto context = needed.at(0).context;
  EXPECT_EQ(needed.at(0).resource, "arn:aws:s3:::bucket/key");
  EXPECT_EQ(context["s3:x-amz-acl"], Values{"public-read"});
  EXPECT_EQ(context["s3:x-amz-grant-read"], Values{"id=1"});
  EXPECT_EQ(context["s3:x-amz-grant-write-acp"], Values{"id=2"});
  EXPECT_EQ(context["s3:if-none-match"], Values{"*"});
  EXPECT_EQ(context["s3:x-amz-storage-class"], Values{"STANDARD_IA"});
  EXPECT_EQ(context["s3:x-amz-website-redirect-location"], Values{"/there"});
  EXPECT_EQ(context["s3:RequestObjectTag/a"], Values{"1"});
  EXPECT_EQ(context["s3:ObjectCreationOperation"], Values{"true"});

  auto begun = of(CreateMultipartUploadRequest{.bucket = "bucket", .key = "key"}).at(0).context;
  EXPECT_EQ(begun["s3:ObjectCreationOperation"], Values{"false"});
  auto part = of(UploadPartRequest{.bucket = "bucket", .key = "key"}).at(0).context;
  EXPECT_EQ(part["s3:ObjectCreationOperation"], Values{"false"});
  CompleteMultipartUploadRequest completion{.bucket = "bucket", .key = "key"};
  completion.if_match = "etag";
  auto completed = of(completion).at(0).context;
  EXPECT_EQ(completed["s3:ObjectCreationOperation"], Values{"true"});
  EXPECT_EQ(completed["s3:if-match"], Values{"etag"});
  DeleteObjectRequest deletion{.bucket = "bucket", .key = "key"};
  deletion.if_match = "etag";
  EXPECT_EQ(of(deletion).at(0).context["s3:if-match"], Values{"etag"});
}

TEST_F(S3Accesses, CopiesNameTheirSourceHoweverItIsWritten) {
  make_bucket("bucket");
  PutObjectRequest source = put_request("bucket", "a b", "x");
  source.tagging = "team=red";
  ASSERT_TRUE(run(put_object, source));
  for (const char* header : {"bucket/a%20b", "/bucket/a%20b", "%62ucket/a b"}) {
    SCOPED_TRACE(header);
    CopyObjectRequest copy{.bucket = "bucket", .copy_source = header, .key = "copy"};
    auto needed = of(copy);
    EXPECT_EQ(actions(needed), "GetObject PutObject GetObjectTagging PutObjectTagging");
    EXPECT_EQ(needed.at(1).context["s3:x-amz-copy-source"], (Values{"bucket/a b", "/bucket/a b"}));
    EXPECT_EQ(needed.at(2).context["s3:ExistingObjectTag/team"], Values{"red"});
    EXPECT_EQ(needed.at(3).context["s3:RequestObjectTag/team"], Values{"red"});
  }
  UploadPartCopyRequest part{.bucket = "bucket", .copy_source = "bucket/a%20b", .key = "copy"};
  auto needed = of(part);
  EXPECT_EQ(actions(needed), "GetObject PutObject");
  EXPECT_EQ(needed.at(1).context["s3:x-amz-copy-source"], (Values{"bucket/a b", "/bucket/a b"}));
}

TEST_F(S3Accesses, AttributesCarryTheKeysOfTheRead) {
  make_bucket("bucket");
  set_versioning("bucket", "Enabled");
  PutObjectRequest tagged = put_request("bucket", "key", "x");
  tagged.tagging = "team=red";
  std::string version = run(put_object, tagged).value().version_id.value();
  auto needed = of(GetObjectAttributesRequest{.bucket = "bucket", .key = "key", .version_id = version});
  EXPECT_EQ(actions(needed), "GetObjectVersion GetObjectVersionAttributes");
  EXPECT_EQ(needed.at(1).context["s3:ExistingObjectTag/team"], Values{"red"});
  EXPECT_EQ(needed.at(1).context["s3:VersionId"], Values{version});
}

TEST_F(S3Accesses, PoliciesForThoseWhoDoNotExistAreRefused) {
  make_bucket("bucket");
  auto policy = [](const char* user) {
    return std::string(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":)"
                       R"("arn:aws:iam::111122223333:user/)") +
           user + R"("},"Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}]})";
  };
  EXPECT_TRUE(run(put_bucket_policy, PutBucketPolicyRequest{.bucket = "bucket", .policy = policy("somebody")}));
  EXPECT_EQ(run(put_bucket_policy, PutBucketPolicyRequest{.bucket = "bucket", .policy = policy("nobody")}).error().code,
            "MalformedPolicy");
}

TEST_F(S3Accesses, ABucketsTagsAreReachedThroughItsPolicyIfThatCounts) {
  make_bucket("bucket");
  BucketRecord bucket = kBuckets.get(*store->begin(), kInstallation, {"bucket"}).value();
  auto transaction = store->begin();
  bucket.policy = "{}";
  bucket.has_public_policy = true;
  bucket.tags = std::vector<TagRecord>{{"team", "red"}};
  kBuckets.put(*transaction, kInstallation, {"bucket"}, bucket);
  ASSERT_EQ(store->commit(*transaction), store::CommitOutcome::done);
  auto access = [&] {
    std::shared_ptr<void> staged;
    auto now = store->begin();
    ports::Call call = call_in(*now, staged);
    return s3.bucket_tags_access(call, "bucket", "s3:TagResource").value();
  };
  EXPECT_EQ(access().resource_policies.size(), 1u);
  EXPECT_EQ(access().context["aws:ResourceTag/team"], Values{"red"});
  EXPECT_EQ(access().context["s3:authType"], Values{"REST-HEADER"});
  caller.account = "444455556666";  // RestrictPublicBuckets is on by default
  EXPECT_TRUE(access().resource_policies.empty());
}

}  // namespace
}  // namespace stellwerk::s3
