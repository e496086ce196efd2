#include "services/s3/buckets.h"
#include "services/s3/listing.h"
#include "services/s3/listing_shapes.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<ListObjectsResponse> list_objects(S3&, ports::Call& call, const ListObjectsRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  ListingQuery query{request.prefix.value_or(""), request.delimiter.value_or(""), request.marker.value_or(""),
                     TRY(page_limit(request.max_keys, "max-keys"))};
  ObjectPage page = list_current_objects(call.transaction, bucket, query);
  KeyEncoding encoded(request.encoding_type);
  ListObjectsResponse response{.is_truncated = page.is_truncated, .marker = encoded(query.after), .name = bucket.name};
  response.contents = listed_objects(page, encoded, owner_of(bucket.account));
  response.common_prefixes = encoded(page.common_prefixes);
  response.prefix = encoded(query.prefix);
  if (!query.delimiter.empty()) response.delimiter = encoded(query.delimiter);
  // Without a delimiter the client continues from the last key itself.
  if (page.is_truncated && !query.delimiter.empty()) response.next_marker = encoded(page.last);
  response.max_keys = query.limit;
  response.encoding_type = request.encoding_type;
  return response;
}

}  // namespace stellwerk::s3
