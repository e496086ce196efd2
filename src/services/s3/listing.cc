#include "services/s3/listing.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::s3 {

std::optional<std::string> common_prefix_of(const ListingQuery& query, std::string_view key) {
  if (query.delimiter.empty()) return std::nullopt;
  std::size_t found = key.find(query.delimiter, query.prefix.size());
  if (found == std::string_view::npos) return std::nullopt;
  return std::string(key.substr(0, found + query.delimiter.size()));
}

std::string behind_prefix(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xFF') prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

std::string first_key_of(const ListingQuery& query) {
  if (query.after.empty() || query.after < query.prefix) return query.prefix;
  if (query.after.starts_with(query.prefix)) {
    if (auto group = common_prefix_of(query, query.after)) return behind_prefix(std::move(*group));
  }
  return query.after + '\0';
}

ObjectPage list_current_objects(store::Transaction& transaction, const BucketRecord& bucket,
                                const ListingQuery& query) {
  ObjectPage page;
  if (query.limit == 0) return page;
  auto is_full = [&] {
    page.is_truncated = static_cast<std::int64_t>(page.objects.size() + page.common_prefixes.size()) >= query.limit;
    return page.is_truncated;
  };
  walk_keys(
      kObjects, transaction, bucket, query, first_key_of(query),
      [](const ObjectRecord& record) { return !record.is_delete_marker; },
      [&](const std::vector<std::string>& parts, ObjectRecord& record) {
        if (is_full()) return Step::stop;
        page.last = parts[1];
        page.objects.emplace_back(parts[1], std::move(record));
        return Step::next;
      },
      [&](const std::string& group) {
        if (is_full()) return Step::stop;
        page.last = group;
        page.common_prefixes.push_back(group);
        return Step::next;
      });
  return page;
}

namespace {

/// Gathers the versions of one key after another.
class VersionLister {
 public:
  VersionLister(store::Transaction& transaction, const BucketRecord& bucket, const ListingQuery& query,
                VersionPage& page)
      : transaction_(transaction), bucket_(bucket), query_(query), page_(page) {}

  bool is_full() {
    page_.is_truncated = static_cast<std::int64_t>(page_.entries.size() + page_.common_prefixes.size()) >= query_.limit;
    return page_.is_truncated;
  }

  /// `below`: only versions with a smaller sequence.
  Step add_key(const std::string& key, const ObjectRecord& newest, std::optional<std::uint64_t> below) {
    if (!below || newest.sequence < *below) {
      if (!add(key, newest, true)) return Step::stop;
    }
    if (bucket_.versioning.empty()) return Step::next;
    Step step = Step::next;
    std::vector<std::string> from;
    if (below) from = {bucket_.name, key, store::ordered(~*below) + '\0'};
    kNoncurrentVersions.scan(
        transaction_, bucket_.scope(), {bucket_.name, key},
        [&](const std::vector<std::string>&, const ObjectRecord& older) {
          if (add(key, older, false)) return true;
          step = Step::stop;
          return false;
        },
        from);
    return step;
  }

 private:
  bool add(const std::string& key, const ObjectRecord& record, bool is_latest) {
    if (is_full()) return false;
    page_.last_key = key;
    page_.last_version = record.version_id;
    page_.entries.push_back({key, record, is_latest});
    return true;
  }

  store::Transaction& transaction_;
  const BucketRecord& bucket_;
  const ListingQuery& query_;
  VersionPage& page_;
};

}  // namespace

VersionPage list_versions(store::Transaction& transaction, const BucketRecord& bucket, const ListingQuery& query,
                          const std::optional<std::string>& after_version) {
  VersionPage page;
  if (query.limit == 0) return page;
  VersionLister lister(transaction, bucket, query, page);
  if (after_version && !query.after.empty()) {
    auto newest = kObjects.get(transaction, bucket.scope(), {bucket.name, query.after});
    std::optional<std::uint64_t> below = sequence_of_version(*after_version);
    if (*after_version == kNullVersion && newest) {
      below = newest->version_id == kNullVersion ? std::optional(newest->sequence) : newest->null_sequence;
    }
    if (newest && below && lister.add_key(query.after, *newest, below) == Step::stop) return page;
  }
  walk_keys(
      kObjects, transaction, bucket, query, first_key_of(query), [](const ObjectRecord&) { return true; },
      [&](const std::vector<std::string>& parts, const ObjectRecord& newest) {
        return lister.add_key(parts[1], newest, std::nullopt);
      },
      [&](const std::string& group) {
        if (lister.is_full()) return Step::stop;
        page.last_key = group;
        page.last_version.clear();
        page.common_prefixes.push_back(group);
        return Step::next;
      });
  return page;
}

UploadPage list_uploads(store::Transaction& transaction, const BucketRecord& bucket, const ListingQuery& query,
                        const std::optional<std::string>& after_upload) {
  UploadPage page;
  if (query.limit == 0) return page;
  // With an upload marker the page begins within the marker's key.
  std::string start = after_upload && !query.after.empty() ? std::max(query.after, query.prefix) : first_key_of(query);
  auto is_full = [&] {
    page.is_truncated = static_cast<std::int64_t>(page.uploads.size() + page.common_prefixes.size()) >= query.limit;
    return page.is_truncated;
  };
  walk_keys(
      kUploads, transaction, bucket, query, start, [](const UploadRecord&) { return true; },
      [&](const std::vector<std::string>& parts, UploadRecord& upload) {
        if (after_upload && parts[1] == query.after && upload.upload_id <= *after_upload) return Step::next;
        if (is_full()) return Step::stop;
        page.last_key = parts[1];
        page.last_upload = upload.upload_id;
        page.uploads.emplace_back(parts[1], std::move(upload));
        return Step::next;
      },
      [&](const std::string& group) {
        if (is_full()) return Step::stop;
        page.last_key = group;
        page.last_upload.clear();
        page.common_prefixes.push_back(group);
        return Step::next;
      });
  return page;
}

Result<std::int64_t> page_limit(const std::optional<std::int64_t>& given, std::string_view argument) {
  if (!given) return kPageLimit;
  if (*given < 0) {
    return ::stellwerk::Error{"InvalidArgument",
                              "Argument " + std::string(argument) + " must be an integer between 0 and 2147483647",
                              400,
                              {{"ArgumentName", std::string(argument)}, {"ArgumentValue", std::to_string(*given)}}};
  }
  return std::min(*given, kPageLimit);
}

namespace {

constexpr std::size_t kTokenSealBytes = 8;

// Tells our tokens from all else; it protects nothing, as start-after does the same.
std::string token_seal(const std::string& bucket, std::string_view key) {
  return digest(DigestKind::sha256, "continuation of " + bucket + "/" + std::string(key)).substr(0, kTokenSealBytes);
}

}  // namespace

std::string continuation_token(const std::string& bucket, const std::string& last_key) {
  return to_base64(token_seal(bucket, last_key) + last_key);
}

Result<std::string> key_of_token(const std::string& token, const std::string& bucket) {
  auto text = from_base64(token);
  if (text && text->size() > kTokenSealBytes) {
    std::string key = text->substr(kTokenSealBytes);
    if (text->starts_with(token_seal(bucket, key))) return key;
  }
  return ::stellwerk::Error{
      "InvalidArgument", "The continuation token provided is incorrect", 400, {{"ArgumentName", "continuation-token"}}};
}

std::string KeyEncoding::operator()(const std::string& key) const { return is_url_ ? percent_encode(key, true) : key; }

std::vector<CommonPrefix> KeyEncoding::operator()(const std::vector<std::string>& prefixes) const {
  std::vector<CommonPrefix> out;
  for (const std::string& prefix : prefixes) out.push_back({(*this)(prefix)});
  return out;
}

}  // namespace stellwerk::s3
