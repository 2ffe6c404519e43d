// The sizes that the routes of a set give to a queue.
#pragma once

#include <cstdint>
#include <optional>

#include "dsl/route.h"
#include "dsl/uri.h"

namespace kamel::connectors {

/// Another endpoint of the same queue (scheme and path of `uri`).
struct DeclaredSize {
  std::int64_t size = 0;
  Mark mark;
};

/// The first endpoint of the set's routes, in their order, that gives this queue a size other than `size`. Only what stands there before it is
/// run is looked at: no computed URIs, no templates.
std::optional<DeclaredSize> other_size(const RouteSet& set, const EndpointUri& uri, std::int64_t size);

}  // namespace kamel::connectors
