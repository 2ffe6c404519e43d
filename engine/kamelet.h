// Kamelets and route templates as they are used: called by a `to`, put around steps, or as the source of a route.
#pragma once

#include <memory>
#include <optional>

#include "engine/assembler.h"

namespace kamel {

/// The route that a `kamelet:NAME/ID?parameters` stands for. nullptr after a report. Lives as long as the assembler's program.
std::shared_ptr<const RouteDecl> expand_kamelet(const EndpointUri& uri, const Mark& mark, Assembler& assembler);

/// The step that runs the Kamelet on the exchange. Where the Kamelet sends to kamelet:sink, `sink` (a list of steps, or nullptr) is run.
std::unique_ptr<const Step> kamelet_call(const EndpointUri& uri, const Mark& mark, const Node* sink, Assembler& assembler);

/// While one lives a set is being compiled, and its Kamelets (my-action-1, my-action-2 …) are numbered from the start. Control thread.
class NumberedKamelets {
 public:
  explicit NumberedKamelets(Context& context);
  ~NumberedKamelets();
  NumberedKamelets(const NumberedKamelets&) = delete;
  NumberedKamelets& operator=(const NumberedKamelets&) = delete;

 private:
  Context& context_;
};

/// Stands where a Kamelet, running as `route_id`, hands a message on: notes the place, which failures behind it tell, and the exchange that goes on.
std::unique_ptr<const Step> kamelet_sink(const std::string& route_id, Assembler& assembler);

/// Whether these steps send to kamelet:sink. Where they do not, Camel does so behind the last of them.
bool sends_to_sink(const Node* steps);

/// Whether a Kamelet or route template has steps behind its kamelet:sink, so that it matters what is done there and what afterwards.
bool goes_on_after_sink(const RouteSet& set, std::string_view name);

/// The steps of an expanded template.
const Node* steps_of(const RouteDecl& route);

}  // namespace kamel
