// Whether the mocks of a context keep lists and maps by reference, as Camel's do.
#pragma once

#include <memory>

#include "engine/context.h"

namespace kamel::connectors {

/// With `on`, who changes a list later changes what a mock shows of it. For contexts of one worker, on which what arrived must be read from then on; what was kept dies
/// with the process. Set before the first message, read by the worker.
struct MockSharing {
  bool on = false;
  static std::shared_ptr<MockSharing> of(Context& context) {
    return context.service<MockSharing>([] { return std::make_shared<MockSharing>(); });
  }
};

}  // namespace kamel::connectors
