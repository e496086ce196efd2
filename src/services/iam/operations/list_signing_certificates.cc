#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<ListSigningCertificatesResponse> list_signing_certificates(Iam&, ports::Call& call,
                                                                  const ListSigningCertificatesRequest& request) {
  // Users have no signing certificates here, so the list of an existing user is empty.
  TRY(Directory(call).user(TRY(user_or_caller(call, request.user_name))));
  ListSigningCertificatesResponse response;
  response.is_truncated = false;
  return response;
}

}  // namespace stellwerk::iam
