// Coverage: which steps of the routes the tests have run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/runtime.h"

namespace kamel::cli {

/// Collects over any number of tests. A step is known by its place in the file, so that a template's steps count once.
class Coverage {
 public:
  void add(const std::vector<StepRuns>& steps);
  std::size_t steps() const noexcept { return steps_.size(); }
  std::size_t run() const noexcept;
  /// Those that no test has run, in the order of files and lines.
  std::vector<StepRuns> missed() const;
  std::vector<StepRuns> all() const;

 private:
  struct Place {
    std::string file;
    std::uint32_t line, column;
    std::string name;
    auto operator<=>(const Place&) const = default;
  };
  std::map<Place, StepRuns> steps_;
};

}  // namespace kamel::cli
