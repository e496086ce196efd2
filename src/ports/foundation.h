#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <typeindex>
#include <vector>

#include "base/assert.h"

namespace stellwerk::ports {

/// What a service is built on: the store, the clock and what other services offer, each asked for by its type.
/// Everything offered outlives the services.
class Foundation {
 public:
  /// 32 bytes of its own for each purpose, the same at every start.
  using DeriveKey = std::function<std::string(std::string_view purpose)>;
  explicit Foundation(DeriveKey derive_key) : derive_key_(std::move(derive_key)) {}

  /// One of each type.
  template <class Offered>
  void offer(Offered& offered) {
    const auto [place, is_first] = offered_.emplace(typeid(Key<Offered>), untyped(offered));
    STELLWERK_ASSERT(is_first);
    for (auto [at, end] = awaited_.equal_range(place->first); at != end; ++at) at->second(place->second);
  }

  /// For services opened earlier, which offer it: app/services.cc has them in order.
  template <class Asked>
  Asked& get() const {
    auto* found = find<Asked>();
    STELLWERK_ASSERT(found != nullptr);
    return *found;
  }

  /// A null pointer where nothing opened so far offers it.
  template <class Asked>
  Asked* find() const {
    const auto found = offered_.find(typeid(Key<Asked>));
    return found == offered_.end() ? nullptr : static_cast<Asked*>(found->second);
  }

  /// For what a service opened later offers: told when it does.
  template <class Awaited>
  void when_offered(std::function<void(Awaited&)> tell) {
    STELLWERK_ASSERT(find<Awaited>() == nullptr);
    awaited_.emplace(typeid(Key<Awaited>),
                     [tell = std::move(tell)](void* offered) { tell(*static_cast<Awaited*>(offered)); });
  }

  /// The purposes' names are for ever: data on disk depend on them.
  std::string derive_key(std::string_view purpose) const { return derive_key_(purpose); }

 private:
  template <class Offered>
  struct Key {};  // keeps `const Clock` and `Clock` apart
  static void* untyped(const auto& offered) { return const_cast<void*>(static_cast<const void*>(&offered)); }

  DeriveKey derive_key_;
  std::map<std::type_index, void*> offered_;
  std::multimap<std::type_index, std::function<void(void*)>> awaited_;
};

}  // namespace stellwerk::ports
