// Camel K's modelines: options of `kamel run` at the head of a source.
#pragma once

#include <string>
#include <vector>

#include "dsl/source.h"

namespace kamel {

/// One option of a modeline: trait=container.port=9090 is {"trait", "container.port=9090"}.
struct ModelineOption {
  std::string name, value;
  Mark mark;
};

/// All of a source's modelines (`# camel-k: name=value other="a b"`), split as a shell would; not checked.
std::vector<ModelineOption> modeline_options(const SourcePtr& source);

}  // namespace kamel
