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
  auto is_wanted = [&](const auto&, const ParameterRecord& parameter) {
    return is_below(parameter.name, request.path, request.recursive.value_or(false)) &&
           passes(parameter, request.parameter_filters);
  };
  auto page = aws::page(kParameters, call.transaction, call.scope(), {}, request.next_token,
                        aws::page_size(request.max_results, kPathPage, kPathPage), aws::Order::ascending, is_wanted);
  GetParametersByPathResponse response;
  response.parameters.emplace();
  for (const auto& parameter : TRY(items_of(std::move(page), response))) {
    response.parameters->push_back(TRY(view(call, parameter, "", request.with_decryption.value_or(false))));
  }
  return response;
}

}  // namespace stellwerk::ssm
