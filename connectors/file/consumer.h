// The source that consumes the files of a directory.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "connectors/file/claim.h"
#include "connectors/file/scan.h"
#include "connectors/threads/schedule.h"
#include "engine/exchange.h"
#include "engine/expression.h"
#include "engine/polling/poller.h"
#include "engine/spec.h"

namespace kamel::connectors {

/// Where a file goes: an expression for its new path, relative to the endpoint's directory; nullptr: nowhere.
using PathExpression = std::shared_ptr<const Expression>;

struct FilePlan {
  std::string endpoint;  // for messages
  FileFilter filter;
  ReadLock lock;
  Schedule schedule;
  std::string charset;
  Pattern pattern = Pattern::InOnly;

  PathExpression pre_move, move, move_failed;
  bool removes = false, keeps = false;  // delete, noop
  PathExpression file_name, idempotent_key, filter_file;
  bool idempotent = false, idempotent_eager = true;
  struct SortKey {
    std::string what;  // name, modified, length …
    PathExpression value;
    bool reverse = false, ignore_case = false;
  };
  std::vector<SortKey> sort;
  bool shuffle = false;
  std::int64_t max_messages = 0;
  bool sends_empty = false, probes_type = false;
  bool creates_directory = true, must_exist = false;
};

class FileSource final : public RouteSource, public Sweeper {
 public:
  explicit FileSource(FilePlan plan) : plan_(std::make_shared<const FilePlan>(std::move(plan))) {}
  ~FileSource() override;
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;
  /// For pollEnrich: looks once, without the schedule.
  void sweep(std::function<void()> nothing) override;

 private:
  struct State;
  std::shared_ptr<const FilePlan> plan_;
  std::shared_ptr<State> state_;
};

/// Sets what Camel sets on the message of a file.
void describe(const FileEntry& entry, Headers& headers);

}  // namespace kamel::connectors
