#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "services/s3/records.h"
#include "services/s3/rules.h"

/// Pages of keys in the order of their bytes, with keys rolled up into common prefixes. A common prefix costs
/// one seek, however many keys it covers.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
namespace stellwerk::s3 {

struct ListingQuery {
  std::string prefix;
  std::string delimiter;
  std::string after;  // only keys and common prefixes beyond this one
  std::int64_t limit = kPageLimit;
};

/// The part of `key` up to the first delimiter behind the prefix; nothing if it has none.
std::optional<std::string> common_prefix_of(const ListingQuery& query, std::string_view key);
/// The first text behind all that begin with `prefix`.
std::string behind_prefix(std::string prefix);
/// Where a scan for the query begins.
std::string first_key_of(const ListingQuery& query);

/// What a visitor of walk_keys wants next.
enum class Step { next, stop };

/// Calls entry(key parts, record) for each record of `table` in the bucket whose key matches, and
/// rolled_up(common prefix) once for each group. `passes(record)` false: as if it were not there.
template <class Record, class Passes, class Entry, class RolledUp>
void walk_keys(const store::Table<Record>& table, store::Transaction& transaction, const BucketRecord& bucket,
               const ListingQuery& query, std::string start, Passes&& passes, Entry&& entry, RolledUp&& rolled_up) {
  std::optional<std::string> jump;
  do {
    jump.reset();
    table.scan(transaction, bucket.scope(), {bucket.name},
               [&](const std::vector<std::string>& parts, Record record) {
                 const std::string& key = parts[1];
                 if (!key.starts_with(query.prefix)) return false;
                 if (!passes(record)) return true;
                 if (auto group = common_prefix_of(query, key)) {
                   if (rolled_up(*group) == Step::next) jump = behind_prefix(std::move(*group));
                   return false;
                 }
                 return entry(parts, record) == Step::next;
               },
               {bucket.name, start});
    if (jump) start = *jump;
  } while (jump);
}

struct ObjectPage {
  std::vector<std::pair<std::string, ObjectRecord>> objects;
  std::vector<std::string> common_prefixes;
  bool is_truncated = false;
  std::string last;  // key or common prefix that ended the page
};
ObjectPage list_current_objects(store::Transaction& transaction, const BucketRecord& bucket, const ListingQuery& query);

struct VersionPage {
  struct Entry {
    std::string key;
    ObjectRecord record;
    bool is_latest;
  };
  std::vector<Entry> entries;
  std::vector<std::string> common_prefixes;
  bool is_truncated = false;
  std::string last_key;
  std::string last_version;  // empty behind a common prefix
};
/// `query.after` is the key marker; `after_version` a version of it, behind which the page begins.
VersionPage list_versions(store::Transaction& transaction, const BucketRecord& bucket, const ListingQuery& query,
                          const std::optional<std::string>& after_version);

struct UploadPage {
  std::vector<std::pair<std::string, UploadRecord>> uploads;
  std::vector<std::string> common_prefixes;
  bool is_truncated = false;
  std::string last_key;
  std::string last_upload;
};
UploadPage list_uploads(store::Transaction& transaction, const BucketRecord& bucket, const ListingQuery& query,
                        const std::optional<std::string>& after_upload);

/// A page size as given. Error InvalidArgument for a negative one.
Result<std::int64_t> page_limit(const std::optional<std::int64_t>& given, std::string_view argument);
/// Where the next page of a bucket's listing begins, opaque to callers.
std::string continuation_token(const std::string& bucket, const std::string& last_key);
/// Error InvalidArgument for a token that was not given out for this bucket.
Result<std::string> key_of_token(const std::string& token, const std::string& bucket);

/// Keys in answers: percent-encoded if encoding-type=url was asked for.
class KeyEncoding {
 public:
  explicit KeyEncoding(const std::optional<std::string>& encoding_type) : is_url_(encoding_type == "url") {}
  std::string operator()(const std::string& key) const;
  std::vector<CommonPrefix> operator()(const std::vector<std::string>& prefixes) const;

 private:
  bool is_url_;
};

}  // namespace stellwerk::s3
