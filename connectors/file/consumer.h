// The source that consumes the files of a directory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/file/claim.h"
#include "connectors/file/scan.h"
#include "connectors/threads/schedule.h"
#include "engine/exchange.h"
#include "engine/expression.h"
#include "engine/polling/poller.h"
#include "engine/spec.h"

namespace kamel {
class IdempotentRepository;
}

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
  PathExpression file_name, idempotent_key, filter_file, filter_directory;
  std::shared_ptr<IdempotentRepository> keys;  // of the files that were taken; none: files come again
  bool idempotent_eager = true;
  std::shared_ptr<IdempotentRepository> locks;  // readLock=idempotent: the paths of files that somebody has
  bool unlocks_done = false, unlocks_failed = true;
  struct SortKey {
    std::string what;  // name, modified, length …
    PathExpression value;
    bool reverse = false, ignore_case = false;
  };
  std::vector<SortKey> sort;
  bool shuffle = false;
  std::int64_t max_messages = 0;
  bool limits_eagerly = true;  // before the files are sorted
  bool sends_empty = false, probes_type = false;
  std::vector<std::string> attributes;  // to be put into CamelFileExtendedAttributes
  bool creates_directory = true, must_exist = false;
  bool warns_without = false;  // each time that the directory is not there
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

}  // namespace kamel::connectors
