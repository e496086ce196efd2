#include "app/certificates.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>
#include <sstream>

namespace stellwerk::app {
namespace {

constexpr Timestamp kNow{1'795'000'000'000};

std::string content(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

class Certificates : public ::testing::Test {
 protected:
  Certificates() {
    char pattern[] = "/tmp/stellwerk-certificates-XXXXXX";
    directory = mkdtemp(pattern);
  }
  ~Certificates() override { std::filesystem::remove_all(directory); }

  std::unique_ptr<X509, decltype(&X509_free)> load(const std::filesystem::path& path) {
    std::string text = content(path);
    BIO* memory = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
    X509* certificate = PEM_read_bio_X509(memory, nullptr, nullptr, nullptr);
    BIO_free(memory);
    return {certificate, X509_free};
  }

  std::filesystem::path directory;
};

TEST_F(Certificates, VouchForTheHostsOfTheInstallation) {
  CertificateFiles files(directory / "ca");
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow).has_value());
  auto server = load(files.server), authority = load(files.authority);
  for (const char* host : {"localhost", "s3.eu-central-1.localhost", "bucket.s3.eu-central-1.localhost",
                           "bucket.s3-website.eu-west-1.localhost", "x.cloudfront.localhost"}) {
    EXPECT_EQ(X509_check_host(server.get(), host, 0, 0, nullptr), 1) << host;
  }
  EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "::1", 0), 1);

  X509_STORE* trusted = X509_STORE_new();
  X509_STORE_add_cert(trusted, authority.get());
  X509_STORE_CTX* check = X509_STORE_CTX_new();
  X509_STORE_CTX_init(check, trusted, server.get(), nullptr);
  X509_STORE_CTX_set_time(check, 0, kNow.milliseconds / 1000);
  X509_STORE_CTX_set_flags(check, X509_V_FLAG_X509_STRICT);
  EXPECT_EQ(X509_verify_cert(check), 1) << X509_verify_cert_error_string(X509_STORE_CTX_get_error(check));
  X509_STORE_CTX_free(check);
  X509_STORE_free(trusted);
}

TEST_F(Certificates, KeepKeysToTheirOwner) {
  CertificateFiles files(directory / "ca");
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow).has_value());
  for (const auto& path : {files.authority_key, files.server_key}) {
    struct stat status {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u) << path;
  }
}

TEST_F(Certificates, AreRenewedNearTheirEndOnly) {
  CertificateFiles files(directory / "ca");
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow).has_value());
  const std::string first = content(files.server), authority = content(files.authority);
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow.plus_seconds(300 * 24 * 3600)).has_value());
  EXPECT_EQ(content(files.server), first);
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow.plus_seconds(370 * 24 * 3600)).has_value());
  EXPECT_NE(content(files.server), first);
  EXPECT_EQ(content(files.authority), authority);
}

/// As 0.1.0 made it: the same, but with name constraints that are critical.
void mark_constraints_critical(const CertificateFiles& files, X509* authority) {
  int at = X509_get_ext_by_NID(authority, NID_name_constraints, -1);
  X509_EXTENSION* constraints = X509_delete_ext(authority, at);
  X509_EXTENSION_set_critical(constraints, 1);
  X509_add_ext(authority, constraints, -1);
  X509_EXTENSION_free(constraints);
  std::unique_ptr<FILE, int (*)(FILE*)> in(std::fopen(files.authority_key.c_str(), "r"), std::fclose);
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_PrivateKey(in.get(), nullptr, nullptr, nullptr),
                                                          EVP_PKEY_free);
  ASSERT_GT(X509_sign(authority, key.get(), EVP_sha256()), 0);
  std::unique_ptr<FILE, int (*)(FILE*)> out(std::fopen(files.authority.c_str(), "w"), std::fclose);
  ASSERT_EQ(PEM_write_X509(out.get(), authority), 1);
}

TEST_F(Certificates, AnAuthorityThatSomeClientsCannotReadIsMadeAnewWithItsKey) {
  CertificateFiles files(directory / "ca");
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow).has_value());
  const std::string key = content(files.authority_key);
  auto old = load(files.authority);
  mark_constraints_critical(files, old.get());
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow).has_value());
  auto authority = load(files.authority), server = load(files.server);
  X509_EXTENSION* constraints =
      X509_get_ext(authority.get(), X509_get_ext_by_NID(authority.get(), NID_name_constraints, -1));
  EXPECT_EQ(X509_EXTENSION_get_critical(constraints), 0);
  EXPECT_EQ(content(files.authority_key), key);
  EXPECT_TRUE(content(files.server).ends_with(content(files.authority)));
  EXPECT_EQ(X509_verify(server.get(), X509_get0_pubkey(old.get())), 1);  // for whoever trusts the old one
  const std::string once = content(files.authority);
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow).has_value());
  EXPECT_EQ(content(files.authority), once);
}

TEST_F(Certificates, SayWhichFileIsBroken) {
  CertificateFiles files(directory / "ca");
  ASSERT_TRUE(ensure_certificates(files, "localhost", kNow).has_value());
  std::ofstream(files.server) << "nonsense";
  auto done = ensure_certificates(files, "localhost", kNow);
  ASSERT_FALSE(done.has_value());
  EXPECT_NE(done.error().message.find(files.server.string()), std::string::npos);
}

}  // namespace
}  // namespace stellwerk::app
