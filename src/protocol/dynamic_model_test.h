#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "protocol/shape.h"

/// Shape tables made at run time from a model in JSON, over one generic value type: for tests whose shapes are
/// data. What is made lives until the program ends, as the generated tables do.
namespace stellwerk::protocol {

struct DynamicStructure;

/// A value of any shape; which part counts, the shape says.
struct DynamicValue {
  std::string text;  // also blobs
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0;
  Timestamp time;
  std::vector<DynamicValue> list;
  std::map<std::string, DynamicValue> map;
  std::shared_ptr<DynamicStructure> structure;
};

struct DynamicSlot {
  std::optional<DynamicValue> value;
  std::shared_ptr<ByteSource> stream;
};

struct DynamicStructure {
  static constexpr std::size_t kMemberLimit = 40;
  std::array<DynamicSlot, kMemberLimit> slots;
};

/// The model of one service with one operation; `given` is the operation, in the form that botocore writes.
/// `metadata` and `shapes` as in a model file. Aborts on what it has no form for: see `unsupported`.
const ServiceModel& make_dynamic_model(const Json& metadata, const Json& shapes, const Json& given);

/// Why no tables can be made for these shapes, or "".
std::string unsupported(const Json& shapes);

/// Fills a value from its JSON form: blobs as plain text, timestamps as seconds.
void fill(const Shape& shape, const Json& json, void* value);

/// Where a value differs from its JSON form, or "". Absent and null are the same.
std::string difference(const Shape& shape, const void* value, const Json& json);

}  // namespace stellwerk::protocol
