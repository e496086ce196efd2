#include "http/fiber_pool.h"

#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <exception>
#include <thread>
#include <vector>

#include "base/log.h"

namespace stellwerk::http {
namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Yield = asio::basic_yield_context<Executor>;

// Address space, not memory: pages are touched as the stack grows, and the one below it is guarded.
constexpr std::size_t kFiberStackBytes = 512 * 1024;

}  // namespace

struct Fiber::State {
  Yield yield;
};

struct FiberPool::State {
  explicit State(int threads) : context(threads), work(context.get_executor()) {}
  asio::io_context context;
  asio::executor_work_guard<Executor> work;
  std::vector<std::jthread> threads;
};

FiberPool::FiberPool(int threads) : state_(std::make_unique<State>(threads)) {
  for (int i = 0; i < threads; ++i) {
    state_->threads.emplace_back([context = &state_->context] { context->run(); });
  }
}

FiberPool::~FiberPool() { stop(); }

void FiberPool::stop() {
  state_->work.reset();
  state_->context.stop();
  state_->threads.clear();
}

void FiberPool::spawn(std::function<void(Fiber&)> body) {
  boost::context::protected_fixedsize_stack stack(kFiberStackBytes);
  asio::spawn(
      state_->context.get_executor(), std::allocator_arg, stack,
      [body = std::move(body)](Yield yield) {
        Fiber::State state{yield};
        Fiber fiber(state);
        try {
          body(fiber);
        } catch (const std::exception& failure) {
          log::error(std::string("a fiber ended by an exception: ") + failure.what());
        }
      },
      asio::detached);
}

void Fiber::sleep(std::chrono::milliseconds duration) {
  asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor> timer(
      state_.yield.get_executor(), duration);
  boost::system::error_code ignored;
  timer.async_wait(state_.yield[ignored]);
}

struct Descriptor::State {
  State(FiberPool& pool, int file_descriptor) : watched(pool.state().context.get_executor(), file_descriptor) {}
  asio::posix::basic_stream_descriptor<Executor> watched;
};

Descriptor::Descriptor(FiberPool& pool, int file_descriptor)
    : file_descriptor_(file_descriptor), state_(std::make_unique<State>(pool, file_descriptor)) {}

Descriptor::~Descriptor() = default;

bool Descriptor::wait_readable(Fiber& fiber) {
  boost::system::error_code error;
  state_->watched.async_wait(asio::posix::descriptor_base::wait_read, fiber.state_.yield[error]);
  return !error;
}

bool Descriptor::wait_writable(Fiber& fiber) {
  boost::system::error_code error;
  state_->watched.async_wait(asio::posix::descriptor_base::wait_write, fiber.state_.yield[error]);
  return !error;
}

void Descriptor::close() {
  boost::system::error_code ignored;
  state_->watched.close(ignored);
}

}  // namespace stellwerk::http
