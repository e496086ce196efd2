// Drives a fuzz target without libFuzzer: runs the seeds, then mutations of them, the same ones at every run.
// Usage: fuzz_NAME FOLDER_OR_FILE ... [-seconds=N | -runs=N]     a crash leaves the input in ./crash-NAME
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" void __sanitizer_set_death_callback(void (*callback)());

namespace {

constexpr std::size_t kInputLimit = 4096;
constexpr int kLargestMutationCount = 8;

std::string current_input;
std::string program_name;

void keep_input() {
  std::ofstream("crash-" + program_name, std::ios::binary) << current_input;
  std::fprintf(stderr, "input kept in crash-%s\n", program_name.c_str());
}

void on_abort(int) {
  keep_input();
  std::_Exit(1);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string next() {
    std::string out = pick();
    const auto count = 1 + below(kLargestMutationCount);
    for (std::uint64_t i = 0; i < count; ++i) mutate(out);
    if (out.size() > kInputLimit) out.resize(kInputLimit);
    return out;
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& pick() { return seeds_[below(seeds_.size())]; }

  std::string piece_of(const std::string& text) {
    const auto start = below(text.size());
    return text.substr(start, 1 + below(std::min<std::size_t>(text.size() - start, 64)));
  }

  void mutate(std::string& text) {
    static const std::string kTelling("\0\xff\"\\{}[]<>&;=%/.,:-+0\r\n \x80", 25);
    switch (below(7)) {
      case 0:
        if (!text.empty()) text[below(text.size())] ^= static_cast<char>(1 << below(8));
        break;
      case 1: text.insert(below(text.size() + 1), 1, kTelling[below(kTelling.size())]); break;
      case 2:
        if (!text.empty()) text.erase(below(text.size()), 1 + below(16));
        break;
      case 3:
        if (const auto& other = pick(); !other.empty()) text.insert(below(text.size() + 1), piece_of(other));
        break;
      case 4:
        if (!text.empty()) text.insert(below(text.size() + 1), piece_of(text));
        break;
      case 5:
        if (!text.empty()) text[below(text.size())] = kTelling[below(kTelling.size())];
        break;
      case 6:
        if (!text.empty()) text.resize(below(text.size()));
        break;
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937_64 random_{20261123};
};

void run(std::string input) {
  current_input = std::move(input);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current_input.data()), current_input.size());
}

}  // namespace

int main(int count, char** arguments) {
  program_name = std::filesystem::path(arguments[0]).filename().string();
  std::signal(SIGABRT, on_abort);
  __sanitizer_set_death_callback(keep_input);
  double seconds = 0;
  std::uint64_t runs = 0;
  std::vector<std::string> seeds;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument.starts_with("-seconds=")) {
      seconds = std::atof(argument.c_str() + 9);
    } else if (argument.starts_with("-runs=")) {
      runs = std::strtoull(argument.c_str() + 6, nullptr, 10);
    } else if (std::filesystem::is_directory(argument)) {
      std::vector<std::filesystem::path> paths;
      for (const auto& entry : std::filesystem::directory_iterator(argument)) paths.push_back(entry.path());
      std::sort(paths.begin(), paths.end());
      for (const auto& path : paths) seeds.push_back(read_file(path));
    } else {
      seeds.push_back(read_file(argument));
    }
  }
  for (const std::string& seed : seeds) run(seed);
  if (seeds.empty()) seeds.emplace_back();
  Mutator mutator(seeds);
  const auto start = std::chrono::steady_clock::now();
  std::uint64_t done = 0;
  while (done < runs || std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < seconds) {
    run(mutator.next());
    ++done;
  }
  std::printf("%s: %zu seeds, %llu mutations\n", program_name.c_str(), seeds.size(),
              static_cast<unsigned long long>(done));
}
