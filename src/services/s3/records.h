#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "dataplane/objects/blob_store.h"
#include "store/table.h"

namespace stellwerk::s3 {

struct TagRecord {
  std::string key;
  std::string value;
  static void fields(auto& record, auto& visit) {
    visit(1, record.key);
    visit(2, record.value);
  }
  bool operator==(const TagRecord&) const = default;
};

struct PublicAccessBlockRecord {
  bool block_public_acls = true;
  bool ignore_public_acls = true;
  bool block_public_policy = true;
  bool restrict_public_buckets = true;
  static void fields(auto& record, auto& visit) {
    visit(1, record.block_public_acls);
    visit(2, record.ignore_public_acls);
    visit(3, record.block_public_policy);
    visit(4, record.restrict_public_buckets);
  }
};

/// A bucket's default encryption.
struct EncryptionRecord {
  std::string algorithm = "AES256";  // or "aws:kms"
  std::string kms_key_id;            // as given; empty: the account's alias/aws/s3
  bool is_bucket_key_enabled = false;
  std::vector<std::string> blocked_types;
  static void fields(auto& record, auto& visit) {
    visit(1, record.algorithm);
    visit(2, record.kms_key_id);
    visit(3, record.is_bucket_key_enabled);
    visit(4, record.blocked_types);
  }
};

struct RoutingRuleRecord {
  std::optional<std::string> error_code_equals;
  std::optional<std::string> key_prefix_equals;
  std::optional<std::string> host_name;
  std::optional<std::string> redirect_code;
  std::optional<std::string> protocol;
  std::optional<std::string> replace_key_prefix_with;
  std::optional<std::string> replace_key_with;
  static void fields(auto& record, auto& visit) {
    visit(1, record.error_code_equals);
    visit(2, record.key_prefix_equals);
    visit(3, record.host_name);
    visit(4, record.redirect_code);
    visit(5, record.protocol);
    visit(6, record.replace_key_prefix_with);
    visit(7, record.replace_key_with);
  }
};

/// Either `redirect_all_host` or `index_suffix` is set.
struct WebsiteRecord {
  std::string index_suffix;
  std::string error_key;
  std::string redirect_all_host;
  std::optional<std::string> redirect_all_protocol;
  std::vector<RoutingRuleRecord> routing_rules;
  static void fields(auto& record, auto& visit) {
    visit(1, record.index_suffix);
    visit(2, record.error_key);
    visit(3, record.redirect_all_host);
    visit(4, record.redirect_all_protocol);
    visit(5, record.routing_rules);
  }
};

/// A bucket with all of its configuration: one read decides over a request.
struct BucketRecord {
  std::string name;
  std::string account;
  std::string region;
  Timestamp created;
  std::string versioning;  // "" (never asked for), "Enabled", "Suspended"
  std::optional<std::vector<TagRecord>> tags;
  std::string policy;  // JSON text, "" if none
  bool has_public_policy = false;
  std::optional<PublicAccessBlockRecord> public_access_block;
  std::string object_ownership;  // "BucketOwnerEnforced", "" once deleted
  EncryptionRecord encryption;
  std::optional<WebsiteRecord> website;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.account);
    visit(3, record.region);
    visit(4, record.created);
    visit(5, record.versioning);
    visit(6, record.tags);
    visit(7, record.policy);
    visit(8, record.has_public_policy);
    visit(9, record.public_access_block);
    visit(10, record.object_ownership);
    visit(11, record.encryption);
    visit(12, record.website);
  }
  /// Where the bucket's objects are kept.
  store::Scope scope() const { return {account, region}; }
};

struct BucketOfAccountRecord {
  Timestamp created;
  std::string region;
  static void fields(auto& record, auto& visit) {
    visit(1, record.created);
    visit(2, record.region);
  }
};

/// How a body is encrypted beyond the store's own encryption.
struct BodyEncryptionRecord {
  std::string algorithm = "AES256";  // or "aws:kms"
  std::string kms_key_arn;
  std::string sealed_data_key;  // KMS's ciphertext of the key that the body is sealed with
  std::map<std::string, std::string> context;
  bool is_bucket_key_enabled = false;
  static void fields(auto& record, auto& visit) {
    visit(1, record.algorithm);
    visit(2, record.kms_key_arn);
    visit(3, record.sealed_data_key);
    visit(4, record.context);
    visit(5, record.is_bucket_key_enabled);
  }
};

/// One version of an object, or a delete marker.
struct ObjectRecord {
  std::string version_id = "null";
  std::uint64_t sequence = 0;  // grows with each version of a key
  bool is_delete_marker = false;
  std::string object_id;  // names its part list
  std::uint64_t size = 0;
  std::string etag;  // without quotes
  Timestamp last_modified;
  std::string storage_class = "STANDARD";
  std::string content_type;
  std::optional<std::string> cache_control;
  std::optional<std::string> content_disposition;
  std::optional<std::string> content_encoding;
  std::optional<std::string> content_language;
  std::optional<std::string> expires;
  std::optional<std::string> website_redirect_location;
  std::map<std::string, std::string> metadata;
  std::vector<TagRecord> tags;
  std::string checksum_algorithm;  // "CRC32" …
  std::string checksum;            // base64; composite ones end in "-N"
  std::string checksum_type;       // "FULL_OBJECT", "COMPOSITE"
  BodyEncryptionRecord encryption;
  std::int64_t parts_count = 0;  // 0: the body is `body`; else in the part list
  std::optional<objects::BlobReference> body;
  /// Current version only: where among the noncurrent ones the null version lies.
  std::optional<std::uint64_t> null_sequence;
  static void fields(auto& record, auto& visit) {
    visit(1, record.version_id);
    visit(2, record.sequence);
    visit(3, record.is_delete_marker);
    visit(4, record.object_id);
    visit(5, record.size);
    visit(6, record.etag);
    visit(7, record.last_modified);
    visit(8, record.storage_class);
    visit(9, record.content_type);
    visit(10, record.cache_control);
    visit(11, record.content_disposition);
    visit(12, record.content_encoding);
    visit(13, record.content_language);
    visit(14, record.expires);
    visit(15, record.website_redirect_location);
    visit(16, record.metadata);
    visit(17, record.tags);
    visit(18, record.checksum_algorithm);
    visit(19, record.checksum);
    visit(20, record.checksum_type);
    visit(21, record.encryption);
    visit(22, record.parts_count);
    visit(23, record.body);
    visit(24, record.null_sequence);
  }
};

struct PartRecord {
  std::int64_t number = 0;
  std::uint64_t size = 0;
  std::string etag;
  std::string checksum;  // base64, of the upload's algorithm
  Timestamp last_modified;
  objects::BlobReference body;
  static void fields(auto& record, auto& visit) {
    visit(1, record.number);
    visit(2, record.size);
    visit(3, record.etag);
    visit(4, record.checksum);
    visit(5, record.last_modified);
    visit(6, record.body);
  }
};

struct PartListRecord {
  std::vector<PartRecord> parts;
  static void fields(auto& record, auto& visit) { visit(1, record.parts); }
};

/// A multipart upload under way. `object` holds what the request said of the object to come.
struct UploadRecord {
  std::string upload_id;
  Timestamp initiated;
  std::string initiator_account;
  std::string initiator_arn;
  ObjectRecord object;
  bool is_checksum_explicit = false;  // the request named the algorithm
  bool replaced_object = false;       // the key held an object when the upload began
  static void fields(auto& record, auto& visit) {
    visit(1, record.upload_id);
    visit(2, record.initiated);
    visit(3, record.initiator_account);
    visit(4, record.initiator_arn);
    visit(5, record.object);
    visit(6, record.is_checksum_explicit);
    visit(7, record.replaced_object);
  }
};

/// All buckets of the installation by name; names are global.
inline const store::Scope kInstallation{"", "global"};
inline constexpr store::Table<BucketRecord> kBuckets{"s3.bucket"};
/// In {account, "global"}, by name.
inline constexpr store::Table<BucketOfAccountRecord> kBucketsOfAccount{"s3.bucket_of_account"};
/// The tables below are in the bucket's scope. (bucket, key)
inline constexpr store::Table<ObjectRecord> kObjects{"s3.object"};
/// Older versions: (bucket, key, ordered(~sequence)), so the newest comes first.
inline constexpr store::Table<ObjectRecord> kNoncurrentVersions{"s3.noncurrent"};
/// (bucket, object id)
inline constexpr store::Table<PartListRecord> kPartLists{"s3.part_list"};
/// (bucket, key, upload id)
inline constexpr store::Table<UploadRecord> kUploads{"s3.upload"};
/// (bucket, key, upload id, ordered(number))
inline constexpr store::Table<PartRecord> kParts{"s3.part"};

}  // namespace stellwerk::s3
