#include "aws/arn.h"

namespace stellwerk::aws {

std::string arn(std::string_view service, const store::Scope& scope, std::string_view resource) {
  return Arn{std::string(service), scope.region, scope.account, std::string(resource)}.text();
}

std::string global_arn(std::string_view service, std::string_view account, std::string_view resource) {
  return Arn{std::string(service), "", std::string(account), std::string(resource)}.text();
}

std::optional<std::string> name_in_arn(std::string_view text, std::string_view service, const store::Scope& scope,
                                       std::string_view kind) {
  auto parsed = parse_arn(text);
  bool is_here = parsed && parsed->service == service && parsed->region == scope.region &&
                 parsed->account == scope.account && parsed->resource.starts_with(kind) &&
                 parsed->resource.size() > kind.size();
  if (!is_here) return std::nullopt;
  return parsed->resource.substr(kind.size());
}

}  // namespace stellwerk::aws
