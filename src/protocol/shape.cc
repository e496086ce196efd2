#include "protocol/shape.h"

namespace stellwerk::protocol {

std::shared_ptr<void> make(const Lifetime& lifetime) {
  void* memory = ::operator new(lifetime.size);
  try {
    lifetime.construct(memory);
  } catch (...) {
    ::operator delete(memory);
    throw;
  }
  return {memory, [destroy = lifetime.destroy](void* value) {
            destroy(value);
            ::operator delete(value);
          }};
}

}  // namespace stellwerk::protocol
