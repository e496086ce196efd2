#include "protocol/refusal.h"

#include <algorithm>
#include <string>

#include "protocol/reading.h"
#include "protocol/scalar_text.h"

namespace stellwerk::protocol {
namespace {

bool asks_for_nothing(const Shape& shape, const void* value) {
  switch (shape.kind) {
    case ShapeKind::string:
    case ShapeKind::blob: return static_cast<const std::string*>(value)->empty();
    case ShapeKind::boolean: return !*static_cast<const bool*>(value);
    case ShapeKind::integer:
    case ShapeKind::long_integer: return *static_cast<const std::int64_t*>(value) == 0;
    case ShapeKind::list: return shape.list->size(value) == 0;
    case ShapeKind::map: return shape.map->size(value) == 0;
    default: return false;
  }
}

bool is_refused(const Refusal& refusal, const Shape& shape, const void* value, std::string& shown) {
  if (refusal.values.empty()) return !asks_for_nothing(shape, value);
  write_scalar(shape, TimestampFormat::unset, value, shown);
  const bool is_listed = std::ranges::find(refusal.values, std::string_view(shown)) != refusal.values.end();
  return is_listed != refusal.is_exception;
}

/// Whether a value that lies at `path` below this one is refused; `shown` is then the value, if values are told apart.
bool finds(const Refusal& refusal, const Shape& shape, const void* value, std::string_view path, std::string& shown) {
  if (path.empty() && (refusal.values.empty() || is_scalar(shape))) return is_refused(refusal, shape, value, shown);
  if (shape.kind == ShapeKind::list) {
    for (std::size_t i = 0; i < shape.list->size(value); ++i) {
      shown.clear();
      if (finds(refusal, *shape.element, shape.list->at(value, i), path, shown)) return true;
    }
    return false;
  }
  if (shape.kind == ShapeKind::map) {
    struct Search {
      const Refusal& refusal;
      const Shape& shape;
      std::string_view path;
      std::string& shown;
      bool is_found = false;
    } search{refusal, *shape.element, path, shown};
    shape.map->each(value, &search, [](void* context, const std::string&, const void* item) {
      auto& self = *static_cast<Search*>(context);
      if (self.is_found) return;
      self.shown.clear();
      self.is_found = finds(self.refusal, self.shape, item, self.path, self.shown);
    });
    return search.is_found;
  }
  const std::string_view name = path.substr(0, path.find('.'));
  auto member = std::ranges::find(shape.members, name, &Member::name);
  if (member == shape.members.end()) return false;
  const void* inner = find_member(*member, value);
  if (inner == nullptr) return false;
  return finds(refusal, *member->shape, inner, name.size() == path.size() ? "" : path.substr(name.size() + 1), shown);
}

}  // namespace

Result<void> check_refusals(const ServiceModel& model, const Operation& operation, const void* request) {
  for (const Refusal& refusal : operation.refusals) {
    std::string shown;
    if (!finds(refusal, *operation.input, request, refusal.path, shown)) continue;
    const std::string what = std::string(refusal.path) + (refusal.values.empty() ? "" : " = " + shown);
    return Error{
        std::string(model.error_forms.refusal.code),
        what + " is not supported here" + (refusal.remedy.empty() ? "." : ": " + std::string(refusal.remedy) + "."),
        model.error_forms.refusal.http_status};
  }
  return {};
}

}  // namespace stellwerk::protocol
