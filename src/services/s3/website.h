#pragma once
#include <optional>
#include <string>

#include "base/http_message.h"
#include "base/id_source.h"
#include "ports/client.h"
#include "ports/site.h"
#include "services/s3/records.h"
#include "services/s3/website_address.h"
#include "store/store.h"

namespace stellwerk::s3 {

/// Serves buckets as websites, to anyone: every object is read as the anonymous caller, so the bucket policy
/// and the public access block decide.
class Website final : public HttpEndpoint {
 public:
  Website(store::Store& store, ports::Client& client, IdSource& ids, const ports::Site& site)
      : store_(store), client_(client), ids_(ids), site_(site) {}

  /// For every host that parse_website_host knows. Never fails: errors are pages.
  HttpResponse serve(HttpRequest request) override;

 private:
  struct Visit;
  HttpResponse answer(Visit& visit);
  HttpResponse answer_error(Visit& visit, const ::stellwerk::Error& error);
  Result<HttpResponse> read_object(const Visit& visit, const std::string& key, bool with_conditions);
  bool has_object(const Visit& visit, const std::string& key);

  store::Store& store_;
  ports::Client& client_;
  IdSource& ids_;
  const ports::Site& site_;
};

}  // namespace stellwerk::s3
