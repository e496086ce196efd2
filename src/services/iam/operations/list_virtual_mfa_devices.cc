#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<ListVirtualMFADevicesResponse> list_virtual_mfa_devices(Iam&, ports::Call&,
                                                               const ListVirtualMFADevicesRequest&) {
  // There are no MFA devices here.
  ListVirtualMFADevicesResponse response;
  response.is_truncated = false;
  return response;
}

}  // namespace stellwerk::iam
