#include "services/secretsmanager/rules.h"

#include <algorithm>

#include "aws/arn.h"
#include "aws/tags.h"
#include "base/bytes.h"

namespace stellwerk::secretsmanager {

namespace {

constexpr std::size_t kSuffixCharacters = 6;
constexpr std::string_view kSuffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kLowercase = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kNumbers = "0123456789";
constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

/// The kinds of characters that a password is made of, without those left out.
std::vector<std::string> password_kinds(const GetRandomPasswordRequest& request) {
  std::vector<std::string> kinds;
  auto excluded = request.exclude_characters.value_or("");
  auto add = [&](std::string_view alphabet, const std::optional<bool>& is_excluded) {
    if (is_excluded.value_or(false)) return;
    std::string kept;
    for (char c : alphabet) {
      if (excluded.find(c) == std::string::npos) kept += c;
    }
    if (!kept.empty()) kinds.push_back(std::move(kept));
  };
  add(kLowercase, request.exclude_lowercase);
  add(kUppercase, request.exclude_uppercase);
  add(kNumbers, request.exclude_numbers);
  add(kPunctuation, request.exclude_punctuation);
  add(" ", !request.include_space.value_or(false));
  return kinds;
}

std::size_t below(std::size_t limit, IdSource& ids) {
  // 64 random bits: the bias over a few thousand places is beyond measure.
  std::uint64_t number = 0;
  auto bytes = ids.bytes(sizeof number);
  for (char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return static_cast<std::size_t>(number % limit);
}

/// The words of a text, in lower case.
std::vector<std::string> words_of(const std::string& text) {
  constexpr std::string_view kBetweenWords = " \t/_+=.@-!";
  std::vector<std::string> words;
  std::string lower = to_lower(text);
  for (std::size_t begin = 0; (begin = lower.find_first_not_of(kBetweenWords, begin)) != std::string::npos;) {
    auto end = std::min(lower.find_first_of(kBetweenWords, begin), lower.size());
    words.push_back(lower.substr(begin, end - begin));
    begin = end;
  }
  return words;
}

/// Whether each word of `wanted` begins a word of the texts, whatever its case; '!' in front turns it round.
bool has_words(const std::vector<std::string>& texts, const std::string& wanted) {
  std::vector<std::string> present;
  for (const auto& text : texts) std::ranges::move(words_of(text), std::back_inserter(present));
  auto sought = words_of(wanted);
  bool found = std::ranges::all_of(sought, [&](const std::string& word) {
    return std::ranges::any_of(present, [&](const std::string& text) { return text.starts_with(word); });
  });
  return found != wanted.starts_with('!');
}

/// The value matches if it begins with the wanted text; '!' in front turns it round.
bool begins(const std::vector<std::string>& actual, const std::string& wanted) {
  bool is_negated = wanted.starts_with('!');
  auto prefix = is_negated ? wanted.substr(1) : wanted;
  bool found = std::ranges::any_of(actual, [&](const std::string& text) { return text.starts_with(prefix); });
  return found != is_negated;
}

}  // namespace

std::string new_suffix(IdSource& ids) { return ids.from_alphabet(kSuffixCharacters, kSuffixAlphabet); }

std::string secret_arn(std::string_view region, std::string_view account, const SecretRecord& secret) {
  return aws::arn("secretsmanager", {std::string(account), std::string(region)},
                  "secret:" + secret.name + "-" + secret.suffix);
}

Result<void> check_name(const std::string& name) {
  bool is_good = std::ranges::all_of(name, [](unsigned char c) {
    return (c < 0x80 && std::isalnum(c)) ||
           std::string_view("-/_+=.@!").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (is_good && !name.empty() && name.size() <= kNameLimit) return {};
  // No error of the model's, but the one that AWS answers.
  return ::stellwerk::Error{
      "ValidationException",
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"};
}

Result<void> check_one_value(const std::optional<std::string>& text, const std::optional<std::string>& binary,
                             bool is_needed) {
  if (text && binary) {
    return errors::InvalidParameterException(
        "You can't specify both a binary secret value and a string secret value in the same secret.");
  }
  if (is_needed && !text && !binary) {
    return errors::InvalidParameterException("You must provide either SecretString or SecretBinary.");
  }
  return {};
}

void move_stages(SecretRecord& secret, const std::vector<std::string>& stages, const std::string& version_id) {
  for (const auto& stage : stages) {
    auto holder = secret.stages.find(stage);
    if (stage == kCurrent && holder != secret.stages.end() && holder->second != version_id) {
      secret.stages[kPrevious] = holder->second;
    }
    secret.stages[stage] = version_id;
  }
  // The current version is not its own previous one.
  auto previous = secret.stages.find(kPrevious);
  auto current = secret.stages.find(kCurrent);
  if (previous != secret.stages.end() && current != secret.stages.end() && previous->second == current->second) {
    secret.stages.erase(previous);
  }
}

void give_stages(SecretRecord& secret, const std::vector<std::string>& stages, const std::string& version_id) {
  auto pending = secret.stages.find(kPending);
  auto current = secret.stages.find(kCurrent);
  bool was_pending =
      pending != secret.stages.end() && current != secret.stages.end() && pending->second == current->second;
  if (was_pending && std::ranges::find(stages, kCurrent) != stages.end()) secret.stages.erase(pending);
  move_stages(secret, stages, version_id);
  // A secret's first version is its current one, whatever else it is called.
  if (!secret.stages.contains(kCurrent)) secret.stages[kCurrent] = version_id;
}

std::vector<std::string> stages_of(const SecretRecord& secret, const std::string& version_id) {
  std::vector<std::string> out;
  for (const auto& [stage, id] : secret.stages) {
    if (id == version_id) out.push_back(stage);
  }
  return out;
}

Result<std::int64_t> recovery_days(const DeleteSecretRequest& request) {
  if (request.force_delete_without_recovery.value_or(false)) {
    if (!request.recovery_window_in_days) return 0;
    return errors::InvalidParameterException(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  }
  auto days = request.recovery_window_in_days.value_or(kLongestRecoveryDays);
  if (days < kShortestRecoveryDays || days > kLongestRecoveryDays) {
    return errors::InvalidParameterException(
        "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  }
  return days;
}

Result<std::string> random_password(const GetRandomPasswordRequest& request, IdSource& ids) {
  auto kinds = password_kinds(request);
  auto length = static_cast<std::size_t>(request.password_length.value_or(kDefaultPasswordLength));
  if (kinds.empty()) {
    return errors::InvalidParameterException("The exclusions leave no character to make a password of.");
  }
  bool needs_each = request.require_each_included_type.value_or(true);
  if (needs_each && length < kinds.size()) {
    return errors::InvalidParameterException(
        "The password length is too short for one character of each required type.");
  }
  std::string all, password;
  for (const auto& kind : kinds) all += kind;
  if (needs_each) {
    for (const auto& kind : kinds) password += ids.from_alphabet(1, kind);
  }
  password += ids.from_alphabet(length - password.size(), all);
  for (std::size_t i = password.size(); i > 1; --i) std::swap(password[i - 1], password[below(i, ids)]);
  return password;
}

Result<void> add_tags(SecretRecord& secret, const std::vector<Tag>& tags) {
  auto fault = aws::add_tags(secret.tags, aws::tag_list(tags));
  if (fault) return errors::InvalidParameterException(fault->message);
  return {};
}

bool matches(const SecretRecord& secret, const Filter& filter, std::string_view region) {
  auto wanted = filter.values.value_or(std::vector<std::string>{});
  auto key = filter.key.value_or("all");
  std::vector<std::string> tag_keys, tag_values;
  for (const auto& [name, value] : secret.tags) {
    tag_keys.push_back(name);
    tag_values.push_back(value);
  }
  return std::ranges::any_of(wanted, [&](const std::string& text) {
    if (key == "name") return begins({secret.name}, text);
    if (key == "description") return has_words({secret.description}, text);
    if (key == "tag-key") return begins(tag_keys, text);
    if (key == "tag-value") return begins(tag_values, text);
    if (key == "primary-region") return begins({std::string(region)}, text);
    if (key == "owning-service") return text.starts_with('!');
    std::vector<std::string> texts{secret.name, secret.description};
    texts.insert(texts.end(), tag_keys.begin(), tag_keys.end());
    texts.insert(texts.end(), tag_values.begin(), tag_values.end());
    return has_words(texts, text);
  });
}

Timestamp day_of(Timestamp time) { return {time.milliseconds - time.milliseconds % kMillisecondsPerDay}; }

}  // namespace stellwerk::secretsmanager
