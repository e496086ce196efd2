#include "services/s3/uploads.h"

#include "base/digest.h"
#include "services/s3/s3_fixture.h"

namespace stellwerk::s3 {
namespace {

class Uploads : public S3Test {
 protected:
  Uploads() { make_bucket("shelf"); }
  std::string begin(CreateMultipartUploadRequest request = {}) {
    request.bucket = "shelf";
    request.key = "big";
    return *run(create_multipart_upload, request).value().upload_id;
  }
  std::string upload(const std::string& id, std::int64_t number, const std::string& bytes) {
    UploadPartRequest request;
    request.bucket = "shelf";
    request.key = "big";
    request.upload_id = id;
    request.part_number = number;
    request.body = std::make_shared<StringSource>(bytes);
    return *run(upload_part, request).value().e_tag;
  }
  CompleteMultipartUploadRequest completion(const std::string& id,
                                            std::vector<std::pair<std::int64_t, std::string>> parts) {
    CompleteMultipartUploadRequest request{.bucket = "shelf", .key = "big", .upload_id = id};
    std::vector<CompletedPart>& listed = request.multipart_upload.emplace().parts.emplace();
    for (auto& [number, etag] : parts) listed.push_back({.e_tag = etag, .part_number = number});
    return request;
  }
  const std::string five = std::string(kSmallestPartBytes, 'f');
};

TEST_F(Uploads, BecomeOneObject) {
  std::string id = begin();
  std::string first = upload(id, 1, five), last = upload(id, 7, "tail");
  upload(id, 3, "left out");
  EXPECT_EQ(run(get_object, GetObjectRequest{.bucket = "shelf", .key = "big"}).error().code, "NoSuchKey");
  auto done = run(complete_multipart_upload, completion(id, {{1, first}, {7, last}})).value();
  std::string md5s = digest(DigestKind::md5, five) + digest(DigestKind::md5, "tail");
  EXPECT_EQ(done.e_tag, "\"" + to_hex(digest(DigestKind::md5, md5s)) + "-2\"");
  EXPECT_EQ(content("shelf", "big").value(), five + "tail");
  GetObjectRequest range{.bucket = "shelf", .key = "big", .range = "bytes=" + std::to_string(five.size() - 1) + "-"};
  auto partial = run(get_object, range).value();
  EXPECT_EQ(read_all(*partial.body, 100).value(), "ftail");
  GetObjectRequest by_number{.bucket = "shelf", .key = "big", .part_number = 7};
  auto part = run(get_object, by_number).value();
  EXPECT_EQ(read_all(*part.body, 100).value(), "tail");
  EXPECT_EQ(part.parts_count, 2);
  EXPECT_EQ(run(list_multipart_uploads, ListMultipartUploadsRequest{.bucket = "shelf"})->uploads->size(), 0u);
}

TEST_F(Uploads, AreCheckedAtTheEnd) {
  std::string id = begin();
  std::string first = upload(id, 1, "small"), second = upload(id, 2, "tail");
  EXPECT_EQ(run(complete_multipart_upload, completion(id, {{1, first}, {2, second}})).error().code, "EntityTooSmall");
  EXPECT_EQ(run(complete_multipart_upload, completion(id, {{2, second}, {1, first}})).error().code, "InvalidPartOrder");
  EXPECT_EQ(run(complete_multipart_upload, completion(id, {{1, second}})).error().code, "InvalidPart");
  EXPECT_EQ(run(complete_multipart_upload, completion(id, {{9, second}})).error().code, "InvalidPart");
  EXPECT_EQ(run(complete_multipart_upload, completion("none", {{1, first}})).error().code, "NoSuchUpload");
  AbortMultipartUploadRequest abort{.bucket = "shelf", .key = "big", .upload_id = id};
  ASSERT_TRUE(run(abort_multipart_upload, abort));
  EXPECT_EQ(run(abort_multipart_upload, abort).error().code, "NoSuchUpload");
}

TEST_F(Uploads, MustNotUndoWhatHappenedMeanwhile) {
  auto complete = [&](auto&& condition, auto&& meanwhile) {
    std::string id = begin();
    std::string part = upload(id, 1, "new");
    clock.time = clock.time.plus_seconds(1);
    meanwhile();
    CompleteMultipartUploadRequest request = completion(id, {{1, part}});
    condition(request);
    auto done = run(complete_multipart_upload, request);
    return done ? std::string() : done.error().code;
  };
  auto nothing = [] {};
  auto create_only = [](CompleteMultipartUploadRequest& request) { request.if_none_match = "*"; };
  std::string etag;
  auto replace_only = [&](CompleteMultipartUploadRequest& request) { request.if_match = etag; };
  EXPECT_EQ(complete(create_only, [&] { put("shelf", "big", "first"); }), "PreconditionFailed");
  EXPECT_EQ(complete(create_only, [&] { run(delete_object, DeleteObjectRequest{.bucket = "shelf", .key = "big"}); }),
            "ConditionalRequestConflict");
  EXPECT_EQ(complete(create_only, nothing), "");
  EXPECT_EQ(complete(replace_only, [&] { etag = *put("shelf", "big", "second").e_tag; }), "ConditionalRequestConflict");
  EXPECT_EQ(complete(replace_only, nothing), "");
}

TEST_F(Uploads, HaveAFullObjectChecksumByDefault) {
  std::string id = begin();
  std::string first = upload(id, 1, five), second = upload(id, 2, "tail");
  auto done = run(complete_multipart_upload, completion(id, {{1, first}, {2, second}})).value();
  std::uint64_t whole = crc64nvme(crc64nvme(0, five), "tail");
  std::string raw;
  for (int i = 8; i-- > 0;) raw += static_cast<char>(whole >> (8 * i));
  EXPECT_EQ(done.checksum_crc64_nvme, to_base64(raw));
  EXPECT_EQ(done.checksum_type, "FULL_OBJECT");
}

TEST_F(Uploads, WithANamedAlgorithmTakeNoOther) {
  std::string id = begin({.checksum_algorithm = "SHA256"});
  UploadPartRequest request;
  request.bucket = "shelf";
  request.key = "big";
  request.upload_id = id;
  request.part_number = 1;
  request.checksum_algorithm = "CRC32";
  request.body = std::make_shared<StringSource>("x");
  EXPECT_EQ(run(upload_part, request).error().code, "InvalidRequest");
}

}  // namespace
}  // namespace stellwerk::s3
