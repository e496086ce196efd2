#pragma once

namespace stellwerk::sandbox {

/// A user id that is no one's on the host's files, as commands see themselves.
inline constexpr int kInnerUserId = 1000;

/// Where a command finds its script.
inline constexpr int kScriptDescriptor = 3;

/// The parts of a sandbox's box: what is shown inside, and what the overlay over it keeps to itself.
inline constexpr const char* kShownPart = "shown";
inline constexpr const char* kHiddenPart = "hidden";
/// Of the shown part: /tmp and the home of every sandbox.
inline constexpr const char* kTemporaryPart = "tmp";
inline constexpr const char* kHomePart = "home";

/// Where bubblewrap finds the shown part.
inline constexpr const char* kBoxMountPoint = "/var/box";

}  // namespace stellwerk::sandbox
