#include "aws/arn.h"
#include "base/arn.h"
#include "services/kms/grants.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"
#include "store/every_account.h"

namespace stellwerk::kms {
namespace {

/// A grant with the key that it is of, in whichever account.
struct Retirable {
  std::string key_arn;
  GrantRecord grant;
};

std::vector<Retirable> retirable_by(ports::Call& call, const std::string& principal) {
  std::vector<Retirable> out;
  store::scan_accounts(kGrants, call.transaction, [&](const store::Scope& scope, GrantRecord grant) {
    if (scope.region == call.region && grant.retiring_principal == principal) {
      std::string key_arn = aws::arn("kms", scope, "key/" + grant.key_id);
      out.push_back({std::move(key_arn), std::move(grant)});
    }
    return true;
  });
  return out;
}

}  // namespace

/// Who asks needs leave in the principal's account only, and sees grants of keys of all accounts.
/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html
Result<ListRetirableGrantsResponse> list_retirable_grants(Kms& kms, ports::Call& call,
                                                          const ListRetirableGrantsRequest& request) {
  auto arn = parse_arn(request.retiring_principal);
  if (!arn || arn->account != call.account) {
    return errors::InvalidArnException("RetiringPrincipal is not the ARN of a principal of account " + call.account +
                                       ": " + request.retiring_principal);
  }
  auto principal = kms.principals().bind_principal(call.transaction, request.retiring_principal);
  std::vector<Retirable> grants;
  if (principal) grants = retirable_by(call, *principal);
  auto page = aws::page_of("retirable-grants", std::move(grants), request.marker, size_of_page(request.limit),
                           [](const Retirable& one) {
                             return std::vector{one.key_arn, one.grant.grant_id};
                           });
  ListRetirableGrantsResponse response;
  response.grants.emplace();
  for (const Retirable& one : TRY(items_of(std::move(page), response))) {
    response.grants->push_back(entry_of(kms.shown(call, one.grant), one.key_arn));
  }
  return response;
}

}  // namespace stellwerk::kms
