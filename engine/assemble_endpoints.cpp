// The parts of the Assembler that take endpoint URIs apart and ask their components.
#include <algorithm>
#include <chrono>

#include "engine/absent_components.h"
#include "engine/assembler.h"
#include "engine/discretion.h"

namespace kamel {
namespace {

// Parameters that every endpoint of Camel takes.
constexpr Field kCommon[] = {
    {.name = "lazyStartProducer", .type = FieldType::Bool, .fallback = "false", .ignored = "producers connect when they are first used"},
    {.name = "bridgeErrorHandler", .type = FieldType::Bool, .fallback = "false", .ignored = "consumers report their failures to the log"},
    {.name = "exchangePattern", .type = FieldType::Text, .summary = "InOnly or InOut", .scope = "consumer"},
    {.name = "exceptionHandler", .type = FieldType::Reference, .refused = "it names a Java class", .scope = "consumer"},
    {.name = "autowiredEnabled", .type = FieldType::Bool, .fallback = "true", .ignored = "nothing is autowired"},
};

// Camel's components that make do without a name: mock is an endpoint, as is timer?period=10.
constexpr std::string_view kNameless[] = {"browse", "controlbus", "direct", "mock", "seda", "stub", "timer"};

constexpr std::string_view kUnresolved = "org.apache.camel.ResolveEndpointFailedException";

void add_parameters(EndpointUri& uri, const Node* parameters, Diagnostics& diagnostics) {
  if (parameters == nullptr || parameters->is_null()) return;
  if (!parameters->is_map()) return diagnostics.error(parameters->mark, "parameters must be a map of names and values");
  for (const Node::Entry& entry : parameters->entries) {
    if (!entry.value.is_scalar()) {
      if (!entry.value.is_null()) diagnostics.error(entry.value.mark, "parameter '" + entry.key + "' must be a single value");
      continue;
    }
    std::string value = entry.value.text;
    const bool raw = value.starts_with("RAW(") && value.ends_with(")");
    if (raw) value = value.substr(4, value.size() - 5);
    std::erase_if(uri.parameters, [&](const Parameter& given) { return given.name == entry.key; });
    uri.parameters.push_back({entry.key, std::move(value), raw, entry.value.mark});
  }
}

// What seda converts itself, where Camel binds all other numbers of endpoints as if they were durations.
constexpr std::string_view kExact[] = {"size", "concurrentConsumers", "pollTimeout"};

// A number as Camel's endpoints read it: 2s counts as 2000, and what has none of the letters of a duration counts as 0.
void read_number(const EndpointUri& uri, const Parameter& parameter, std::span<const Field> fields, Node& value, Diagnostics& diagnostics) {
  const auto field = std::ranges::find(fields, parameter.name, &Field::name);
  if (field == fields.end() || (field->type != FieldType::Int && field->type != FieldType::Duration)) return;
  if (!misfit(*field, value.text) || (uri.scheme == "seda" && std::ranges::find(kExact, field->name) != std::end(kExact))) return;
  std::optional<std::chrono::milliseconds> read = parse_duration(value.text);
  if (!read && value.text.find_first_of("dhms") == std::string::npos) {
    read = std::chrono::milliseconds(0);
    diagnostics.warning(value.mark, "parameter '" + parameter.name + "' of '" + uri.scheme + "' is no number, and counts as 0: '" + value.text + "'");
  }
  if (read) value.text = std::to_string(read->count());
}

// The query as a map that Options can read.
Node as_node(const EndpointUri& uri, std::span<const Field> fields, Diagnostics& diagnostics) {
  Node map;
  map.kind = Node::Kind::Map;
  map.mark = uri.mark;
  for (const Parameter& parameter : uri.parameters) {
    Node value;
    value.kind = Node::Kind::Scalar;
    value.text = parameter.value;
    value.quoted = true;
    value.mark = parameter.mark.line != 0 ? parameter.mark : uri.mark;
    read_number(uri, parameter, fields, value, diagnostics);
    map.entries.push_back({parameter.name, value.mark, std::move(value)});
  }
  return map;
}

}  // namespace

std::optional<EndpointDecl> Assembler::endpoint(std::string_view uri, const Node* parameters, const Mark& mark, bool consumer) {
  auto parsed = parse_uri(uri, mark, diagnostics_);
  if (!parsed) return std::nullopt;
  if (uri.find('?') != std::string_view::npos && parameters != nullptr && parameters->is_map() && !parameters->entries.empty()) {
    error(mark, "a URI with a query cannot have parameters beside it", "move the query's parameters to the map",
          "org.apache.camel.dsl.yaml.common.exception.InvalidEndpointException");
    return std::nullopt;
  }
  add_parameters(*parsed, parameters, diagnostics_);
  const ComponentSpec* spec = registry().component(parsed->scheme);
  if (spec == nullptr) {
    const std::string_view instead = instead_of_component(parsed->scheme);
    error(mark, (instead.empty() ? "unknown component '" : "there is no component '") + parsed->scheme + "'",
          instead.empty() ? did_you_mean(parsed->scheme, registry().schemes()) : std::string(instead), std::string(kUnresolved));
    return std::nullopt;
  }
  if (consumer ? spec->source == nullptr : spec->producer == nullptr) {
    error(mark, "component '" + parsed->scheme + "' cannot be used " + (consumer ? "in from: it has no consumer" : "as a target: it has no producer"), {},
          std::string(kUnresolved));
    return std::nullopt;
  }
  fill_path(*parsed, spec->syntax);
  const bool beside = parameters != nullptr && parameters->is_map() && !parameters->entries.empty();
  const bool bare = !beside && uri.substr(0, uri.find('?')).find(':') == std::string_view::npos;
  if (parsed->path.empty() && !(bare && std::ranges::find(kNameless, parsed->scheme) != std::end(kNameless))) {
    error(mark, "endpoint '" + parsed->scheme + ":' has no name", "write it behind the colon", std::string(kUnresolved));
    return std::nullopt;
  }
  auto fields = std::make_shared<std::vector<Field>>(spec->fields.begin(), spec->fields.end());
  for (const Field& common : kCommon) {
    if (std::ranges::find(*fields, common.name, &Field::name) == fields->end()) fields->push_back(common);
  }
  program_->kept.push_back(fields);
  auto node = std::make_shared<Node>(as_node(*parsed, *fields, diagnostics_));
  program_->kept.push_back(node);
  FieldRules rules;
  rules.lenient = spec->lenient;
  rules.common = false;
  rules.what = "component '" + parsed->scheme + "'";
  const Discretion discretion(diagnostics_);
  Options options = Options::read(*node, *fields, rules, diagnostics_);
  discretion.hide(*parsed, *spec);
  return EndpointDecl{*spec, std::move(*parsed), std::move(options), mark};
}

std::unique_ptr<const Step> Assembler::producer(std::string_view uri, const Node* parameters, const Mark& mark) {
  const auto decl = endpoint(uri, parameters, mark, false);
  if (!decl) return nullptr;
  const Discretion discretion(diagnostics_);
  auto producer = decl->spec.producer(*decl, *this);
  discretion.hide(decl->uri, decl->spec);
  return producer;
}

std::unique_ptr<RouteSource> Assembler::source(std::string_view uri, const Node* parameters, const Mark& mark) {
  const auto decl = endpoint(uri, parameters, mark, true);
  if (!decl) return nullptr;
  const Discretion discretion(diagnostics_);
  auto source = decl->spec.source(*decl, *this);
  discretion.hide(decl->uri, decl->spec);
  return source;
}

}  // namespace kamel
