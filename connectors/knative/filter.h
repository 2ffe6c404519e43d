// Filters of triggers, in all of Knative's dialects.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "connectors/knative/event.h"

namespace kamel::knative {

/// Immutable; any thread.
class Filter {
 public:
  virtual ~Filter() = default;
  virtual bool passes(const CloudEvent& event) const = 0;
};
using FilterPtr = std::shared_ptr<const Filter>;

/// A Trigger's `filters:` – a list, of which all must pass – as JSON: [{"exact": {"type": "a"}}, {"prefix": …}, {"suffix": …}, {"all": […]}, {"any": […]},
/// {"not": {…}}, {"cesql": "…"}]. Fails with what is wrong with which of them, as Knative's webhook does.
Result<FilterPtr> parse_filters(const std::string& json);
Result<FilterPtr> parse_filters(const Value& list);

/// What an endpoint takes: the attributes that its URI or the environment asks for, as Camel's consumer compares them, and a trigger's filters.
struct EventFilter {
  std::map<std::string, std::string> attributes;  // see matches()
  FilterPtr trigger;                              // nullptr: all
  bool empty() const noexcept { return attributes.empty() && !trigger; }
  bool passes(const CloudEvent& event) const;
};

}  // namespace kamel::knative
