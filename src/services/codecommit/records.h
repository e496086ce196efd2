#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/timestamp.h"
#include "dataplane/objects/blob_store.h"
#include "store/table.h"

namespace stellwerk::codecommit {

struct RepositoryRecord {
  std::string name;
  std::string id;
  std::string description;
  std::string default_branch;
  Timestamp created;
  Timestamp modified;
  std::string kms_key_arn;
  std::string data_key;  // KMS ciphertext
  std::map<std::string, std::string> tags;
  std::int64_t next_pack = 1;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.id);
    visit(3, record.description);
    visit(4, record.default_branch);
    visit(5, record.created);
    visit(6, record.modified);
    visit(7, record.kms_key_arn);
    visit(8, record.data_key);
    visit(9, record.tags);
    visit(10, record.next_pack);
  }
};

struct ReferenceRecord {
  std::string commit_id;  // or an annotated tag's object
  static void fields(auto& record, auto& visit) { visit(1, record.commit_id); }
};

struct PackRecord {
  std::string name;  // "pack-<checksum>"
  objects::BlobReference blob;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.blob);
  }
};

struct Mark {
  static void fields(auto&, auto&) {}
};

inline constexpr store::Table<RepositoryRecord> kRepositories{"codecommit.repository"};  // name
inline constexpr store::Table<ReferenceRecord> kReferences{"codecommit.reference"};  // repository id, "refs/heads/main"
inline constexpr store::Table<PackRecord> kPacks{"codecommit.pack"};                 // repository id, ordered number
/// In which regions an account has a repository of that name: a host may name no region. Scope "global".
inline constexpr store::Table<Mark> kRegions{"codecommit.region"};  // name, region

}  // namespace stellwerk::codecommit
