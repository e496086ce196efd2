#include <algorithm>

#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

namespace {

Result<void> check_path_filter(const ParameterStringFilter& filter) {
  if (filter.key != "Type" && filter.key != "KeyId" && filter.key != "Label") {
    return errors::InvalidFilterKey("GetParametersByPath can filter by Type, KeyId and Label, not by " + filter.key +
                                    ".");
  }
  return check_filter(filter);
}

bool passes(const ParameterRecord& parameter, const std::optional<std::vector<ParameterStringFilter>>& filters) {
  if (!filters) return true;
  return std::ranges::all_of(*filters, [&](const auto& filter) { return matches(parameter, {}, filter); });
}

}  // namespace

Result<GetParametersByPathResponse> get_parameters_by_path(Ssm&, ports::Call& call,
                                                           const GetParametersByPathRequest& request) {
  TRY(check_path(request.path));
  for (const auto& filter : request.parameter_filters.value_or(std::vector<ParameterStringFilter>{})) {
    TRY(check_path_filter(filter));
  }
  Parameters parameters(call);
  std::vector<ParameterRecord> found;
  for (auto& parameter : parameters.all()) {
    if (is_below(parameter.name, request.path, request.recursive.value_or(false)) &&
        passes(parameter, request.parameter_filters)) {
      found.push_back(std::move(parameter));
    }
  }
  GetParametersByPathResponse response;
  response.parameters.emplace();
  auto limit = request.max_results.value_or(kDefaultPathPage);
  for (const auto& parameter : TRY(page_of(std::move(found), request.next_token, limit, response.next_token))) {
    response.parameters->push_back(TRY(view(call, parameter, "", request.with_decryption.value_or(false))));
  }
  return response;
}

}  // namespace stellwerk::ssm
