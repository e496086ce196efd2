#include "ports/client.h"
#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

// Each key is a delete of its own: authorised on its own, failing on its own.
Result<DeleteObjectsResponse> delete_objects(S3&, ports::Call& call, const DeleteObjectsRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  if (request.delete_.objects.empty() || request.delete_.objects.size() > static_cast<std::size_t>(kPageLimit)) {
    return ::stellwerk::Error{
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema",
        400};
  }
  bool is_quiet = request.delete_.quiet.value_or(false);
  DeleteObjectsResponse response;
  for (const ObjectIdentifier& object : request.delete_.objects) {
    DeleteObjectRequest one{.bucket = request.bucket, .key = object.key, .version_id = object.version_id};
    one.bypass_governance_retention = request.bypass_governance_retention;
    one.if_match = object.e_tag;
    one.if_match_last_modified_time = object.last_modified_time;
    one.if_match_size = object.size;
    auto done = call.client.call(call, std::string(), one);
    // What is a malformed request for one object is here only a version that is not there.
    if (!done && object.version_id && done.error().code == "InvalidArgument") {
      done = ::stellwerk::Error{"NoSuchVersion", "The specified version does not exist.", 404};
    }
    if (!done) {
      if (!response.errors) response.errors.emplace();
      response.errors->push_back({object.key, object.version_id, done.error().code, done.error().message});
      continue;
    }
    if (is_quiet) continue;
    DeletedObject deleted{.key = object.key, .version_id = object.version_id};
    if (done->delete_marker.value_or(false)) {
      deleted.delete_marker = true;
      deleted.delete_marker_version_id = done->version_id;
    }
    if (!response.deleted) response.deleted.emplace();
    response.deleted->push_back(std::move(deleted));
  }
  return response;
}

}  // namespace stellwerk::s3
