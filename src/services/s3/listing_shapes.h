#pragma once
#include <optional>
#include <vector>

#include "api/s3.h"
#include "services/s3/listing.h"

/// Records as listings show them.
namespace stellwerk::s3 {

std::vector<Object> listed_objects(const ObjectPage& page, const KeyEncoding& encoded,
                                   const std::optional<Owner>& owner);
ObjectVersion listed_version(const VersionPage::Entry& entry, const KeyEncoding& encoded, const Owner& owner);

}  // namespace stellwerk::s3
