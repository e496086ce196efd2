#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

namespace {

Result<ParameterHistory> history(ports::Call& call, const ParameterRecord& version, bool decrypt) {
  auto shown = metadata(call, version);
  ParameterHistory out;
  out.name = shown.name;
  out.type = shown.type;
  out.key_id = shown.key_id;
  out.last_modified_date = shown.last_modified_date;
  out.last_modified_user = shown.last_modified_user;
  out.description = shown.description;
  out.value = TRY(shown_value(call, version, decrypt));
  out.allowed_pattern = shown.allowed_pattern;
  out.version = version.version;
  out.labels = version.labels;
  out.tier = shown.tier;
  out.policies.emplace();
  out.data_type = shown.data_type;
  return out;
}

}  // namespace

Result<GetParameterHistoryResponse> get_parameter_history(Ssm&, ports::Call& call,
                                                          const GetParameterHistoryRequest& request) {
  Parameters parameters(call);
  auto name = TRY(parameters.existing(parse_reference(request.name, call.scope()).name)).name;
  auto page = aws::page(kVersions, call.transaction, call.scope(), {name}, request.next_token,
                        aws::page_size(request.max_results, kPage, kPage));
  GetParameterHistoryResponse response;
  response.parameters.emplace();
  for (const auto& version : TRY(items_of(std::move(page), response))) {
    response.parameters->push_back(TRY(history(call, version, request.with_decryption.value_or(false))));
  }
  return response;
}

}  // namespace stellwerk::ssm
