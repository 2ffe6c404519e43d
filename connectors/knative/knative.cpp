// The knative component: events from and to Knative brokers, channels and services.
#include <cstdlib>

#include "connectors/knative/consumer.h"
#include "connectors/knative/producer.h"
#include "engine/assembler.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kVersions[] = {"1.0", "1.0.1", "1.0.2"};
constexpr std::string_view kBeans = "it names a Java object; write it into the environment, as camel.knative.environment";
constexpr Field kFields[] = {
    {.name = "apiVersion", .type = FieldType::Text, .summary = "apiVersion of the Kubernetes resource that is meant"},
    {.name = "kind", .type = FieldType::Text, .summary = "kind of the Kubernetes resource that is meant"},
    {.name = "name", .type = FieldType::Text, .summary = "name of the Kubernetes resource that is meant: of the broker, for events"},
    {.name = "cloudEventsSpecVersion", .type = FieldType::Choice, .summary = "version of the CloudEvents specification", .fallback = "1.0", .choices = kVersions},
    {.name = "cloudEventsType", .type = FieldType::Text, .summary = "type of events that have none of their own", .fallback = "org.apache.camel.event"},
    {.name = "reply", .type = FieldType::Bool, .summary = "answer with the route's result; by default as the environment says", .scope = "consumer"},
    {.name = "replyWithCloudEvent", .type = FieldType::Bool, .summary = "answer with an event, which the broker takes in again", .fallback = "false", .scope = "consumer"},
    {.name = "environment", .type = FieldType::Reference, .summary = "a KnativeEnvironment", .refused = kBeans},
    {.name = "ceOverride", .type = FieldType::Reference, .summary = "a map of event headers", .refused = "write ce.override.NAME=value"},
    {.name = "filters", .type = FieldType::Text, .summary = "a trigger's filters as JSON: [{\"prefix\": {\"type\": \"order.\"}}, {\"cesql\": \"subject LIKE 'a%'\"}], also exact, suffix, all, any, not. For one attribute filter.ATTRIBUTE=value is enough", .scope = "consumer"},
    {.name = "delivery", .type = FieldType::Text, .summary = "kamel's own: without a cluster, how events are tried again, as Knative's delivery in JSON: {\"retry\": 3, \"backoffPolicy\": \"linear\", \"backoffDelay\": \"PT1S\", \"deadLetterSink\": {\"ref\": {\"kind\": \"Channel\", \"name\": \"lost\"}}}; events by default 10 times, exponentially from 0.2 s", .scope = "consumer"},
    {.name = "sinkBinding", .type = FieldType::Reference, .summary = "a KnativeSinkBinding", .refused = "K_SINK and K_CE_OVERRIDES are read by themselves"},
    {.name = "transportOptions", .type = FieldType::Reference, .summary = "options of the HTTP transport", .refused = kBeans},
};

using kamel::knative::Environment;
using kamel::knative::EventProducer;
using kamel::knative::EventSource;
using kamel::knative::LocalBroker;
using kamel::knative::Receiving;
using kamel::knative::Sending;
using kamel::knative::Side;

struct Target {
  std::string type, name;
};

// event/orders, /event/orders, or event alone.
std::optional<Target> target_of(const EndpointDecl& decl, Assembler& assembler) {
  std::string_view path = decl.uri.path;
  while (path.starts_with("/")) path.remove_prefix(1);
  const auto slash = path.find('/');
  Target target{std::string(path.substr(0, slash)), slash == std::string_view::npos ? "" : percent_decode(path.substr(slash + 1))};
  if (target.type == "event" || target.type == "channel" || target.type == "endpoint") return target;
  static constexpr std::string_view kTypes[] = {"event", "channel", "endpoint"};
  const std::string hint = did_you_mean(target.type, kTypes);
  assembler.error(decl.mark, "knative has no '" + target.type + "'", hint.empty() ? "write knative:event/TYPE, knative:channel/NAME or knative:endpoint/NAME" : hint,
                  "java.lang.IllegalArgumentException");
  return std::nullopt;
}

// filter.source=x, ce.override.ce-type=x: options whose names the user makes. Others are mistakes.
std::map<std::string, std::string> named(const EndpointDecl& decl, std::string_view prefix) {
  std::map<std::string, std::string> found;
  for (const Parameter& parameter : decl.uri.parameters) {
    if (parameter.name.starts_with(prefix)) found.emplace(parameter.name.substr(prefix.size()), parameter.value);
  }
  return found;
}

bool check_names(const EndpointDecl& decl, Assembler& assembler) {
  bool fine = true;
  for (const Parameter& parameter : decl.uri.parameters) {
    const std::string& name = parameter.name;
    const bool known = std::ranges::any_of(kFields, [&](const Field& field) { return field.name == name; });
    if (known || name.starts_with("filter.") || name.starts_with("ce.override.") || name.starts_with("transport.") || name == "exchangePattern" ||
        name == "bridgeErrorHandler" || name == "lazyStartProducer" || name == "exceptionHandler" || name == "autowiredEnabled") {
      continue;
    }
    std::vector<std::string_view> names;
    for (const Field& field : kFields) names.push_back(field.name);
    assembler.error(decl.mark, "component 'knative' has no option '" + name + "'", did_you_mean(name, names), "org.apache.camel.ResolveEndpointFailedException");
    fine = false;
  }
  return fine;
}

// Whether both can be read.
bool read_trigger(const EndpointDecl& decl, Assembler& assembler, Receiving& receiving) {
  const auto report = [&](std::string_view option, const Error& error) {
    assembler.error(decl.options.mark(option), std::string(error.message()), "a bean of that name is a Java object: write JSON", std::string(error.type()));
    return false;
  };
  if (decl.options.has("filters")) {
    auto filters = kamel::knative::parse_filters(decl.options.text("filters"));
    if (!filters) return report("filters", filters.error());
    receiving.filter.trigger = std::move(*filters);
  }
  if (!decl.options.has("delivery")) return true;
  auto rules = kamel::knative::parse_delivery(decl.options.text("delivery"));
  if (!rules) return report("delivery", rules.error());
  receiving.delivery = std::move(*rules);
  return true;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const auto target = target_of(decl, assembler);
  if (!target || !check_names(decl, assembler)) return nullptr;
  const Options& options = decl.options;
  Receiving receiving;
  receiving.type = target->type;
  receiving.name = target->name;
  receiving.api_version = options.text("apiVersion");
  receiving.kind = options.text("kind");
  receiving.object_name = options.text("name");
  receiving.filter.attributes = named(decl, "filter.");
  if (!read_trigger(decl, assembler, receiving)) return nullptr;
  if (options.has("reply")) receiving.reply = options.flag("reply");
  receiving.replies_with_event = options.flag("replyWithCloudEvent");
  return std::make_unique<EventSource>(assembler.context(), std::move(receiving));
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const auto target = target_of(decl, assembler);
  if (!target || !check_names(decl, assembler)) return nullptr;
  const Options& options = decl.options;
  const auto environment = Environment::load(*assembler.context().properties());
  if (!environment) {
    assembler.error(decl.mark, "the Knative environment cannot be read: " + std::string(environment.error().message()), {}, std::string(environment.error().type()));
    return nullptr;
  }
  Sending sending;
  sending.type = target->type;
  sending.name = target->name;
  sending.object_name = options.text("name");
  sending.sink = environment->find({target->type, target->name, Side::Sink, options.text("apiVersion"), options.text("kind"), sending.object_name});
  if (!sending.sink && !environment->empty()) {
    assembler.error(decl.mark, "unable to find a resource definition for " + target->type + "/" + target->name + " (sink) in the Knative environment",
                    "the operator writes it into camel.knative.environment; or set K_SINK", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  sending.event_type = options.text("cloudEventsType");
  if (sending.sink && !sending.sink->event_type.empty() && !options.has("cloudEventsType")) sending.event_type = sending.sink->event_type;
  sending.spec_version = options.choice("cloudEventsSpecVersion");
  if (sending.sink) sending.overrides = sending.sink->overrides;
  for (const auto& [name, value] : named(decl, "ce.override.")) sending.overrides.insert_or_assign(name, value);
  sending.ca_certificates = variable("K_CA_CERTS");
  sending.audience = variable("K_AUDIENCE");
  sending.timeout_seconds = std::atol(variable("K_SINK_TIMEOUT").c_str());
  Context& context = assembler.context();
  auto pool = context.service<http::ClientPool>([&] { return std::make_shared<http::ClientPool>(context); });
  return std::make_unique<EventProducer>(std::move(sending), std::move(pool), LocalBroker::of(context));
}

}  // namespace

ComponentSpec knative() {
  return {.scheme = "knative",
          .syntax = "knative:type/typeId",
          .summary = "Send and receive CloudEvents through Knative brokers (event), channels and services (endpoint).",
          .fields = kFields,
          .lenient = true,
          .example = "knative:event/order.placed",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
