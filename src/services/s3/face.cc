#include "ports/face.h"

#include "services/s3/operations.h"
#include "services/s3/service.h"
#include "services/s3/website.h"

namespace stellwerk::s3 {

ports::Face open(ports::Foundation& on) {
  struct Parts {
    S3 s3;
    Website website;
  };
  auto& site = on.get<const ports::Site>();
  auto parts =
      std::make_shared<Parts>(S3(on.get<objects::BlobStore>(), site, on.get<ports::Principals>()),
                              Website(on.get<store::Store>(), on.get<ports::Client>(), on.get<IdSource>(), site));
  on.offer<ports::BucketTags>(parts->s3);
  return {.service = parts,
          .operations = {bound(parts->s3)},
          .edge_hosts = {{std::string(kWebsiteHostPart), &parts->website}}};
}

}  // namespace stellwerk::s3
