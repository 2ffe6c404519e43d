// Declared routes → programs.
#include <algorithm>

#include "engine/assembler.h"
#include "engine/data_types.h"
#include "engine/element_fields.h"
#include "engine/error_handling.h"
#include "engine/glue.h"
#include "engine/interceptors.h"
#include "engine/kamelet.h"
#include "engine/on_completion.h"
#include "engine/saga_route.h"
#include "engine/variables.h"

namespace kamel {
namespace {

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";

constexpr Field kRoute[] = {
    {.name = "autoStartup", .type = FieldType::Bool, .summary = "Start the route with the others", .fallback = "true"},
    {.name = "errorHandler", .type = FieldType::Any, .summary = "What happens to failures of this route"},
    {.name = "errorHandlerRef", .type = FieldType::Reference, .summary = "A bean that is the route's error handler"},
    {.name = "from", .type = FieldType::Any, .summary = "Where the messages come from"},
    {.name = "steps", .type = FieldType::Steps, .summary = "Older place of from.steps"},
    {.name = "group", .summary = "Name of a group of routes"},
    {.name = "inputType", .type = FieldType::Any, .summary = "The data type that the incoming message is made to be of"},
    {.name = "outputType", .type = FieldType::Any, .summary = "The data type that the outgoing message is made to be of"},
    {.name = "logMask", .type = FieldType::Bool, .summary = "Let the log steps hide the values of passwords and the like", .fallback = "false"},
    {.name = "messageHistory", .type = FieldType::Bool, .ignored = "failures always tell their place"},
    {.name = "nodePrefixId", .summary = "Prefix of all step ids"},
    {.name = "precondition", .summary = "Simple predicate: leave the route out when it does not hold"},
    {.name = "routeConfigurationId", .summary = "The routeConfigurations that apply to this route"},
    {.name = "restBinding", .type = FieldType::Any, .summary = "The REST operation that the route was made from"},
    {.name = "routePolicy", .refused = kNoJava},
    {.name = "shutdownRoute", .fallback = "Default", .ignored = "routes are always drained in the order of their dependencies"},
    {.name = "shutdownRunningTask", .fallback = "CompleteCurrentTaskOnly", .ignored = "a drain completes every exchange in flight"},
    {.name = "startupOrder", .type = FieldType::Int, .ignored = "routes that others call are always started first"},
    {.name = "streamCache", .type = FieldType::Bool, .ignored = "every body can be read again"},
    {.name = "trace", .type = FieldType::Bool, .fallback = "false", .ignored = "use --log-level trace"},
};

constexpr Field kFrom[] = {
    {.name = "uri", .summary = "The endpoint"},
    {.name = "parameters", .type = FieldType::Any, .summary = "The endpoint's options"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with each message"},
    {.name = "variableReceive", .summary = "Put the message that comes in into this variable"},
};

/// `variableReceive` of `from`: the body that came in goes to a variable.
class ReceiveIntoVariable final : public Step {
 public:
  explicit ReceiveIntoVariable(std::string_view name) : name_(name) {}
  Flow run(Exchange& exchange) const override {
    set_variable(exchange, name_, exchange.message.body);
    set_header_variables(exchange, name_, exchange.message.headers);
    exchange.message.body = Value();
    return Flow::Next;
  }

 private:
  Slice name_;
};

Options read(const Node& node, std::span<const Field> fields, std::string_view what, std::string_view shorthand, Diagnostics& diagnostics) {
  FieldRules rules;
  rules.what = std::string(what);
  rules.shorthand = shorthand;
  return Options::read(node, fields, rules, diagnostics);
}

const Node* steps_of(const RouteDecl& route, const Options& from, const Options& options) {
  if (const Node* steps = from.node("steps")) return steps;
  return options.node("steps") != nullptr ? options.node("steps") : route.options.find("steps");
}

// The Kamelet that a `from: kamelet:…` names: its source becomes the route's, and its sink leads to the route's steps.
std::shared_ptr<const RouteDecl> source_kamelet(const std::string& uri, const Options& from, Assembler& assembler) {
  if (!uri.starts_with("kamelet:")) return nullptr;
  const auto endpoint = assembler.endpoint(uri, from.node("parameters"), from.mark("uri"), false);
  return endpoint ? expand_kamelet(endpoint->uri, from.mark("uri"), assembler) : nullptr;
}

// The steps of a source Kamelet, and behind its sink those of the route. Its own see its beans, and have neither error handler nor `intercept`.
void source_steps(const RouteDecl& kamelet, const RouteDecl& route, const RouteScope& scope, const std::string& from_uri, Interceptors& interceptors, Assembler& assembler) {
  const auto unguard = [&](Range range) {
    for (auto at = range.from; at < range.to; ++at) assembler.program().code[at].guarded = false;
  };
  auto begin = assembler.here();
  auto routes_ids = assembler.swap_id_counters({});
  const auto hand_on = [&] {
    unguard({begin, assembler.here()});
    assembler.set_route(route);
    assembler.emit(kamelet_sink(kamelet.id, assembler));
    interceptors.sends_only(false);
    auto own = assembler.swap_id_counters(std::move(routes_ids));
    interceptors.from(from_uri);
    assembler.steps(scope.steps());
    routes_ids = assembler.swap_id_counters(std::move(own));
    interceptors.sends_only(true);
    assembler.set_route(kamelet);
    begin = assembler.here();
  };
  assembler.set_sink(hand_on);
  assembler.set_route(kamelet);
  interceptors.sends_only(true);
  assembler.steps(with_saga_outermost(steps_of(kamelet), assembler));
  if (!sends_to_sink(steps_of(kamelet))) hand_on();
  unguard({begin, assembler.here()});
  assembler.swap_id_counters(std::move(routes_ids));
  assembler.set_route(route);
}

// As it was written, or, where it holds a secret, as Camel prints it: with the secret left out. For people.
std::string without_secrets(const std::string& uri) {
  Diagnostics unused;
  const auto parsed = parse_uri(uri, {}, unused);
  if (!parsed) return uri;
  std::string masked = parsed->text();
  return masked.find("xxxxxx") == masked.npos ? uri : masked;
}

void no_steps(const RouteDecl& route, Diagnostics& diagnostics) {
  diagnostics.error(route.mark, "route '" + route.id + "' has no steps", "add at least one below from.steps", "org.apache.camel.FailedToCreateRouteException");
}

CompiledRoute compile_route(const RouteDecl& route, const RouteSet& set, Context& context, bool keeps_original, InterceptorIds& ids, Diagnostics& diagnostics) {
  Assembler assembler(context, set, route.id, diagnostics);
  assembler.set_route(route);
  const Options options = read(route.options, kRoute, "route", "", diagnostics);
  const Options from = read(route.from, kFrom, "from", "uri", diagnostics);
  CompiledRoute compiled;
  compiled.decl = &route;
  const std::string uri = from.text("uri");
  const auto kamelet = source_kamelet(uri, from, assembler);
  if (kamelet) {
    assembler.set_route(*kamelet);  // its beans are its own
    const Options inner = read(kamelet->from, kFrom, "from", "uri", diagnostics);
    compiled.source = assembler.source(inner.text("uri"), inner.node("parameters"), inner.mark("uri"));
    assembler.set_route(route);
  } else if (!uri.starts_with("kamelet:")) {
    compiled.source = assembler.source(uri, from.node("parameters"), from.mark("uri"));
  }
  if (from.has("variableReceive")) assembler.emit(std::make_unique<ReceiveIntoVariable>(from.text("variableReceive")));
  const Node* steps = steps_of(route, from, options);
  if (steps == nullptr || (steps->is_list() && steps->items.empty())) no_steps(route, diagnostics);
  const RouteScope scope(route, set, steps);
  std::ranges::copy(scope.made(), std::back_inserter(assembler.program().kept));
  if (steps != nullptr && !steps->items.empty() && scope.steps()->items.empty()) no_steps(route, diagnostics);
  Interceptors interceptors(scope, assembler, ids);
  if (ids.counts) assembler.swap_id_counters(ids.counters);
  OnCompletions completions(scope, assembler);
  completions.register_all();
  assemble_input_type(options.node("inputType"), assembler);
  if (!interceptors.empty()) {
    interceptors.begin(uri);
    assembler.set_interceptors(&interceptors);
    if (!kamelet) interceptors.from(uri);
  }
  kamelet ? source_steps(*kamelet, route, scope, uri, interceptors, assembler) : assembler.steps(with_saga_outermost(scope.steps(), assembler));
  ids.counters = assembler.id_counters();  // what follows has been counted with the interceptors
  interceptors.sends_only(true);
  completions.before_reply();
  assemble_output_type(options.node("outputType"), options.node("inputType"), assembler);
  assembler.emit_return();
  completions.bodies();
  assemble_error_handling(scope, error_handler_of(route, set), assembler);
  assembler.set_interceptors(nullptr);
  Program& program = assembler.program();
  program.from_uri = without_secrets(uri);
  program.digest = route.digest;
  program.keeps_original = keeps_original;
  program.auto_startup = options.flag("autoStartup");
  program.group = options.text("group");
  program.sources = set.sources;
  compiled.program = assembler.finish();
  return compiled;
}

// What is declared but not there yet must not be ignored in silence.
void check_elements(const RouteSet& set, Context& context, Diagnostics& diagnostics) {
  constexpr std::string_view kKnown[] = {"onException", "errorHandler", "onCompletion", "routeConfiguration", "intercept",
                                         "interceptFrom", "interceptSendToEndpoint", "beans", "dataFormats", "rest", "restConfiguration"};
  Assembler assembler(context, set, "", diagnostics);
  for (const ElementDecl& element : set.elements) {
    if (element.name == "transformers" || element.name == "validators") {
      check_data_type_element(element, assembler);
      continue;
    }
    check_element_fields(element, assembler);
    if (std::ranges::find(kKnown, element.name) == std::end(kKnown)) {
      diagnostics.error(element.mark, "'" + element.name + "' is not supported yet");
    }
  }
}

// Camel starts no two routes that say the same.
void check_startup_orders(const RouteSet& set, Diagnostics& diagnostics) {
  std::map<std::string, const RouteDecl*> taken;
  for (const RouteDecl& route : set.routes) {
    const Node* order = route.options.find("startupOrder");
    if (order == nullptr) continue;
    const auto [before, fresh] = taken.try_emplace(order->text, &route);
    if (fresh) continue;
    diagnostics.error(order->mark, "routes '" + before->second->id + "' and '" + route.id + "' have the same startupOrder " + order->text, "make the numbers differ",
                      "org.apache.camel.FailedToStartRouteException");
  }
}

// The ids that a route gives to its steps: those that Camel compares with those of other routes.
void gather_ids(const Node* steps, std::vector<const Node*>& ids) {
  if (steps == nullptr) return;
  for (const Node& item : steps->items) {
    if (item.entries.size() != 1 || std::ranges::find(kScoped, item.entries.front().key) != std::end(kScoped)) continue;
    const Node& step = item.entries.front().value;
    if (const Node* id = step.find("id"); id != nullptr && id->is_scalar()) ids.push_back(id);
    gather_ids(step.find("steps"), ids);
    if (const Node* whens = step.find("when")) {
      for (const Node& when : whens->items) gather_ids(when.find("steps"), ids);
    }
    if (const Node* otherwise = step.find("otherwise")) gather_ids(otherwise->find("steps"), ids);
  }
}

// Camel starts no route that has the id of another one, or of a step of another one. It does not ask routes of templates.
void check_step_ids(const RouteSet& set, Diagnostics& diagnostics) {
  std::map<std::string, const RouteDecl*> taken;
  for (const RouteDecl& route : set.routes) {
    if (is_of_template(route, set)) continue;
    std::vector<const Node*> ids;
    gather_ids(steps_of(route), ids);
    const auto take = [&](const std::string& id, const Mark& mark) {
      const auto [before, fresh] = taken.try_emplace(id, &route);
      if (fresh || before->second == &route) return;
      diagnostics.error(mark, "the id '" + id + "' is used in route '" + before->second->id + "', too", "give each step an id of its own",
                        "org.apache.camel.FailedToStartRouteException");
    };
    take(route.id, route.mark);
    for (const Node* id : ids) take(id->text, id->mark);
  }
}

}  // namespace

std::vector<CompiledRoute> compile(const RouteSet& set, Context& context, Diagnostics& diagnostics) {
  std::vector<CompiledRoute> compiled;
  const bool keeps_original = keeps_originals(set) || set.properties.get("camel.main.allowUseOriginalMessage") == "true";
  check_elements(set, context, diagnostics);
  check_startup_orders(set, diagnostics);
  check_step_ids(set, diagnostics);
  const NumberedKamelets numbered(context);
  InterceptorIds ids;
  ids.counts = has_interceptors(set);
  for (const RouteDecl& route : set.routes) compiled.push_back(compile_route(route, set, context, keeps_original, ids, diagnostics));
  return compiled;
}

}  // namespace kamel
