#pragma once
#include <rocksdb/options.h>

namespace stellwerk::store {

/// How every database of a store is opened.
rocksdb::Options database_options(rocksdb::Env& environment);

}  // namespace stellwerk::store
