#include "app/doors.h"

namespace stellwerk::app {

std::vector<ports::Doors::Address> Doors::addresses() const {
  std::vector<Address> out;
  for (const Door& door : doors_) out.push_back({door.options.address, door.options.port});
  return out;
}

Result<std::shared_ptr<void>> Doors::open(std::size_t address, Descriptor listening) {
  const Door& door = doors_.at(address);
  auto listener = TRY(http::Listener::adopt(*pool_, std::move(listening), door.options, door.endpoint));
  listener->start();
  return std::shared_ptr<void>(std::move(listener));
}

}  // namespace stellwerk::app
