#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<CreateLogStreamResponse> create_log_stream(Logs& logs, ports::Call& call,
                                                  const CreateLogStreamRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  if (kStreams.get(call.transaction, call.scope(), {group.id, request.log_stream_name})) {
    return errors::ResourceAlreadyExistsException("The specified log stream already exists");
  }
  kStreams.put(call.transaction, call.scope(), {group.id, request.log_stream_name},
               StreamRecord{call.ids.uuid(), request.log_stream_name, call.now});
  return CreateLogStreamResponse{};
}

}  // namespace stellwerk::logs
