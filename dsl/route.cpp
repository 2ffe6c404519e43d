// RouteSet: look-ups, and how one set becomes another.
#include "dsl/route.h"

#include <algorithm>

namespace kamel {

const RouteDecl* RouteSet::find(std::string_view id) const noexcept {
  const auto found = std::ranges::find(routes, id, &RouteDecl::id);
  return found == routes.end() ? nullptr : &*found;
}

const TemplateDecl* RouteSet::find_template(std::string_view id) const noexcept {
  const auto found = std::ranges::find(templates, id, &TemplateDecl::id);
  return found == templates.end() ? nullptr : &*found;
}

RouteDiff diff(const RouteSet& before, const RouteSet& after) {
  RouteDiff out;
  for (const RouteDecl& route : after.routes) {
    const RouteDecl* old = before.find(route.id);
    if (old == nullptr) {
      out.added.push_back(route.id);
    } else if (old->digest == route.digest) {
      out.unchanged.push_back(route.id);
    } else if (old->from_digest == route.from_digest) {
      out.swapped.push_back(route.id);
    } else {
      out.restarted.push_back(route.id);
    }
  }
  for (const RouteDecl& route : before.routes) {
    if (after.find(route.id) == nullptr) out.removed.push_back(route.id);
  }
  return out;
}

}  // namespace kamel
