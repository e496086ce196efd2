#include "ports/face.h"

#include "services/s3control/operations.h"
#include "services/s3control/service.h"

namespace stellwerk::s3control {

ports::Face open(ports::Foundation& on) {
  auto s3control = std::make_shared<S3Control>(on.get<ports::BucketTags>());
  return {.service = s3control, .operations = {bound(*s3control)}};
}

}  // namespace stellwerk::s3control
