#include "services/s3/reading.h"

#include <algorithm>

#include "services/s3/uploads.h"

namespace stellwerk::s3 {
namespace {

Result<Selection> select_by_number(store::Transaction& transaction, const BucketRecord& bucket,
                                   const ObjectRecord& object, std::int64_t number) {
  ::stellwerk::Error absent{"InvalidPartNumber",
                            "The requested partnumber is not satisfiable",
                            416,
                            {{"PartNumberRequested", std::to_string(number)},
                             {"ActualPartCount", std::to_string(std::max<std::int64_t>(object.parts_count, 1))}}};
  if (object.parts_count == 0) {
    if (number != 1) return absent;
    return Selection{{0, object.size}, object.size > 0, std::nullopt};
  }
  std::uint64_t offset = 0;
  for (PartRecord& part : parts_of(transaction, bucket, object)) {
    if (part.number == number) return Selection{{offset, part.size}, part.size > 0, std::move(part)};
    offset += part.size;
  }
  return absent;
}

}  // namespace

Result<Selection> select_part(store::Transaction& transaction, const BucketRecord& bucket, const ObjectRecord& object,
                              const std::optional<std::string>& range, const std::optional<std::int64_t>& part_number) {
  if (part_number) {
    if (range) {
      return ::stellwerk::Error{"InvalidRequest", "Cannot specify both Range header and partNumber query parameter",
                                400};
    }
    TRY(check_part_number(*part_number));
    return select_by_number(transaction, bucket, object, *part_number);
  }
  Selection whole{{0, object.size}, false, std::nullopt};
  if (!range) return whole;
  auto wanted = TRY(parse_range(*range, object.size));
  if (!wanted) return whole;
  return Selection{*wanted, true, std::nullopt};
}

}  // namespace stellwerk::s3
