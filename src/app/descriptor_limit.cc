#include "app/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>

namespace stellwerk::app {
namespace {

constexpr rlim_t kDescriptorsWanted = 65'536;
constexpr rlim_t kDescriptorsAtLeast = 256;  // if the host will not tell

}  // namespace

std::uint64_t raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kDescriptorsAtLeast;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = std::max(before, std::min(limit.rlim_max, kDescriptorsWanted));
  return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

}  // namespace stellwerk::app
