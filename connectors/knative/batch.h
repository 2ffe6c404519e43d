// Batches: several events in one request, each an exchange of its own, and one answer for all.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "connectors/http/server.h"
#include "connectors/knative/filter.h"
#include "engine/intake.h"

namespace kamel::knative {

/// Takes the requests of an endpoint that hold batches: made, and given to the server, before the endpoint's own mount. The answer is 204
/// when all events were processed, 500 when one failed: the sender then sends all of them again.
class BatchFront {
 public:
  /// `intakes` are those of the route, one per worker.
  BatchFront(std::span<Intake* const> intakes, EventFilter filter);
  ~BatchFront();
  Result<> mount(http::HttpServer& server, const std::string& path);
  void unmount(http::HttpServer& server, std::function<void()> done);

 private:
  std::vector<std::shared_ptr<Intake>> fronts_;
  http::MountPtr mount_;
};

}  // namespace kamel::knative
