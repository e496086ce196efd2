#include <algorithm>

#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

namespace {

/// The older Filters are those of ParameterFilters with fewer keys; names there match by their beginning.
Result<std::vector<ParameterStringFilter>> wanted_filters(const DescribeParametersRequest& request) {
  if (request.filters && !request.filters->empty() && request.parameter_filters &&
      !request.parameter_filters->empty()) {
    return errors::ValidationException("You can use either Filters or ParameterFilters in a single request.");
  }
  auto filters = request.parameter_filters.value_or(std::vector<ParameterStringFilter>{});
  TRY(check_filters(filters));
  for (const auto& filter : request.filters.value_or(std::vector<ParametersFilter>{})) {
    filters.push_back({filter.key, filter.key == "Name" ? "BeginsWith" : "Equals", filter.values});
  }
  return filters;
}

}  // namespace

Result<DescribeParametersResponse> describe_parameters(Ssm&, ports::Call& call,
                                                       const DescribeParametersRequest& request) {
  if (request.shared.value_or(false)) {
    return errors::ValidationException("Parameters shared by other accounts are not supported.");
  }
  auto filters = TRY(wanted_filters(request));
  Parameters parameters(call);
  auto is_wanted = [&](const auto&, const ParameterRecord& parameter) {
    if (filters.empty()) return true;
    auto tags = parameters.tags(parameter.name);
    return std::ranges::all_of(filters, [&](const auto& filter) { return matches(parameter, tags, filter); });
  };
  auto page = aws::page(kParameters, call.transaction, call.scope(), {}, request.next_token,
                        aws::page_size(request.max_results, kPage, kPage), aws::Order::ascending, is_wanted);
  DescribeParametersResponse response;
  response.parameters.emplace();
  for (const auto& parameter : TRY(items_of(std::move(page), response))) {
    response.parameters->push_back(metadata(call, parameter));
  }
  return response;
}

}  // namespace stellwerk::ssm
