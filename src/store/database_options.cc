#include "store/database_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <cstdarg>
#include <cstdio>
#include <string>

#include "base/log.h"

namespace stellwerk::store {
namespace {

constexpr std::size_t kWriteBufferBytes = 8 * 1024 * 1024;
constexpr std::size_t kArenaBlockBytes = 256 * 1024;
constexpr std::size_t kBlockCacheBytes = 8 * 1024 * 1024;
constexpr std::size_t kTableBlockBytes = 8 * 1024;
constexpr int kFilterBitsPerKey = 10;
constexpr int kOpenFilesLimit = 256;
constexpr int kBackgroundJobs = 2;
// The database's own log would lie in clear on the disk, with keys in it; its errors go to ours.
class ErrorLogger final : public rocksdb::Logger {
 public:
  ErrorLogger() : Logger(rocksdb::ERROR_LEVEL) {}
  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    char line[512];
    std::vsnprintf(line, sizeof line, format, arguments);
    log::error(std::string("database: ") + line);
  }
};

}  // namespace

rocksdb::Options database_options(rocksdb::Env& environment) {
  rocksdb::Options options;
  options.env = &environment;
  options.create_if_missing = true;
  options.info_log = std::make_shared<ErrorLogger>();
  options.write_buffer_size = kWriteBufferBytes;
  options.max_write_buffer_number = 2;
  options.arena_block_size = kArenaBlockBytes;
  options.max_background_jobs = kBackgroundJobs;
  options.max_open_files = kOpenFilesLimit;
  options.max_file_opening_threads = 1;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.allow_concurrent_memtable_write = false;  // one thread commits at a time
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;

  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes, 2);
  table.block_size = kTableBlockBytes;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kFilterBitsPerKey));
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace stellwerk::store
