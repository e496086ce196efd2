#pragma once
#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/timestamp.h"

namespace stellwerk::app {

inline constexpr std::int64_t kAuthorityDays = 3650;
/// Browsers take no server certificate that lives longer than this.
inline constexpr std::int64_t kServerDays = 397;
inline constexpr std::int64_t kRenewalDays = 30;  // renewed when fewer are left

/// Where the local certificate authority keeps its files.
struct CertificateFiles {
  explicit CertificateFiles(const std::filesystem::path& directory)
      : authority(directory / "ca.pem"),
        authority_key(directory / "ca.key"),
        server(directory / "server.pem"),
        server_key(directory / "server.key") {}
  std::filesystem::path authority;
  std::filesystem::path authority_key;
  std::filesystem::path server;  // followed by the authority's
  std::filesystem::path server_key;
};

/// Makes what is missing: an authority that can vouch for `domain` and loopback addresses only, and a server
/// certificate for all names under which this installation answers. Renews both near their end, and an authority's
/// certificate that some clients cannot read. Keys are EC P-256, their files of mode 0600. Errors: FileUnwritable,
/// FileUnreadable, CertificateUnusable.
Result<void> ensure_certificates(const CertificateFiles& files, const std::string& domain, Timestamp now);

}  // namespace stellwerk::app
