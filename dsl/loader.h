// Loader: what load_routes does, source by source, then all together.
#pragma once

#include <string>
#include <string_view>
#include <span>
#include <vector>

#include "dsl/route.h"

namespace kamel {

class RestConfiguration;

/// Reads sources into a set. First every source is taken apart, since any of them may set properties; `finish` then makes the declarations.
class Loader {
 public:
  Loader(RouteSet& set, Diagnostics& diagnostics) : set_(set), diagnostics_(diagnostics) {}

  void source(const SourcePtr& source);
  void finish();

 private:
  /// A top-level item of a list: exactly one name and what stands under it.
  struct Item {
    std::string name;
    Mark mark;
    Node value;
  };

  // loader.cpp
  void document(Node document, const SourcePtr& source);
  void list(Node list);
  void item(Node item);
  void check_order(std::span<const Item> of_list);
  void declare(Item& item);
  void route(Item& item);
  void from(Item& item);
  void add_route(RouteDecl route);
  void route_template(Item& item);
  void templated_route(Item& item);
  void expand_templated_routes();
  void resolve(Node& node, std::string_view java_class);
  void assign_ids();
  void digests();
  std::string next_id();
  void name_set(const SourcePtr& source);

  // kubernetes.cpp
  bool resource(Node& document, const SourcePtr& source);
  void integration(Node& document, const SourcePtr& source);
  void integration_sources(const Node& sources, const SourcePtr& source);
  void kamelet(Node& document);
  void pipe(Node& document);
  void properties_of(const Node& list);
  void property(std::string_view text, const Mark& mark);

  // rest.cpp
  void rests();
  bool check_rest(const ElementDecl& element, const RestConfiguration& configuration);
  std::vector<RouteDecl> rest_routes(const ElementDecl& element);
  void document_route(const RestConfiguration& configuration);
  void place_route(RouteDecl route, const Mark& mark);
  void inline_routes();

  // modeline.cpp
  void modelines(const SourcePtr& source);
  void modeline_option(std::string_view option, std::string_view value, const Mark& mark);

  struct TemplatedRoute {
    std::string template_id, route_id, prefix;
    std::vector<std::pair<std::string, std::string>> parameters;
    std::vector<Node> beans;
    Mark mark;
  };

  RouteSet& set_;
  Diagnostics& diagnostics_;
  std::vector<Item> items_;
  std::vector<TemplatedRoute> templated_;
  Properties declared_;  // by documents and modelines: the caller's properties win over them
  unsigned last_id_ = 0;
};

/// Checks and completes a route whose placeholders are resolved: `from` must have a URI and steps; old spellings are made new.
/// Reports under `mark`. Whether the route can be used.
bool check_route(RouteDecl& route, Diagnostics& diagnostics);
/// Fills `digest` and `from_digest`, which cover what the route uses of the set.
void make_digests(RouteDecl& route, const RouteSet& set);
/// Splits a route's map into `from` and the other options.
void split_route(Node definition, RouteDecl& out);

}  // namespace kamel
