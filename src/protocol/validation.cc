#include "protocol/validation.h"

#include <algorithm>
#include <string>
#include <vector>

#include "protocol/pattern.h"
#include "protocol/s3_dialect.h"
#include "protocol/scalar_text.h"

namespace stellwerk::protocol {
namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string bound_text(double bound) {
  std::string out;
  append_json_number(out, bound);
  return out;
}

void size_constraints(const Shape& shape, std::string_view what, std::vector<std::string>& out) {
  if (shape.maximum)
    out.push_back("Member must have " + std::string(what) + " less than or equal to " + bound_text(*shape.maximum));
  if (shape.minimum)
    out.push_back("Member must have " + std::string(what) + " greater than or equal to " + bound_text(*shape.minimum));
}

std::string enumeration(const Shape& shape) {
  std::string out;
  for (std::string_view value : shape.allowed_values) out += (out.empty() ? "" : ", ") + std::string(value);
  return "Member must satisfy enum value set: [" + out + "]";
}

/// All that a scalar's shape asks for, for the messages about elements of lists and maps.
std::string all_constraints(const Shape& shape) {
  std::vector<std::string> out;
  const bool is_text = shape.kind == ShapeKind::string || shape.kind == ShapeKind::blob;
  size_constraints(shape, is_text ? "length" : "value", out);
  if (!shape.pattern.empty())
    out.push_back("Member must satisfy regular expression pattern: " + std::string(shape.pattern));
  if (!shape.allowed_values.empty()) out.push_back(enumeration(shape));
  return "[" + joined(out) + "]";
}

void size_violations(const Shape& shape, std::string_view what, double size, std::vector<std::string>& out) {
  Shape exceeded = shape;
  if (!shape.maximum || size <= *shape.maximum) exceeded.maximum.reset();
  if (!shape.minimum || size >= *shape.minimum) exceeded.minimum.reset();
  size_constraints(exceeded, what, out);
}

bool is_out_of_bounds(const Shape& shape, double size) {
  return (shape.maximum && size > *shape.maximum) || (shape.minimum && size < *shape.minimum);
}

/// The constraints that a scalar breaks.
std::vector<std::string> broken(const Shape& shape, const void* value) {
  std::vector<std::string> out;
  switch (shape.kind) {
    case ShapeKind::string: {
      const std::string& text = *static_cast<const std::string*>(value);
      const bool has_bounds = shape.maximum || shape.minimum;
      const double length = has_bounds ? static_cast<double>(characters(text)) : 0;
      if (is_out_of_bounds(shape, length)) size_violations(shape, "length", length, out);
      if (!shape.pattern.empty() && match_pattern(shape.pattern, text) == PatternMatch::differs) {
        out.push_back("Member must satisfy regular expression pattern: " + std::string(shape.pattern));
      }
      if (!shape.allowed_values.empty() &&
          std::ranges::find(shape.allowed_values, text) == shape.allowed_values.end()) {
        out.push_back(enumeration(shape));
      }
      break;
    }
    case ShapeKind::blob: {
      const auto length = static_cast<double>(static_cast<const std::string*>(value)->size());
      if (is_out_of_bounds(shape, length)) size_violations(shape, "length", length, out);
      break;
    }
    case ShapeKind::integer:
    case ShapeKind::long_integer: {
      const auto number = static_cast<double>(*static_cast<const std::int64_t*>(value));
      if (is_out_of_bounds(shape, number)) size_violations(shape, "value", number, out);
      break;
    }
    case ShapeKind::float_number:
    case ShapeKind::double_number: {
      const double number = *static_cast<const double*>(value);
      if (is_out_of_bounds(shape, number)) size_violations(shape, "value", number, out);
      break;
    }
    default: break;
  }
  return out;
}

bool is_secret(const Shape& shape) {
  return shape.is_sensitive || (shape.element != nullptr && is_secret(*shape.element)) ||
         (shape.key != nullptr && is_secret(*shape.key));
}

/// A value as messages show it: "[a, b]" for lists, the shape's name for structures.
void show(const Shape& shape, const void* value, std::string& out) {
  if (out.size() > kShownValueLimit) return;
  switch (shape.kind) {
    case ShapeKind::structure: out += shape.name; return;
    case ShapeKind::stream:
    case ShapeKind::document: return;
    case ShapeKind::blob: out += "java.nio.HeapByteBuffer"; return;
    case ShapeKind::list:
      out += '[';
      for (std::size_t i = 0; i < shape.list->size(value); ++i) {
        if (i > 0) out += ", ";
        show(*shape.element, shape.list->at(value, i), out);
      }
      out += ']';
      return;
    case ShapeKind::map: {
      struct Showing {
        const Shape& shape;
        std::string& out;
        bool is_first = true;
      } showing{shape, out};
      out += '{';
      shape.map->each(value, &showing, [](void* context, const std::string& key, const void* item) {
        auto& self = *static_cast<Showing*>(context);
        if (!self.is_first) self.out += ", ";
        self.is_first = false;
        self.out += key + "=";
        show(*self.shape.element, item, self.out);
      });
      out += '}';
      return;
    }
    default: write_scalar(shape, TimestampFormat::iso8601, value, out);
  }
}

class Validation {
 public:
  explicit Validation(const MissingMembers& missing) : missing_(missing) {}

  void structure(const Shape& shape, const void* value, const Place& place) {
    for (const Member& member : shape.members) {
      const Place inner = place.member(member.name);
      if (member.is_required && !missing_.places.empty() && missing_.contains(inner.text())) {
        const std::string at = inner.text();
        found(at, true, "Value null at '" + at + "' failed to satisfy constraint: Member must not be null");
        continue;
      }
      const void* item = find_member(member, value);
      if (item == nullptr || member.shape->kind == ShapeKind::stream) continue;
      any(*member.shape, item, inner);
    }
  }

  Result<void> outcome(const ErrorForm& otherwise, std::span<const MemberErrors> member_errors) const {
    if (texts_.empty()) return {};
    auto own = std::ranges::find_if(member_errors, [&](const MemberErrors& errors) {
      return Place{}.member(errors.member).text() == first_member_;
    });
    std::string_view code;
    if (own != member_errors.end()) code = is_first_missing_ ? own->required : own->invalid;
    if (code.empty()) code = otherwise.code;
    std::string message =
        std::to_string(texts_.size()) + " validation error" + (texts_.size() == 1 ? "" : "s") + " detected: ";
    for (std::size_t i = 0; i < texts_.size(); ++i) message += (i > 0 ? "; " : "") + texts_[i];
    return Error{std::string(code), std::move(message), otherwise.http_status};
  }

 private:
  void found(const std::string& place, bool is_missing, std::string text) {
    if (texts_.empty()) {
      first_member_ = place.substr(0, place.find('.'));
      is_first_missing_ = is_missing && first_member_ == place;
    }
    texts_.push_back(std::move(text));
  }

  void any(const Shape& shape, const void* value, const Place& place) {
    switch (shape.kind) {
      case ShapeKind::structure: return structure(shape, value, place);
      case ShapeKind::list: return list(shape, value, place);
      case ShapeKind::map: return map(shape, value, place);
      default:
        for (const std::string& constraint : broken(shape, value)) violation(shape, value, place, constraint);
    }
  }

  void list(const Shape& shape, const void* value, const Place& place) {
    const std::size_t size = shape.list->size(value);
    sized(shape, value, static_cast<double>(size), place);
    const bool are_scalars = is_scalar(*shape.element);
    for (std::size_t i = 0; i < size; ++i) {
      const void* item = shape.list->at(value, i);
      if (!are_scalars) {
        any(*shape.element, item, place.element(i + 1));
      } else if (!broken(*shape.element, item).empty()) {
        return violation(shape, value, place, "Member must satisfy constraint: " + all_constraints(*shape.element));
      }
    }
  }

  void map(const Shape& shape, const void* value, const Place& place) {
    sized(shape, value, static_cast<double>(shape.map->size(value)), place);
    struct Checking {
      Validation& validation;
      const Shape& shape;
      const Place& place;
      bool has_wrong_key = false;
      bool has_wrong_value = false;
    } checking{*this, shape, place};
    shape.map->each(value, &checking, [](void* context, const std::string& key, const void* item) {
      auto& self = *static_cast<Checking*>(context);
      self.has_wrong_key = self.has_wrong_key || !broken(*self.shape.key, &key).empty();
      if (!is_scalar(*self.shape.element)) {
        self.validation.any(*self.shape.element, item, self.place.member(key));
      } else {
        self.has_wrong_value = self.has_wrong_value || !broken(*self.shape.element, item).empty();
      }
    });
    if (checking.has_wrong_key)
      violation(shape, value, place, "Map keys must satisfy constraint: " + all_constraints(*shape.key));
    if (checking.has_wrong_value) {
      violation(shape, value, place, "Map value must satisfy constraint: " + all_constraints(*shape.element));
    }
  }

  void sized(const Shape& shape, const void* value, double size, const Place& place) {
    if (!is_out_of_bounds(shape, size)) return;
    std::vector<std::string> constraints;
    size_violations(shape, "length", size, constraints);
    for (const std::string& constraint : constraints) violation(shape, value, place, constraint);
  }

  void violation(const Shape& shape, const void* value, const Place& place, const std::string& constraint) {
    std::string shown;
    if (!is_secret(shape)) {
      show(shape, value, shown);
      if (shown.size() > kShownValueLimit) shown.resize(kShownValueLimit);
      shown = " '" + shown + "'";
    }
    const std::string at = place.text();
    found(at, false, "Value" + shown + " at '" + at + "' failed to satisfy constraint: " + constraint);
  }

  const MissingMembers& missing_;
  std::vector<std::string> texts_;
  std::string first_member_;  // of the request, that breaks a constraint
  bool is_first_missing_ = false;
};

/// S3's checks: what is required, and what is enumerated. The first finding is the answer.
class S3Validation {
 public:
  explicit S3Validation(const MissingMembers& missing) : missing_(missing) {}

  Result<void> structure(const Shape& shape, const void* value, const Place& place) {
    for (const Member& member : shape.members) {
      const Place inner = place.member(member.name);
      const bool is_missing = member.is_required && !missing_.places.empty() && missing_.contains(inner.text());
      if (is_missing) return missing_member(member);
      const void* item = find_member(member, value);
      if (item == nullptr || member.shape->kind == ShapeKind::stream) continue;
      TRY(any(member, *member.shape, item, inner));
    }
    return {};
  }

 private:
  Result<void> any(const Member& member, const Shape& shape, const void* value, const Place& place) {
    if (shape.kind == ShapeKind::structure) return structure(shape, value, place);
    if (shape.kind == ShapeKind::list) {
      for (std::size_t i = 0; i < shape.list->size(value); ++i) {
        TRY(any(member, *shape.element, shape.list->at(value, i), place.element(i + 1)));
      }
    }
    if (shape.kind != ShapeKind::string || shape.allowed_values.empty()) return {};
    const std::string& text = *static_cast<const std::string*>(value);
    if (std::ranges::find(shape.allowed_values, text) == shape.allowed_values.end())
      return invalid_choice(member, text);
    return {};
  }

  const MissingMembers& missing_;
};

}  // namespace

Result<void> validate(const ServiceModel& model, const Operation& operation, const void* request,
                      const MissingMembers& missing) {
  if (is_s3_family(model)) return S3Validation(missing).structure(*operation.input, request, Place{});
  Validation validation(missing);
  validation.structure(*operation.input, request, Place{});
  return validation.outcome(model.error_forms.constraint, operation.member_errors);
}

}  // namespace stellwerk::protocol
