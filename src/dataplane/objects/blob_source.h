#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "dataplane/objects/blob_store_state.h"
#include "dataplane/objects/sealed_file.h"

namespace stellwerk::objects {

/// The bytes of one or several blobs, one after the other. Files are opened one at a time.
class BlobSource final : public ByteSource {
 public:
  explicit BlobSource(std::shared_ptr<BlobStore::State> state) : state_(std::move(state)) {}

  void add_bytes(std::string bytes);
  /// From `offset_bytes` up to `end_bytes` of a file.
  void add_file(const BlobReference& reference, std::string key, std::uint64_t offset_bytes, std::uint64_t end_bytes);
  /// Opens the first file, so that a missing one shows before anything was answered.
  Result<void> begin();

  Result<std::size_t> read(std::span<char> into) override;
  std::optional<std::uint64_t> remaining_bytes() const override { return remaining_bytes_; }

 private:
  struct Part {
    std::string bytes;                 // of an inline blob
    std::unique_ptr<Reading> reading;  // of a file
    BlobReference reference;
    std::string key;
    std::uint64_t at = 0;
    std::uint64_t end = 0;
  };

  Result<std::string_view> available(Part& part);

  std::shared_ptr<BlobStore::State> state_;
  std::vector<Part> parts_;
  std::size_t current_ = 0;
  std::uint64_t remaining_bytes_ = 0;
  std::optional<SealedFileReader> file_;  // of the current part
  std::optional<std::uint64_t> piece_number_;
  std::string_view piece_;
};

}  // namespace stellwerk::objects
