#pragma once
#include <rocksdb/file_system.h>

#include <memory>

#include "store/seal.h"

namespace stellwerk::store {

/// Passes everything on to `disk`, and tells the seal how far the logs and manifests of its directory were
/// flushed. Stands beneath the encryption, so that the files can be checked without a key.
std::shared_ptr<rocksdb::FileSystem> sealing_files(std::shared_ptr<rocksdb::FileSystem> disk,
                                                   std::shared_ptr<Seal> seal);

}  // namespace stellwerk::store
