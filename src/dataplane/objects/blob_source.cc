#include "dataplane/objects/blob_source.h"

#include <algorithm>
#include <cstring>

namespace stellwerk::objects {

void BlobSource::add_bytes(std::string bytes) {
  if (bytes.empty()) return;
  remaining_bytes_ += bytes.size();
  Part& part = parts_.emplace_back();
  part.end = bytes.size();
  part.bytes = std::move(bytes);
}

void BlobSource::add_file(const BlobReference& reference, std::string key, std::uint64_t offset_bytes,
                          std::uint64_t end_bytes) {
  if (offset_bytes >= end_bytes) return;
  remaining_bytes_ += end_bytes - offset_bytes;
  Part& part = parts_.emplace_back();
  part.reading = std::make_unique<Reading>(state_, reference.id);
  part.reference = reference;
  part.key = std::move(key);
  part.at = offset_bytes;
  part.end = end_bytes;
}

Result<void> BlobSource::begin() {
  if (!parts_.empty()) TRY(available(parts_.front()));
  return {};
}

Result<std::size_t> BlobSource::read(std::span<char> into) {
  std::size_t filled = 0;
  while (filled < into.size() && current_ < parts_.size()) {
    Part& part = parts_[current_];
    std::string_view bytes = TRY(available(part));
    std::size_t count = std::min(bytes.size(), into.size() - filled);
    std::memcpy(into.data() + filled, bytes.data(), count);
    filled += count;
    part.at += count;
    remaining_bytes_ -= count;
    if (part.at == part.end) {
      part = Part{};
      file_.reset();
      piece_number_.reset();
      ++current_;
    }
  }
  return filled;
}

// What of the part can be had from where it stands, without reading on.
Result<std::string_view> BlobSource::available(Part& part) {
  if (!part.reading) return std::string_view(part.bytes).substr(part.at);
  if (!file_) {
    file_ = TRY(SealedFileReader::open(state_->path_of(part.reference.id), part.key,
                                       static_cast<std::uint64_t>(part.reference.size_bytes)));
  }
  std::uint64_t number = part.at / kPieceBytes;
  if (piece_number_ != number) {
    piece_number_.reset();
    piece_ = TRY(file_->piece(number));
    piece_number_ = number;
  }
  std::uint64_t start = number * kPieceBytes;
  auto end = static_cast<std::size_t>(std::min<std::uint64_t>(piece_.size(), part.end - start));
  auto from = static_cast<std::size_t>(part.at - start);
  return piece_.substr(from, end - from);
}

}  // namespace stellwerk::objects
