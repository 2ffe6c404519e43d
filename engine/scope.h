// Which onException, onCompletion, intercept… apply to a route, and in which order.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/assembler.h"

namespace kamel {

/// The declarations that may stand in three places: among a route's own steps, in a routeConfiguration, and at the top level of a file.
inline constexpr std::string_view kScoped[] = {"onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint"};

struct ScopedDecl {
  std::string_view name;  // one of kScoped
  const Node* value;
  bool of_route = true;  // not of the whole file
};

/// What a route declares for itself among its steps, and the steps that are left.
class RouteScope {
 public:
  /// `steps` is the route's list; it and `route` must outlive this.
  RouteScope(const RouteDecl& route, const RouteSet& set, const Node* steps);
  /// The steps without the declarations.
  const Node* steps() const noexcept { return own_.empty() ? given_ : &rest_; }
  /// The route's own ones of that name.
  std::vector<ScopedDecl> own(std::string_view name) const;
  /// Those of the routeConfigurations that apply to the route; those of its file.
  std::vector<ScopedDecl> configured(std::span<const std::string_view> names, bool last_first = true) const;
  std::vector<ScopedDecl> of_file(std::span<const std::string_view> names) const;
  /// Those of the routeConfigurations that apply to the route, then those of its file (if it is no template's), in the order in which they were written.
  std::vector<ScopedDecl> around(std::span<const std::string_view> names) const;
  std::vector<ScopedDecl> around(const std::string_view& name) const { return around(std::span(&name, 1)); }
  const RouteDecl& route() const noexcept { return route_; }
  /// What was made here and is pointed to by `own`: whoever keeps such pointers keeps this.
  std::span<const std::shared_ptr<const Node>> made() const noexcept { return made_; }

 private:
  const RouteDecl& route_;
  const RouteSet& set_;
  const Node* given_;
  Node rest_;
  std::vector<ScopedDecl> own_;
  std::vector<std::shared_ptr<const Node>> made_;
};

/// The routeConfigurations that apply to a route: those it names, or those without an id; what the last one says counts first.
std::vector<const ElementDecl*> configurations_of(const RouteDecl& route, const RouteSet& set);

/// Whether a route was made of a template or Kamelet: the declarations of the file are not its own then, those of routeConfigurations are.
bool is_of_template(const RouteDecl& route, const RouteSet& set);

/// For the specs of the scoped steps: compile_route takes them from the route's own steps, so one that is compiled stands too deep.
void refuse_nested(const StepDecl& decl, Assembler& assembler);

}  // namespace kamel
