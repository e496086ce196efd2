#include "services/s3/buckets.h"
#include "services/s3/listing.h"
#include "services/s3/listing_shapes.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<ListObjectsV2Response> list_objects_v2(S3&, ports::Call& call, const ListObjectsV2Request& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  ListingQuery query{request.prefix.value_or(""), request.delimiter.value_or(""), request.start_after.value_or(""),
                     TRY(page_limit(request.max_keys, "max-keys"))};
  if (request.continuation_token) {
    query.after = TRY(key_of_token(*request.continuation_token, bucket.name));
  }
  ObjectPage page = list_current_objects(call.transaction, bucket, query);
  KeyEncoding encoded(request.encoding_type);
  std::optional<Owner> owner;
  if (request.fetch_owner.value_or(false)) owner = owner_of(bucket.account);
  ListObjectsV2Response response{.is_truncated = page.is_truncated, .name = bucket.name};
  response.contents = listed_objects(page, encoded, owner);
  response.common_prefixes = encoded(page.common_prefixes);
  response.prefix = encoded(query.prefix);
  if (!query.delimiter.empty()) response.delimiter = encoded(query.delimiter);
  if (request.start_after) response.start_after = encoded(*request.start_after);
  response.max_keys = query.limit;
  response.encoding_type = request.encoding_type;
  response.key_count = static_cast<std::int64_t>(page.objects.size() + page.common_prefixes.size());
  response.continuation_token = request.continuation_token;
  if (page.is_truncated) response.next_continuation_token = continuation_token(bucket.name, page.last);
  return response;
}

}  // namespace stellwerk::s3
