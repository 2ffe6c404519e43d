#include "dsl/loader.h"

#include <algorithm>
#include <array>

#include "dsl/fields.h"
#include "dsl/yaml.h"

namespace kamel {
namespace {

constexpr std::string_view kDeserialization = "org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException";
constexpr std::string_view kDuplicateKey = "org.apache.camel.dsl.yaml.common.exception.DuplicateKeyException";
constexpr std::string_view kUnknownNode = "org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException";
constexpr std::string_view kNotCreated = "org.apache.camel.FailedToCreateRouteException";
constexpr std::string_view kNotStarted = "org.apache.camel.FailedToStartRouteException";
constexpr std::string_view kIllegalArgument = "java.lang.IllegalArgumentException";

constexpr auto kElements = std::to_array<std::string_view>({
    "beans", "dataFormats", "errorHandler", "from", "intercept", "interceptFrom", "interceptSendToEndpoint", "onCompletion", "onException", "rest",
    "restConfiguration", "route", "routeConfiguration", "routeTemplate", "templatedRoute", "transformers", "validators",
});

constexpr Field kTemplated[] = {
    {.name = "routeTemplateRef", .summary = "the template's id", .required = true},
    {.name = "routeId", .summary = "the id of the route that is made"},
    {.name = "prefixId", .summary = "a prefix for the ids of the route's steps"},
    {.name = "parameters", .type = FieldType::Objects, .summary = "the template's parameters, as name and value"},
    {.name = "beans", .type = FieldType::Objects, .summary = "beans of this route alone"},
};

constexpr Field kTemplateParameter[] = {
    {.name = "name", .summary = "the parameter's name", .required = true},
    {.name = "value", .summary = "its value", .required = true},
};

constexpr Field kTemplate[] = {
    {.name = "id", .summary = "the template's id", .required = true},
    {.name = "description", .summary = "what it is for"},
    {.name = "parameters", .type = FieldType::Objects, .summary = "what may and must be given"},
    {.name = "beans", .type = FieldType::Objects, .summary = "beans of each route that is made"},
    {.name = "from", .type = FieldType::Any, .summary = "the route's beginning and steps"},
    {.name = "route", .type = FieldType::Object, .summary = "the route, where it has options of its own"},
};

bool is_properties_file(std::string_view name) noexcept { return name.ends_with(".properties"); }

// "routes/My Orders.v2.yaml" → "my-orders".
std::string kebab_name(std::string_view file) {
  file.remove_prefix(std::min(file.find_last_of('/') + 1, file.size()));
  std::string out;
  for (char c : file.substr(0, file.find('.'))) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !out.empty() && out.back() != '-') out += '-';
    if (upper) c = static_cast<char>(c | 0x20);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

std::string quoted_keys(const Node& map) {
  std::string out;
  for (const Node::Entry& entry : map.entries) out.append(out.empty() ? "'" : ", '").append(entry.key).append("'");
  return out;
}

// A template with more beans: those of a templated route are as if they stood in the template.
TemplateDecl with_beans_of(TemplateDecl from, const std::vector<Node>& beans) {
  if (beans.empty()) return from;
  auto& entries = from.definition.entries;
  auto known = std::ranges::find(entries, "beans", &Node::Entry::key);
  if (known == entries.end()) known = entries.insert(entries.end(), {"beans", from.mark, {}});
  known->value.kind = Node::Kind::List;
  known->value.items.insert(known->value.items.end(), beans.begin(), beans.end());
  return from;
}

}  // namespace

void Loader::source(const SourcePtr& source) {
  set_.sources.push_back(source);
  if (is_properties_file(source->name)) {
    declared_.load(source, diagnostics_);
    return;
  }
  name_set(source);
  modelines(source);
  std::vector<Node> documents = yaml::parse(source, diagnostics_);
  if (documents.size() > 1 && std::ranges::any_of(documents, &Node::is_list)) {
    return diagnostics_.error(documents.front().mark, "routes are one YAML document, and here are " + std::to_string(documents.size()),
                              "take the line '---' out, or give each document a file of its own", "org.apache.camel.RuntimeCamelException");
  }
  for (Node& document : documents) this->document(std::move(document), source);
}

void Loader::name_set(const SourcePtr& source) {
  if (set_.name.empty()) set_.name = kebab_name(source->name);
}

void Loader::document(Node document, const SourcePtr& source) {
  if (document.is_null()) return;
  if (document.is_list()) return list(std::move(document));
  if (document.is_map() && resource(document, source)) return;
  const bool element = document.is_map() && !document.entries.empty() && std::ranges::find(kElements, camel_case(document.entries[0].key)) != kElements.end();
  // A warning, since Camel reads such a file without a word and runs the others.
  diagnostics_.warning(document.mark, "this file loads nothing: its top level is " + std::string(document.is_map() ? "a map" : "a text") + ", not a list",
                       element ? "write '- " + document.entries[0].key + ":' and indent what follows" : "a Camel YAML file begins with '- route:' or '- from:'");
}

void Loader::list(Node list) {
  const std::size_t first = items_.size();
  for (Node& element : list.items) {
    item(std::move(element));
    check_order(std::span(items_).subspan(first));
  }
}

// What routes are made with must be known when Camel reads the first of them.
void Loader::check_order(std::span<const Item> of_list) {
  constexpr std::string_view kBefore[] = {"onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint"};
  if (of_list.empty() || std::ranges::find(kBefore, of_list.back().name) == std::end(kBefore)) return;
  const auto route = std::ranges::find_if(of_list, [](const Item& item) { return item.name == "route" || item.name == "from"; });
  if (route == of_list.end()) return;
  diagnostics_.error(of_list.back().mark, of_list.back().name + " must be defined before any routes", "move it above the route at " + route->mark.text(), std::string(kIllegalArgument));
}

void Loader::item(Node item) {
  if (!item.is_map() || item.entries.empty()) {
    diagnostics_.error(item.mark, "a top-level item must be a map with one key", "for example '- route:'", std::string(kDeserialization));
    return;
  }
  if (item.entries.size() > 1) {
    diagnostics_.error(item.mark, "a top-level item has one key, this one has " + std::to_string(item.entries.size()) + ": " + quoted_keys(item),
                       "maybe a line is not indented far enough", std::string(kDuplicateKey));
    return;
  }
  Node::Entry& entry = item.entries[0];
  std::string name = entry.key;
  if (std::ranges::find(kElements, name) == kElements.end()) {
    name = camel_case(entry.key);
    if (name == entry.key || std::ranges::find(kElements, name) == kElements.end()) {
      const std::string hint = did_you_mean(entry.key, kElements);
      diagnostics_.error(entry.mark, "unknown top-level element '" + entry.key + "'", hint.empty() ? "steps belong under a route's from: steps:" : hint, std::string(kUnknownNode));
      return;
    }
    diagnostics_.warning(entry.mark, "'" + entry.key + "' is the old spelling of '" + name + "'", "write '" + name + "'");
  }
  items_.push_back({std::move(name), std::move(entry.mark), std::move(entry.value)});
}

void Loader::finish() {
  for (const auto& [key, value] : declared_.all()) {
    if (!set_.properties.all().contains(key)) set_.properties.set(key, value);
  }
  for (Item& item : items_) {
    if (item.name == "routeTemplate") route_template(item);
  }
  for (Item& item : items_) declare(item);
  rests();
  assign_ids();
  expand_templated_routes();
  digests();
}

void Loader::declare(Item& item) {
  if (item.name == "route") return route(item);
  if (item.name == "from") return from(item);
  if (item.name == "templatedRoute") return templated_route(item);
  if (item.name == "routeTemplate") return;
  resolve(item.value, kIllegalArgument);
  set_.elements.push_back({std::move(item.name), std::move(item.mark), std::move(item.value)});
}

void Loader::route(Item& item) {
  if (!item.value.is_map()) {
    diagnostics_.error(item.value.mark, "a route must be a map with 'from'", {}, "org.apache.camel.dsl.yaml.common.exception.UnsupportedNodeTypeException");
    return;
  }
  RouteDecl route;
  route.mark = std::move(item.mark);
  split_route(std::move(item.value), route);
  add_route(std::move(route));
}

void Loader::from(Item& item) {
  RouteDecl route;
  route.mark = item.mark;
  route.options.kind = Node::Kind::Map;
  route.options.mark = item.mark;
  route.from = std::move(item.value);
  add_route(std::move(route));
}

void Loader::add_route(RouteDecl route) {
  resolve(route.options, kNotCreated);
  resolve(route.from, kNotCreated);
  const Node* id = route.options.find("id");
  if (id == nullptr) id = route.from.find("routeId");
  if (id != nullptr) route.id = id->text;
  route.generated_id = route.id.empty();
  if (check_route(route, diagnostics_)) set_.routes.push_back(std::move(route));
}

void Loader::resolve(Node& node, std::string_view java_class) {
  Diagnostics found;
  resolve_placeholders(node, set_.properties, found);
  for (Diagnostic diagnostic : found.list()) {
    diagnostic.java_class = java_class;
    diagnostics_.add(std::move(diagnostic));
  }
}

void Loader::route_template(Item& item) {
  const Options options = Options::read(item.value, kTemplate, {.what = "a route template"}, diagnostics_);
  if (!options.has("id")) return;
  if (!options.has("from") && !options.has("route")) {
    diagnostics_.error(item.mark, "a route template needs 'from' or 'route'", {}, "org.apache.camel.dsl.yaml.common.exception.InvalidRouteException");
    return;
  }
  if (set_.find_template(options.text("id")) != nullptr) {
    return diagnostics_.warning(options.mark("id"), "the template id '" + options.text("id") + "' is used twice: the first one counts");
  }
  set_.templates.push_back({options.text("id"), item.mark, std::move(item.value), false});
}

void Loader::templated_route(Item& item) {
  resolve(item.value, kIllegalArgument);
  const Options options = Options::read(item.value, kTemplated, {.what = "a templated route"}, diagnostics_);
  TemplatedRoute route{options.text("routeTemplateRef"), options.text("routeId"), options.text("prefixId"), {}, {}, item.mark};
  if (const Node* parameters = options.node("parameters")) {
    for (const Node& parameter : parameters->items) {
      const Options given = Options::read(parameter, kTemplateParameter, {.what = "a template's parameter", .common = false}, diagnostics_);
      if (given.has("name")) route.parameters.emplace_back(given.text("name"), given.text("value"));
    }
  }
  if (const Node* beans = options.node("beans")) route.beans = beans->items;
  if (!route.template_id.empty()) templated_.push_back(std::move(route));
}

// Camel numbers the templated routes without an id after all others, having dropped one number for each.
void Loader::expand_templated_routes() {
  for (const TemplatedRoute& templated : templated_) {
    if (templated.route_id.empty()) next_id();
  }
  for (const TemplatedRoute& templated : templated_) {
    const TemplateDecl* from = set_.find_template(templated.template_id);
    if (from == nullptr) {
      std::vector<std::string_view> names;
      for (const TemplateDecl& known : set_.templates) names.push_back(known.id);
      diagnostics_.error(templated.mark, "there is no route template '" + templated.template_id + "'", did_you_mean(templated.template_id, names), std::string(kIllegalArgument));
      continue;
    }
    const TemplateDecl with_beans = with_beans_of(*from, templated.beans);
    auto route = expand_template(with_beans, templated.route_id.empty() ? next_id() : templated.route_id, templated.parameters, set_, templated.mark, diagnostics_);
    if (!route) continue;
    route->generated_id = templated.route_id.empty();
    if (!templated.prefix.empty()) {
      Node prefix;
      prefix.kind = Node::Kind::Scalar;
      prefix.mark = templated.mark;
      prefix.text = templated.prefix;
      route->options.entries.push_back({"nodePrefixId", templated.mark, std::move(prefix)});
    }
    set_.routes.push_back(*std::move(route));
  }
}

std::string Loader::next_id() {
  std::string id;
  do {
    id = "route" + std::to_string(++last_id_);
  } while (set_.find(id) != nullptr);
  return id;
}

void Loader::assign_ids() {
  for (RouteDecl& route : set_.routes) {
    if (route.id.empty()) route.id = next_id();
  }
}

void Loader::digests() {
  for (auto route = set_.routes.begin(); route != set_.routes.end(); ++route) {
    const auto first = std::ranges::find(set_.routes.begin(), route, route->id, &RouteDecl::id);
    if (first != route) {
      diagnostics_.error(route->mark, "the route id '" + route->id + "' is used twice", "the first is at " + first->mark.text(), std::string(kNotStarted));
    }
    make_digests(*route, set_);
  }
}

RouteSet load_routes(const std::vector<SourcePtr>& sources, Properties properties, Diagnostics& diagnostics) {
  RouteSet set;
  set.properties = std::move(properties);
  Loader loader(set, diagnostics);
  for (const SourcePtr& source : sources) loader.source(source);
  loader.finish();
  return set;
}

}  // namespace kamel
