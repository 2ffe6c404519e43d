// What a route may say about itself, and what it must; its digests.
#include <algorithm>
#include <array>

#include "dsl/digest.h"
#include "dsl/fields.h"
#include "dsl/loader.h"
#include "dsl/rest.h"

namespace kamel {
namespace {

constexpr std::string_view kNotCreated = "org.apache.camel.FailedToCreateRouteException";
constexpr std::string_view kUnsupportedField = "org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException";

constexpr auto kShutdownRoute = std::to_array<std::string_view>({"Default", "Defer"});
constexpr auto kRunningTask = std::to_array<std::string_view>({"CompleteCurrentTaskOnly", "CompleteAllTasks"});

// The checks of form only: what each option means, and which have no effect here, is the compiler's matter.
constexpr Field kRoute[] = {
    {.name = "autoStartup", .type = FieldType::Bool, .summary = "whether the route starts with the integration", .fallback = "true"},
    {.name = "disabled", .refused = "only steps can be disabled; a route can have autoStartup: false"},
    {.name = "errorHandler", .type = FieldType::Object, .summary = "the error handler of this route"},
    {.name = "errorHandlerRef", .type = FieldType::Reference, .summary = "a bean that is the error handler of this route"},
    {.name = "from", .type = FieldType::Any, .summary = "where messages come from, and the steps they take", .required = true},
    {.name = "group", .summary = "the group the route belongs to"},
    {.name = "inputType", .type = FieldType::Object, .summary = "the type of data that comes in"},
    {.name = "outputType", .type = FieldType::Object, .summary = "the type of data that goes out"},
    {.name = "logMask", .type = FieldType::Bool, .summary = "whether secrets are masked in what is logged", .fallback = "false"},
    {.name = "messageHistory", .type = FieldType::Bool, .summary = "whether an exchange remembers its steps"},
    {.name = "nodePrefixId", .summary = "a prefix for the ids of the steps"},
    {.name = "precondition", .summary = "in simple: the route is left out where this is false"},
    {.name = "routeConfigurationId", .summary = "the route configuration to use, or a pattern of several"},
    {.name = "routePolicy", .summary = "beans that start and stop the route"},
    {.name = "shutdownRoute", .type = FieldType::Choice, .summary = "when to shut down", .fallback = "Default", .choices = kShutdownRoute},
    {.name = "shutdownRunningTask", .type = FieldType::Choice, .summary = "what is finished at shutdown", .fallback = "CompleteCurrentTaskOnly", .choices = kRunningTask},
    {.name = "startupOrder", .type = FieldType::Int, .summary = "routes start in the order of these numbers"},
    {.name = "streamCache", .type = FieldType::Bool, .summary = "whether streams can be read again"},
    {.name = "trace", .type = FieldType::Bool, .summary = "whether each step is logged"},
};

constexpr Field kFrom[] = {
    {.name = "uri", .summary = "the endpoint that messages come from", .required = true},
    {.name = "parameters", .type = FieldType::Map, .summary = "the endpoint's options"},
    {.name = "steps", .type = FieldType::Steps, .summary = "what is done with each message", .required = true},
    {.name = "variableReceive", .summary = "the variable that takes the incoming body"},
};

// Elements that people write into a route, where Camel has no place for them.
constexpr auto kTopLevelOnly = std::to_array<std::string_view>({"onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint"});

// The keys of the older kebab spelling become today's, so that nobody behind this needs to know both. Reading the fields has warned of them.
void modernise(Node& map, std::span<const Field> fields) {
  for (Node::Entry& entry : map.entries) {
    std::string modern = camel_case(entry.key);
    if (modern != entry.key && std::ranges::find(fields, modern, &Field::name) != fields.end()) entry.key = std::move(modern);
  }
}

void no_steps(const RouteDecl& route, Diagnostics& diagnostics) {
  diagnostics.error(route.from.mark, "route" + (route.id.empty() ? std::string() : " '" + route.id + "'") + " has no steps", "add one under from: steps:, such as '- log: \"${body}\"'",
                    std::string(kNotCreated));
}

// Whether the options are fine; those with a better advice than a list of names are taken out before.
bool check_options(const RouteDecl& route, Diagnostics& diagnostics) {
  Node rest = route.options;
  std::erase_if(rest.entries, [&](const Node::Entry& entry) {
    const std::string name = camel_case(entry.key);
    const bool steps = name == "steps";
    if (!steps && std::ranges::find(kTopLevelOnly, name) == kTopLevelOnly.end()) return false;
    diagnostics.error(entry.mark, "a route has no option '" + entry.key + "'",
                      steps ? "steps belong under from: steps:" : "'" + name + "' belongs on the top level, or into a routeConfiguration", std::string(kUnsupportedField));
    return true;
  });
  if (route.from.is_null() && route.from.mark.line == 0) {
    diagnostics.error(route.mark, "a route needs 'from'", {}, std::string(kNotCreated));
    return false;
  }
  rest.entries.push_back({"from", route.from.mark, Node{}});
  Options::read(rest, kRoute, {.what = "a route"}, diagnostics);
  return true;
}

bool check_from(const RouteDecl& route, Diagnostics& diagnostics) {
  const Node& from = route.from;
  if (from.is_scalar()) return no_steps(route, diagnostics), false;
  if (!from.is_map()) {
    diagnostics.error(from.mark, "'from' must be a map with 'uri' and 'steps'", {}, "org.apache.camel.dsl.yaml.common.exception.UnsupportedNodeTypeException");
    return false;
  }
  const Node* steps = from.find("steps");
  const bool empty = steps == nullptr || steps->is_null() || (steps->is_list() && steps->items.empty());
  if (empty) no_steps(route, diagnostics);
  // Missing steps have been told in better words.
  std::vector<Field> fields(std::begin(kFrom), std::end(kFrom));
  for (Field& field : fields) field.required = field.required && field.name != "steps";
  const Options options = Options::read(from, fields, {.what = "'from'"}, diagnostics);
  return !empty && options.has("uri") && options.has("steps");
}

// Which of the set's own things a piece of a route can use, by the names it has to write for them.
void add_used(Digest& digest, const std::string& written, const RouteSet& set) {
  const bool kamelets = written.find("kamelet") != std::string::npos;
  if (kamelets) {
    for (const TemplateDecl& known : set.templates) digest.add(known.id).add(known.definition);
  }
  if (kamelets || written.find("properties:") != std::string::npos) {
    for (const auto& [key, value] : set.properties.all()) digest.add(key).add(value);
  }
}

void collect(const Node& node, std::string& out) {
  out.append(node.text).append("\n");
  for (const Node& item : node.items) collect(item, out);
  for (const Node::Entry& entry : node.entries) {
    out.append(entry.key).append(":");
    collect(entry.value, out);
  }
}

}  // namespace

namespace {

// errorHandlerRef: b is errorHandler: {refErrorHandler: b}, and counts for nothing where there is a handler beside it.
void write_out_reference(Node& route) {
  const auto ref = std::ranges::find(route.entries, "errorHandlerRef", &Node::Entry::key);
  if (ref == route.entries.end() || !ref->value.is_scalar()) return;
  Node::Entry handler{"errorHandler", ref->mark, {}};
  handler.value.kind = Node::Kind::Map;
  handler.value.mark = ref->value.mark;
  handler.value.entries.push_back({"refErrorHandler", ref->mark, std::move(ref->value)});
  const bool beside = route.find("errorHandler") != nullptr;
  route.entries.erase(ref);
  if (!beside) route.entries.push_back(std::move(handler));
}

}  // namespace

void split_route(Node definition, RouteDecl& out) {
  write_out_reference(definition);
  for (auto entry = definition.entries.begin(); entry != definition.entries.end(); ++entry) {
    if (entry->key != "from") continue;
    out.from = std::move(entry->value);
    if (out.from.mark.line == 0) out.from.mark = entry->mark;
    definition.entries.erase(entry);
    break;
  }
  out.options = std::move(definition);
}

bool check_route(RouteDecl& route, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.errors();
  if (!check_options(route, diagnostics)) return false;
  const bool usable = check_from(route, diagnostics);
  modernise(route.options, kRoute);
  modernise(route.from, kFrom);
  return usable && diagnostics.errors() == before;
}

void make_digests(RouteDecl& route, const RouteSet& set) {
  Digest whole, from;
  whole.add(route.id).add(route.options).add(route.from);
  for (const Node& bean : route.beans) whole.add(bean);
  for (const auto& [name, value] : route.parameters) whole.add(name).add(value);
  for (const ElementDecl& element : set.elements) whole.add(element.name).add(element.value);
  std::string written;
  collect(route.options, written);
  collect(route.from, written);
  add_used(whole, written, set);
  route.digest = whole.text();

  Node input = route.from;
  std::erase_if(input.entries, [](const Node::Entry& entry) { return entry.key == "steps"; });
  from.add(input);
  std::string of_input;
  collect(input, of_input);
  add_used(from, of_input, set);
  if (of_input.find('#') != std::string::npos) {
    for (const ElementDecl& element : set.elements) {
      if (element.name == "beans") from.add(element.value);
    }
    for (const Node& bean : route.beans) from.add(bean);
  }
  // What a REST service is mounted by stands in its options and in the configuration of all services.
  if (const Node* binding = route.options.find(kRestBinding)) from.add(*binding);
  if (of_input.find("rest") != std::string::npos) {
    for (const ElementDecl& element : set.elements) {
      if (element.name == "restConfiguration") from.add(element.value);
    }
  }
  route.from_digest = from.text();
}

}  // namespace kamel
