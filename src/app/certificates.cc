#include "app/certificates.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

#include "app/private_file.h"
#include "base/assert.h"
#include "base/log.h"

namespace stellwerk::app {
namespace {

constexpr std::int64_t kSecondsPerDay = 24 * 3600;
constexpr int kSerialBits = 127;

/// Regions whose names the server's certificate carries.
constexpr const char* kRegions[] = {"us-east-1",    "us-east-2",    "us-west-1",  "us-west-2",
                                    "eu-central-1", "eu-central-2", "eu-west-1",  "eu-west-2",
                                    "eu-west-3",    "eu-north-1",   "eu-south-1", "ap-southeast-2"};
/// Each has hosts of the form <name>.<service>.<region>.<domain>.
constexpr const char* kRegionalHosts[] = {"s3", "s3-website", "s3-control", "execute-api"};
/// ... and <name>.<service>.<domain>.
constexpr const char* kGlobalHosts[] = {"s3", "cloudfront", "elasticbeanstalk"};

template <auto kFree>
struct Free {
  void operator()(auto* object) const { kFree(object); }
};
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Free<BN_free>>;

Error unusable(const std::filesystem::path& path) {
  return Error{"CertificateUnusable",
               path.string() + " is not what it should be; move the folder away to have it made anew", 500};
}

Result<PrivateKey> load_key(const std::filesystem::path& path) {
  std::string text = TRY(read_file(path));
  Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  PrivateKey key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
  if (!key) return unusable(path);
  return key;
}

Result<Certificate> load_certificate(const std::filesystem::path& path) {
  std::string text = TRY(read_file(path));
  Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  if (!certificate) return unusable(path);
  return certificate;
}

std::string text_in(BIO* memory) {
  char* data = nullptr;
  long size = BIO_get_mem_data(memory, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

std::string pem(EVP_PKEY* key) {
  Memory memory(BIO_new(BIO_s_secmem()));
  STELLWERK_ASSERT(PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_in(memory.get());
}

std::string pem(X509* certificate) {
  Memory memory(BIO_new(BIO_s_mem()));
  STELLWERK_ASSERT(PEM_write_bio_X509(memory.get(), certificate) == 1);
  return text_in(memory.get());
}

/// Subject, validity, random serial number; issuer, extensions and signature are still to come.
Certificate draft(EVP_PKEY* key, const std::string& common_name, Timestamp now, std::int64_t days) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  BigNumber serial(BN_new());
  STELLWERK_ASSERT(BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
  BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get()));
  // An hour back: clocks of clients differ.
  std::int64_t seconds = now.milliseconds / 1000;
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), static_cast<time_t>(seconds - 3600));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), static_cast<time_t>(seconds + days * kSecondsPerDay));
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  for (const auto& [field, value] : {std::pair<const char*, std::string>{"O", "Stellwerk"}, {"CN", common_name}}) {
    X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.c_str()), -1,
                               -1, 0);
  }
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  STELLWERK_ASSERT(extension != nullptr);
  X509_add_ext(certificate, extension.get(), -1);
}

bool signs_with(X509* certificate, EVP_PKEY* key) { return X509_sign(certificate, key, EVP_sha256()) > 0; }

bool ends_soon(X509* certificate, Timestamp now) {
  auto renewal = static_cast<time_t>(now.milliseconds / 1000 + kRenewalDays * kSecondsPerDay);
  return ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), renewal) <= 0;
}

/// Whether the authority's certificate is to be made anew: near its end, or as 0.1.0 made it, with name constraints
/// marked critical.
Result<bool> is_authority_outdated(const CertificateFiles& files, Timestamp now) {
  Certificate authority = TRY(load_certificate(files.authority));
  int at = X509_get_ext_by_NID(authority.get(), NID_name_constraints, -1);
  bool is_critical = at >= 0 && X509_EXTENSION_get_critical(X509_get_ext(authority.get(), at)) == 1;
  return is_critical || ends_soon(authority.get(), now);
}

/// With the key that it has, if there is one: whoever trusts the certificate before need not be told.
Result<void> make_authority(const CertificateFiles& files, const std::string& domain, Timestamp now) {
  std::error_code ignored;
  bool has_key = std::filesystem::exists(files.authority_key, ignored);
  PrivateKey key = has_key ? TRY(load_key(files.authority_key)) : PrivateKey(EVP_EC_gen("P-256"));
  STELLWERK_ASSERT(key != nullptr);
  Certificate certificate = draft(key.get(), "Stellwerk local CA", now, kAuthorityDays);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  X509* self = certificate.get();
  add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(self, self, NID_subject_key_identifier, "hash");
  // Whoever trusts it need not fear for other names, even if its key is stolen. Not marked critical, against RFC 5280:
  // whoever knows the extension holds to it all the same, and mbedTLS, which does not, would refuse to connect.
  add_extension(self, self, NID_name_constraints,
                "permitted;DNS:" + domain +
                    ",permitted;DNS:localhost,permitted;IP:127.0.0.0/255.0.0.0,"
                    "permitted;IP:::1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF");
  STELLWERK_ASSERT(signs_with(self, key.get()));
  if (!has_key) TRY(write_file(files.authority_key, pem(key.get()), 0600));
  return write_file(files.authority, pem(self), 0644);
}

std::string server_names(const std::string& domain) {
  std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  auto add = [&](const std::string& name) { names += ",DNS:" + name; };
  if (domain != "localhost") add(domain);
  add("*." + domain);
  for (const char* host : kGlobalHosts) add("*." + std::string(host) + "." + domain);
  for (const char* region : kRegions) {
    add("*." + std::string(region) + "." + domain);
    for (const char* host : kRegionalHosts) add("*." + std::string(host) + "." + region + "." + domain);
  }
  return names;
}

Result<void> make_server(const CertificateFiles& files, const std::string& domain, Timestamp now) {
  PrivateKey authority_key = TRY(load_key(files.authority_key));
  Certificate authority = TRY(load_certificate(files.authority));
  PrivateKey key(EVP_EC_gen("P-256"));
  STELLWERK_ASSERT(key != nullptr);
  Certificate certificate = draft(key.get(), domain, now, kServerDays);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(authority.get()));
  add_extension(certificate.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), authority.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), authority.get(), NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), authority.get(), NID_subject_key_identifier, "hash");
  add_extension(certificate.get(), authority.get(), NID_authority_key_identifier, "keyid:always");
  add_extension(certificate.get(), authority.get(), NID_subject_alt_name, server_names(domain));
  if (!signs_with(certificate.get(), authority_key.get())) return unusable(files.authority_key);
  TRY(write_file(files.server_key, pem(key.get()), 0600));
  return write_file(files.server, pem(certificate.get()) + pem(authority.get()), 0644);
}

/// Also false if it is for another domain, or carries an earlier certificate of the authority.
Result<bool> is_still_good(const CertificateFiles& files, const std::string& domain, Timestamp now) {
  std::error_code ignored;
  if (!std::filesystem::exists(files.server, ignored) || !std::filesystem::exists(files.server_key, ignored))
    return false;
  Certificate certificate = TRY(load_certificate(files.server));
  if (ends_soon(certificate.get(), now)) return false;
  if (!TRY(read_file(files.server)).ends_with(TRY(read_file(files.authority)))) return false;
  PrivateKey key = TRY(load_key(files.server_key));
  // A crash between the two writes leaves a key without its certificate.
  if (X509_check_private_key(certificate.get(), key.get()) != 1) return false;
  return X509_check_host(certificate.get(), ("s3.eu-central-1." + domain).c_str(), 0, 0, nullptr) == 1;
}

}  // namespace

Result<void> ensure_certificates(const CertificateFiles& files, const std::string& domain, Timestamp now) {
  std::error_code ignored;
  TRY(make_directory(files.authority.parent_path()));
  if (!std::filesystem::exists(files.authority, ignored)) {
    TRY(make_authority(files, domain, now));
  } else if (TRY(is_authority_outdated(files, now))) {
    TRY(make_authority(files, domain, now));
    log::info("The certificate of the local authority was made anew, with the key that it had: " +
              files.authority.string());
  }
  if (!TRY(is_still_good(files, domain, now))) TRY(make_server(files, domain, now));
  return {};
}

}  // namespace stellwerk::app
