// The source that reads standard input, or a file, by lines or as a whole.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/exchange.h"
#include "engine/spec.h"

namespace kamel::connectors {

struct StreamPlan {
  bool standard_input = false;
  std::string file;  // else
  std::string charset;
  bool by_line = true;
  bool scans = false;   // goes on at the end, as tail -f
  bool reopens = false; // when the file has been replaced or cut, as tail --retry
  std::chrono::milliseconds scan_delay{0}, first_prompt_delay{2000}, prompt_delay{0};
  std::string prompt;
  std::size_t group = 0;  // lines per exchange; 0: the line itself is the body
  Pattern pattern = Pattern::InOnly;
};

class StreamSource final : public RouteSource {
 public:
  explicit StreamSource(StreamPlan plan) : plan_(std::make_shared<const StreamPlan>(std::move(plan))) {}
  ~StreamSource() override;
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;

 private:
  struct State;
  std::shared_ptr<const StreamPlan> plan_;
  std::shared_ptr<State> state_;
};

}  // namespace kamel::connectors
