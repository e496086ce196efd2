#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "dataplane/sandbox/supervisor/child.h"

namespace stellwerk::sandbox {
namespace {

constexpr int kBacklog = 256;

sockaddr_in address_of(std::uint32_t address, std::uint16_t port = 0) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  out.sin_addr.s_addr = address;
  return out;
}

ifreq interface(const char* name) {
  ifreq out{};
  std::strncpy(out.ifr_name, name, sizeof out.ifr_name - 1);
  return out;
}

void set_address(int socket, const char* name, std::uint32_t address) {
  ifreq request = interface(name);
  sockaddr_in wanted = address_of(address);
  std::memcpy(&request.ifr_addr, &wanted, sizeof wanted);
  if (ioctl(socket, SIOCSIFADDR, &request) != 0) give_up("the network's addresses");
  wanted = address_of(0xffffffffu);
  std::memcpy(&request.ifr_netmask, &wanted, sizeof wanted);
  ioctl(socket, SIOCSIFNETMASK, &request);
}

void close_way(int socket, std::uint32_t address, std::uint32_t mask) {
  rtentry route{};
  sockaddr_in target = address_of(address), bits = address_of(mask);
  std::memcpy(&route.rt_dst, &target, sizeof target);
  std::memcpy(&route.rt_genmask, &bits, sizeof bits);
  route.rt_flags = RTF_UP | RTF_REJECT | (mask == 0xffffffffu ? RTF_HOST : 0);
  if (ioctl(socket, SIOCADDRT, &route) != 0) give_up("the network's routes");
}

int open_door(const Door& door) {
  int out = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int on = 1;
  setsockopt(out, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = address_of(inet_addr(door.address.c_str()), door.port);
  if (bind(out, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(out, kBacklog) != 0)
    give_up("a port inside");
  return out;
}

}  // namespace

std::vector<std::uint32_t> host_addresses() {
  std::vector<std::uint32_t> out;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) give_up("the host's addresses");
  for (ifaddrs* at = list; at; at = at->ifa_next) {
    if (!at->ifa_addr || at->ifa_addr->sa_family != AF_INET) continue;
    std::uint32_t address = reinterpret_cast<sockaddr_in*>(at->ifa_addr)->sin_addr.s_addr;
    if (ntohl(address) >> 24 != IN_LOOPBACKNET) out.push_back(address);
  }
  freeifaddrs(list);
  return out;
}

std::vector<int> furnish_network(const std::vector<Door>& doors, const std::vector<std::uint32_t>& closed) {
  int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq loopback = interface("lo");
  if (ioctl(control, SIOCGIFFLAGS, &loopback) != 0) give_up("the loopback");
  loopback.ifr_flags |= IFF_UP;
  if (ioctl(control, SIOCSIFFLAGS, &loopback) != 0) give_up("the loopback");
  // Link-local addresses are where clouds give their machines' credentials; of the host's own, nothing is a command's.
  close_way(control, inet_addr("169.254.0.0"), inet_addr("255.255.0.0"));
  for (std::uint32_t address : closed) close_way(control, address, 0xffffffffu);
  std::vector<int> out;
  int alias = 0;
  for (const Door& door : doors) {
    std::uint32_t address = inet_addr(door.address.c_str());
    if (ntohl(address) >> 24 != IN_LOOPBACKNET) {
      set_address(control, ("lo:" + std::to_string(++alias)).c_str(), address);
    }
    out.push_back(open_door(door));
  }
  close(control);
  return out;
}

}  // namespace stellwerk::sandbox
