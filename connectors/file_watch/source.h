// The source that tells of what happens to files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/exchange.h"
#include "engine/spec.h"

namespace re2 {
class RE2;
}

namespace kamel::connectors {

struct FileWatchPlan {
  std::string directory;  // absolute
  bool creates = true, recursive = true, hashes = true;
  std::vector<std::string> events;            // CREATE …; none: all
  std::shared_ptr<const re2::RE2> include;    // of the relative path; nullptr: all
  Pattern pattern = Pattern::InOnly;
};

class FileWatchSource final : public RouteSource {
 public:
  explicit FileWatchSource(FileWatchPlan plan) : plan_(std::make_shared<const FileWatchPlan>(std::move(plan))) {}
  ~FileWatchSource() override;
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;

 private:
  struct State;
  std::shared_ptr<const FileWatchPlan> plan_;
  std::shared_ptr<State> state_;
};

}  // namespace kamel::connectors
