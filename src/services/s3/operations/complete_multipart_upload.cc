#include <algorithm>

#include "base/bytes.h"
#include "base/digest.h"
#include "services/s3/buckets.h"
#include "services/s3/conditions.h"
#include "services/s3/descriptions.h"
#include "services/s3/operations.h"
#include "services/s3/uploads.h"

namespace stellwerk::s3 {
namespace {

::stellwerk::Error invalid_completion(std::string message) { return {"InvalidRequest", std::move(message), 400}; }

::stellwerk::Error invalid_part(const UploadRecord& upload, std::int64_t number, const std::string& etag) {
  return {
      "InvalidPart",
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified "
      "entity tag may not match the part's entity tag.",
      400,
      {{"ETag", etag}, {"UploadId", upload.upload_id}, {"PartNumber", std::to_string(number)}}};
}

Result<void> check_listed_checksum(const UploadRecord& upload, const CompletedPart& listed, const PartRecord& stored) {
  ClaimedChecksum claim = TRY(claimed_checksum(listed));
  std::int64_t number = stored.number;
  if (claim.value.empty()) {
    if (!upload.is_checksum_explicit || upload.object.checksum_type == kFullObject) return {};
    return invalid_completion("The upload was created using a " + to_lower(upload.object.checksum_algorithm) +
                              " checksum. The complete request must include the checksum for each part. It was missing "
                              "for part " +
                              std::to_string(number) + " in the request.");
  }
  if (claim.algorithm != upload.object.checksum_algorithm) {
    // Such a part was checked when it came; its checksum of another kind is not kept.
    if (!upload.is_checksum_explicit) return {};
    return invalid_part(upload, number, listed.e_tag.value_or(""));
  }
  if (claim.value != stored.checksum) return invalid_part(upload, number, listed.e_tag.value_or(""));
  return {};
}

// The uploaded parts that the request lists, in its order.
Result<std::vector<PartRecord>> listed_parts(const UploadRecord& upload, const CompleteMultipartUploadRequest& request,
                                             const std::vector<PartRecord>& uploaded) {
  if (!request.multipart_upload || !request.multipart_upload->parts || request.multipart_upload->parts->empty()) {
    return ::stellwerk::Error{
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema",
        400};
  }
  std::vector<PartRecord> out;
  auto next = uploaded.begin();
  std::int64_t previous = 0;
  for (const CompletedPart& listed : *request.multipart_upload->parts) {
    std::int64_t number = listed.part_number.value_or(0);
    if (number <= previous) {
      return ::stellwerk::Error{"InvalidPartOrder",
                                "The list of parts was not in ascending order. Parts must be ordered by part number.",
                                400,
                                {{"UploadId", upload.upload_id}}};
    }
    previous = number;
    while (next != uploaded.end() && next->number < number) ++next;
    std::string etag = listed.e_tag.value_or("");
    if (next == uploaded.end() || next->number != number || bare_etag(etag) != next->etag) {
      return invalid_part(upload, number, etag);
    }
    TRY(check_listed_checksum(upload, listed, *next));
    out.push_back(*next);
  }
  for (const PartRecord& part : out) {
    if (part.size >= kSmallestPartBytes || &part == &out.back()) continue;
    return ::stellwerk::Error{"EntityTooSmall",
                              "Your proposed upload is smaller than the minimum allowed size",
                              400,
                              {{"ETag", part.etag},
                               {"MinSizeAllowed", std::to_string(kSmallestPartBytes)},
                               {"PartNumber", std::to_string(part.number)},
                               {"ProposedSize", std::to_string(part.size)}}};
  }
  return out;
}

Result<void> describe_whole(const CompleteMultipartUploadRequest& request, const std::vector<PartRecord>& parts,
                            ObjectRecord& object) {
  std::string md5s;
  std::vector<PartChecksum> checksums;
  for (const PartRecord& part : parts) {
    object.size += part.size;
    md5s += from_hex(part.etag).value_or("");
    checksums.push_back({from_base64(part.checksum).value_or(""), part.size});
  }
  object.parts_count = static_cast<std::int64_t>(parts.size());
  object.etag = to_hex(digest(DigestKind::md5, md5s)) + "-" + std::to_string(parts.size());
  object.checksum = combined_checksum(object.checksum_algorithm, object.checksum_type, checksums);
  if (request.mpu_object_size && static_cast<std::uint64_t>(*request.mpu_object_size) != object.size) {
    return invalid_completion("The provided 'x-amz-mp-object-size' header value " +
                              std::to_string(*request.mpu_object_size) +
                              " does not match what was computed: " + std::to_string(object.size));
  }
  if (request.checksum_type && *request.checksum_type != object.checksum_type) {
    return invalid_completion("The upload was created using the " + object.checksum_type +
                              " checksum mode. The complete request must use the same checksum mode.");
  }
  ClaimedChecksum claim = TRY(claimed_checksum(request));
  if (!claim.value.empty() && (claim.algorithm != object.checksum_algorithm || claim.value != object.checksum)) {
    return ::stellwerk::Error{
        "BadDigest", "The " + to_lower(claim.algorithm) + " you specified did not match the calculated checksum.", 400};
  }
  return {};
}

}  // namespace

Result<CompleteMultipartUploadResponse> complete_multipart_upload(S3& s3, ports::Call& call,
                                                                  const CompleteMultipartUploadRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  UploadRecord upload = TRY(find_upload(call.transaction, bucket, request.key, request.upload_id));
  if (request.if_match || request.if_none_match) {
    auto current = replaceable_version(call.transaction, bucket, request.key);
    TRY(check_completion(request.if_match, request.if_none_match, current ? &*current : nullptr, request.key, upload));
  }
  std::vector<PartRecord> uploaded = all_parts(call.transaction, bucket, request.key, request.upload_id);
  PartListRecord list{TRY(listed_parts(upload, request, uploaded))};
  ObjectRecord object = std::move(upload.object);
  object.last_modified = call.now;
  TRY(describe_whole(request, list.parts, object));
  for (const PartRecord& part : uploaded) {
    auto is_same = [&](const PartRecord& listed) { return listed.number == part.number; };
    if (std::ranges::none_of(list.parts, is_same)) s3.blobs.erase(call.transaction, part.body);
  }
  forget_upload(call.transaction, bucket, request.key, request.upload_id);
  kPartLists.put(call.transaction, bucket.scope(), {bucket.name, object.object_id}, list);
  add_version(s3, call, bucket, request.key, object);

  CompleteMultipartUploadResponse response{.bucket = request.bucket, .key = request.key};
  response.location = s3.site.api_endpoint() + "/" + request.bucket + "/" + percent_encode(request.key, true);
  response.e_tag = quoted_etag(object.etag);
  response.version_id = written_version_id(bucket, object);
  show_checksum(response, object);
  show_encryption(response, object.encryption);
  return response;
}

}  // namespace stellwerk::s3
