#include "engine/interceptors.h"

#include <algorithm>

#include "engine/dynamic_producer.h"
#include "engine/error_handling.h"
#include "engine/exchange.h"
#include "engine/name_pattern.h"

namespace kamel {
namespace {

constexpr std::string_view kKinds[] = {"intercept", "interceptFrom", "interceptSendToEndpoint"};
constexpr Field kFields[] = {
    {.name = "uri", .summary = "The endpoints to intercept: a URI, a start with * behind it, or a regular expression"},
    {.name = "onWhen", .type = FieldType::Any, .summary = "Only when this predicate holds"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do there"},
    {.name = "skipSendToOriginalEndpoint", .summary = "Do not send to the endpoint itself", .fallback = "false"},
    {.name = "afterUri", .summary = "Where to send the message after the endpoint"},
};

/// Notes what was intercepted, and skips to the branch when the predicate does not hold.
class Intercepted final : public Step {
 public:
  Intercepted(std::vector<std::pair<Slice, Value>> notes, ExpressionPtr on_when, Slice matched)
      : notes_(std::move(notes)), on_when_(std::move(on_when)), matched_(std::move(matched)) {}
  Flow run(Exchange& exchange) const override {
    for (const auto& [name, value] : notes_) exchange.properties.set(name, value);
    if (!on_when_) return Flow::Next;
    const Result<bool> holds = on_when_->matches(exchange);
    if (!holds) return exchange.fail(holds.error());
    if (*holds && !matched_.empty()) exchange.properties.set(matched_, true);
    return *holds ? Flow::Next : Flow::Branch;
  }

 private:
  std::vector<std::pair<Slice, Value>> notes_;
  ExpressionPtr on_when_;
  Slice matched_;
};

// "mock:x" and "mock://x" mean the same; a pattern may be written either way.
bool fits(std::string_view uri, const std::string& pattern) {
  if (pattern.empty()) return true;
  const NamePattern as_written(pattern);
  return as_written.matches(uri) || as_written.matches(endpoint_text(uri)) || NamePattern(endpoint_text(pattern).view()).matches(endpoint_text(uri));
}

}  // namespace

Interceptors::Interceptors(const RouteDecl& route, Assembler& assembler) : assembler_(assembler) {
  for (const ElementDecl* configuration : configurations_of(route, assembler.set())) {
    for (const std::string_view kind : kKinds) {
      const Node* listed = configuration->value.find(kind);
      if (listed == nullptr) continue;
      for (const Node& one : listed->items) items_.push_back({std::string(kind), one.find(kind) != nullptr ? one.find(kind) : &one});
    }
  }
  for (const ElementDecl& element : assembler.set().elements) {
    const bool is_one = std::ranges::find(kKinds, element.name) != std::end(kKinds);
    if (is_one && element.mark.source == route.mark.source) items_.push_back({element.name, &element.value});
  }
}

Options Interceptors::read(const Item& item) {
  FieldRules rules;
  rules.what = item.kind;
  rules.shorthand = "uri";
  return Options::read(*item.value, kFields, rules, assembler_.diagnostics());
}

// The test and the steps; gives the test's place, whose branch is still open.
std::uint32_t Interceptors::begin(Item& item, const Options& options, std::vector<std::pair<Slice, Value>> notes, std::string_view when_matched) {
  const Node* when = options.node("onWhen");
  ExpressionPtr on_when = when != nullptr ? assembler_.expression(*when, true) : nullptr;
  const auto test = assembler_.emit(std::make_unique<Intercepted>(std::move(notes), std::move(on_when), Slice(when_matched)));
  const bool first = !item.ids;
  if (first) item.ids = assembler_.id_counters();
  auto others = first ? Assembler::IdCounters() : assembler_.swap_id_counters(*item.ids);
  assembler_.steps(options.node("steps"));
  if (!first) assembler_.swap_id_counters(std::move(others));
  return test;
}

void Interceptors::from(std::string_view from_uri) {
  from_uri_ = endpoint_text(from_uri).str();
  inside_ = true;
  for (Item& item : items_) {
    if (item.kind != "interceptFrom") continue;
    const Options options = read(item);
    if (!fits(from_uri, options.text("uri"))) continue;
    const auto test = begin(item, options,
                            {{Slice("CamelInterceptedEndpoint"), Value(from_uri_)},
                             {Slice("CamelInterceptedParentEndpointUri"), Value(from_uri_)},
                             {Slice("CamelInterceptedRouteId"), Value(assembler_.route_id())}},
                            "");
    assembler_.set_branch(test, assembler_.here());
  }
  inside_ = false;
}

void Interceptors::before_step(const std::string& id) {
  if (inside_) return;
  inside_ = true;
  for (Item& item : items_) {
    if (item.kind != "intercept") continue;
    const auto test = begin(item, read(item),
                            {{Slice("CamelInterceptedNodeId"), Value(id)},
                             {Slice("CamelInterceptedParentEndpointUri"), Value(from_uri_)},
                             {Slice("CamelInterceptedRouteId"), Value(assembler_.route_id())}},
                            "");
    assembler_.set_branch(test, assembler_.here());
  }
  inside_ = false;
}

void Interceptors::around_send(std::string_view uri, const std::function<void()>& send) {
  for (Item& item : items_) {
    if (inside_ || item.kind != "interceptSendToEndpoint") continue;
    const Options options = read(item);
    if (!fits(uri, options.text("uri"))) continue;
    inside_ = true;
    const auto test = begin(item, options, {{Slice("CamelInterceptedEndpoint"), Value(endpoint_text(uri))}}, "CamelInterceptSendToEndpointWhenMatched");
    const bool skip = options.text("skipSendToOriginalEndpoint") == "true";
    const bool conditional = options.has("onWhen");
    if (!skip) assembler_.set_branch(test, assembler_.here());
    if (!skip) send();
    if (options.has("afterUri")) assembler_.emit_to(options.text("afterUri"), nullptr, options.mark("afterUri"));
    if (skip) {
      const auto over = assembler_.emit_goto();
      assembler_.set_branch(test, assembler_.here());
      if (conditional) send();
      assembler_.set_branch(over, assembler_.here());
    }
    inside_ = false;
    return;
  }
  send();
}

}  // namespace kamel
