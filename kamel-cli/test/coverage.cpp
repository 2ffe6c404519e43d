#include "kamel-cli/test/coverage.h"

#include <algorithm>

namespace kamel::cli {

void Coverage::add(const std::vector<StepRuns>& steps) {
  for (const StepRuns& step : steps) {
    if (!step.mark.source) continue;
    const auto [place, added] = steps_.try_emplace({step.mark.source->name, step.mark.line, step.mark.column, step.name}, step);
    if (!added) place->second.runs += step.runs;
  }
}

std::size_t Coverage::run() const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(steps_, [](const auto& entry) { return entry.second.runs != 0; }));
}

std::vector<StepRuns> Coverage::missed() const {
  std::vector<StepRuns> out;
  for (const auto& [place, step] : steps_) {
    if (step.runs == 0) out.push_back(step);
  }
  return out;
}

std::vector<StepRuns> Coverage::all() const {
  std::vector<StepRuns> out;
  for (const auto& [place, step] : steps_) out.push_back(step);
  return out;
}

}  // namespace kamel::cli
