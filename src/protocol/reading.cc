#include "protocol/reading.h"

#include <algorithm>
#include <cctype>

namespace stellwerk::protocol {

std::string Place::text() const {
  std::string out = outer == nullptr ? std::string() : outer->text();
  if (outer == nullptr) return out;
  if (!out.empty()) out += '.';
  if (index != 0) return out + std::to_string(index) + ".member";
  out += name;
  if (!name.empty()) {
    char& first = out[out.size() - name.size()];
    first = static_cast<char>(std::tolower(static_cast<unsigned char>(first)));
  }
  return out;
}

bool MissingMembers::contains(const std::string& place) const {
  return std::find(places.begin(), places.end(), place) != places.end();
}

void MembersSeen::report_missing(const Place& place, MissingMembers& missing) const {
  for (std::size_t i = 0; i < structure_.members.size(); ++i) {
    const Member& member = structure_.members[i];
    const bool is_absent = member.is_required && !has(i) && member.location == Location::body;
    if (is_absent) missing.places.push_back(place.member(member.name).text());
  }
}

}  // namespace stellwerk::protocol
