#include "services/iam/sessions.h"

#include "base/bytes.h"
#include "base/cipher.h"

namespace stellwerk::iam {

namespace {

std::string context_of(const std::string& access_key_id) { return "stellwerk.session/" + access_key_id; }

}  // namespace

std::string seal_session(const SessionRecord& session, const std::string& access_key_id, const std::string& key,
                         IdSource& ids) {
  return to_base64(seal(key, store::encode_record(session), context_of(access_key_id), ids));
}

std::optional<SessionRecord> open_session(const std::string& token, const std::string& access_key_id,
                                          const std::string& key) {
  auto sealed = from_base64(token);
  if (!sealed) return std::nullopt;
  auto text = unseal(key, *sealed, context_of(access_key_id));
  if (!text) return std::nullopt;
  return store::decode_record<SessionRecord>(*text);
}

}  // namespace stellwerk::iam
