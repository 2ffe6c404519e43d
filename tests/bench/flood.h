// Flood: a route fed as fast as one worker can run it, and a sink that counts. For measurements.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/registry.h"
#include "engine/runtime.h"

namespace kamel::bench {

/// What flood: and sink: endpoints of this process did.
struct Counts {
  std::atomic<std::uint64_t> messages{0};  // settled at flood:
  std::atomic<std::uint64_t> failed{0};    // of these, badly
  std::atomic<std::uint64_t> hits{0};      // arrived at sink:
};
Counts& counts() noexcept;

/// Every exchange that flood: admits has this body. To be set before the routes start.
void set_body(std::string body);

/// Called on the worker around each batch of exchanges that flood: admits; measurements hook in here. nullptr: nobody.
class Batches {
 public:
  virtual ~Batches() = default;
  virtual void begin() noexcept = 0;
  virtual void end(std::uint64_t messages) noexcept = 0;
};
void set_batches(Batches* batches) noexcept;

/// The parts of the real binary, and flood: and sink:.
const Registry& registry();

/// A runtime with these routes and one worker, running. Ends the process with a message when they do not load.
std::unique_ptr<Runtime> run(const std::string& name, std::string yaml);

}  // namespace kamel::bench
