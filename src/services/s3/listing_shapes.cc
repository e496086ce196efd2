#include "services/s3/listing_shapes.h"

namespace stellwerk::s3 {
namespace {

template <class Shape>
void fill(Shape& shape, const std::string& key, const ObjectRecord& record, const KeyEncoding& encoded) {
  shape.key = encoded(key);
  shape.last_modified = record.last_modified;
  shape.e_tag = quoted_etag(record.etag);
  shape.size = static_cast<std::int64_t>(record.size);
  shape.storage_class = record.storage_class;
  if (record.checksum_algorithm.empty()) return;
  shape.checksum_algorithm = std::vector{record.checksum_algorithm};
  shape.checksum_type = record.checksum_type;
}

}  // namespace

std::vector<Object> listed_objects(const ObjectPage& page, const KeyEncoding& encoded,
                                   const std::optional<Owner>& owner) {
  std::vector<Object> out;
  out.reserve(page.objects.size());
  for (const auto& [key, record] : page.objects) {
    Object& object = out.emplace_back();
    fill(object, key, record, encoded);
    object.owner = owner;
  }
  return out;
}

ObjectVersion listed_version(const VersionPage::Entry& entry, const KeyEncoding& encoded, const Owner& owner) {
  ObjectVersion out;
  fill(out, entry.key, entry.record, encoded);
  out.version_id = entry.record.version_id;
  out.is_latest = entry.is_latest;
  out.owner = owner;
  return out;
}

}  // namespace stellwerk::s3
