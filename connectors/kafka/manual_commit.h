// The value of header CamelKafkaManualCommit.
#pragma once

#include <cstdint>
#include <memory>

#include "connectors/kafka/record.h"

namespace kamel::kafka {

class Session;

/// Commits one record's offset when the route says so. In YAML: `${header.CamelKafkaManualCommit.commit}`.
class ManualCommit : public Object {
 public:
  /// Does not wait for the broker; a failure goes to the log. The exchange's worker.
  virtual void commit() = 0;
};

Value make_manual_commit(std::shared_ptr<Session> session, const RecordSource& source, std::int64_t offset);

}  // namespace kamel::kafka
