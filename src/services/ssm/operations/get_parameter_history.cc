#include "base/bytes.h"
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
  auto name = TRY(parameters.existing(parse_reference(request.name).name)).name;
  auto versions = parameters.versions(name);
  GetParameterHistoryResponse response;
  response.parameters.emplace();
  // The token is the number of the version at which to go on.
  if (request.next_token) {
    auto first = from_base64(*request.next_token);
    if (!first || first->size() != store::ordered(0).size()) {
      return errors::InvalidNextToken("The specified token isn't valid.");
    }
    auto number = static_cast<std::int64_t>(store::from_ordered(*first));
    std::erase_if(versions, [&](const auto& version) { return version.version < number; });
  }
  auto limit = static_cast<std::size_t>(request.max_results.value_or(kDefaultPage));
  if (versions.size() > limit) {
    response.next_token = to_base64(store::ordered(static_cast<std::uint64_t>(versions[limit].version)));
    versions.resize(limit);
  }
  for (const auto& version : versions) {
    response.parameters->push_back(TRY(history(call, version, request.with_decryption.value_or(false))));
  }
  return response;
}

}  // namespace stellwerk::ssm
