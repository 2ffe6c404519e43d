#include "engine/repositories/medium.h"

#include <future>

namespace kamel {

void Medium::flush() {
  std::promise<void> flushed;
  write({}, [&](const Result<>&) { flushed.set_value(); });
  flushed.get_future().wait();
}

}  // namespace kamel
