#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/secretsmanager.h"
#include "base/id_source.h"
#include "base/result.h"
#include "services/secretsmanager/records.h"

/// Names, stages, passwords, filters. Pure.
/// Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
namespace stellwerk::secretsmanager {

inline constexpr std::size_t kNameLimit = 512;
inline constexpr std::size_t kVersionsLimit = 100;
inline constexpr std::int64_t kShortestRecoveryDays = 7;
inline constexpr std::int64_t kLongestRecoveryDays = 30;
inline constexpr std::int64_t kDefaultPasswordLength = 32;
inline constexpr std::size_t kDefaultPage = 100;

inline const std::string kDefaultKey = "alias/aws/secretsmanager";
inline const std::string kCurrent = "AWSCURRENT";
inline const std::string kPrevious = "AWSPREVIOUS";
inline const std::string kPending = "AWSPENDING";

std::string new_suffix(IdSource& ids);
std::string secret_arn(std::string_view region, std::string_view account, const SecretRecord& secret);
/// Errors: ValidationException.
Result<void> check_name(const std::string& name);
/// Errors: InvalidParameterException.
Result<void> check_one_value(const std::optional<std::string>& text, const std::optional<std::string>& binary,
                             bool is_needed);

/// Puts `stages` on the version. AWSCURRENT leaves AWSPREVIOUS on the version that it goes from.
void move_stages(SecretRecord& secret, const std::vector<std::string>& stages, const std::string& version_id);
/// The same for a new version: the one that was current until now is pending no more.
void give_stages(SecretRecord& secret, const std::vector<std::string>& stages, const std::string& version_id);
std::vector<std::string> stages_of(const SecretRecord& secret, const std::string& version_id);

/// Errors: InvalidParameterException (days out of range, or with force).
Result<std::int64_t> recovery_days(const DeleteSecretRequest& request);

/// Errors: InvalidParameterException.
Result<std::string> random_password(const GetRandomPasswordRequest& request, IdSource& ids);

/// Errors: InvalidParameterException.
Result<void> add_tags(SecretRecord& secret, const std::vector<Tag>& tags);
bool matches(const SecretRecord& secret, const Filter& filter, std::string_view region);

/// Midnight before `time`: access times are kept by the day.
Timestamp day_of(Timestamp time);

}  // namespace stellwerk::secretsmanager
