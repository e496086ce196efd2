#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<DeleteLogStreamResponse> delete_log_stream(Logs& logs, ports::Call& call,
                                                  const DeleteLogStreamRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  StreamRecord stream = TRY(logs.find_stream(call, group, request.log_stream_name));
  kStreams.erase(call.transaction, call.scope(), {group.id, stream.name});
  kErase.after(call.transaction, call.scope(), {group.id, group.name, stream.id});
  return DeleteLogStreamResponse{};
}

}  // namespace stellwerk::logs
