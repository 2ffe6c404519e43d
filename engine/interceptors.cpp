#include "engine/interceptors.h"

#include <algorithm>
#include <ranges>

#include "engine/dynamic_producer.h"
#include "engine/exchange.h"
#include "engine/held_send.h"
#include "engine/name_pattern.h"
#include "engine/note_endpoint.h"

namespace kamel {
namespace {

constexpr Field kFields[] = {
    {.name = "uri", .summary = "The endpoints to intercept: a URI, a start with * behind it, or a regular expression"},
    {.name = "onWhen", .type = FieldType::Any, .summary = "Only when this predicate holds"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do there"},
    {.name = "skipSendToOriginalEndpoint", .summary = "Do not send to the endpoint itself", .fallback = "false"},
    {.name = "afterUri", .summary = "Where to send the message after the endpoint"},
};

constexpr std::string_view kWhenMatched = "CamelInterceptSendToEndpointWhenMatched";
constexpr std::string_view kEndpoint = "CamelInterceptedEndpoint";

using Notes = std::vector<std::pair<Slice, Value>>;

/// Notes what was intercepted, and skips to the branch when the predicate does not hold.
class Intercepted final : public Step {
 public:
  Intercepted(Notes notes, ExpressionPtr on_when, Notes when_matched)
      : notes_(std::move(notes)), on_when_(std::move(on_when)), when_matched_(std::move(when_matched)) {}
  Flow run(Exchange& exchange) const override {
    for (const auto& [name, value] : notes_) value.is_null() ? static_cast<void>(exchange.properties.erase(name)) : exchange.properties.set(name, value);
    if (on_when_) {
      const Result<bool> holds = on_when_->matches(exchange);
      if (!holds) return exchange.fail(holds.error());
      if (!*holds) {
        exchange.properties.erase(kWhenMatched);  // of an earlier one
        return Flow::Branch;
      }
    }
    for (const auto& [name, value] : when_matched_) exchange.properties.set(name, value);
    return Flow::Next;
  }

 private:
  Notes notes_;
  ExpressionPtr on_when_;
  Notes when_matched_;
};

/// Takes the branch when the interceptor's predicate did not hold.
class IfMatched final : public Step {
 public:
  Flow run(Exchange& exchange) const override { return exchange.properties.has(kWhenMatched) ? Flow::Next : Flow::Branch; }
};

/// What only the interceptor's steps and its afterUri see.
class ForgetMatch final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    exchange.properties.erase(kWhenMatched);
    return Flow::Next;
  }
};

/// Notes the endpoint that the exchange came in by, which a called route leaves as it is.
class NoteFrom final : public Step {
 public:
  explicit NoteFrom(std::string uri) : uri_(std::move(uri)) {}
  Flow run(Exchange& exchange) const override {
    const bool came_in_here = exchange.from_route_id() == exchange.route_id();
    if (came_in_here || !exchange.properties.has(kEndpoint)) exchange.properties.set(Slice::literal(kEndpoint), Slice(uri_));
    return Flow::Next;
  }

 private:
  std::string uri_;
};

/// Takes the branch unless the endpoint that is held is one of the pattern's.
class MatchHeld final : public Step {
 public:
  explicit MatchHeld(std::string pattern) : pattern_(std::move(pattern)) {}
  Flow run(Exchange& exchange) const override {
    const Slice uri = held_endpoint(exchange);
    if (!is_intercepted(uri, pattern_)) return Flow::Branch;
    exchange.properties.set(Slice::literal(kEndpoint), endpoint_text(uri));
    return Flow::Next;
  }

 private:
  std::string pattern_;
};

}  // namespace

namespace {

// A pattern may be a regular expression: nothing of it is encoded as in an endpoint's text.
std::string with_slashes(const std::string& pattern) {
  const auto colon = pattern.find(':');
  if (colon == pattern.npos || pattern.compare(colon, 3, "://") == 0) return pattern;
  return pattern.substr(0, colon) + "://" + pattern.substr(std::min(pattern.find_first_not_of('/', colon + 1), pattern.size()));
}

}  // namespace

// "mock:x" and "mock://x" mean the same; a pattern may be written either way.
bool is_intercepted(std::string_view uri, const std::string& pattern) {
  if (pattern.empty()) return true;
  const NamePattern as_written(pattern);
  return as_written.matches(uri) || as_written.matches(endpoint_text(uri)) || NamePattern(with_slashes(pattern)).matches(endpoint_text(uri));
}

Interceptors::Interceptors(const RouteScope& scope, Assembler& assembler, InterceptorIds& ids) : scope_(scope), assembler_(assembler), ids_(ids) {
  const auto add = [this](const ScopedDecl& one) { items_.push_back({std::string(one.name), one.value, one.of_route}); };
  const auto kinds = std::span(kScoped).subspan(2);
  std::ranges::for_each(scope.of_file(kinds), add);
  std::ranges::for_each(scope.configured(kinds, false), add);
  for (const std::string_view kind : kinds) std::ranges::for_each(scope.own(kind), add);
  for (Item& item : items_) item.held_before = std::ranges::find(ids.sends, item.value) != ids.sends.end();
  for (const Node* send : ids.sends | std::views::reverse) {  // what has taken hold before comes first
    if (std::ranges::find(items_, send, &Item::value) == items_.end()) items_.push_back({"interceptSendToEndpoint", send, false, true});
  }
  for (const Item* send : active("interceptSendToEndpoint", items_.size())) {
    if (std::ranges::find(ids.sends, send->value) == ids.sends.end()) ids.sends.push_back(send->value);
  }
}

Interceptors::Interceptors(const Interceptors& caller, Assembler& assembler, bool sends_only)
    : scope_(caller.scope_), assembler_(assembler), ids_(caller.ids_), from_uri_(caller.from_uri_), items_(caller.items_), sends_only_(sends_only), active_(caller.active_) {}

std::span<const Field> interceptor_fields() { return kFields; }

bool has_interceptors(const RouteSet& set) {
  const auto intercepts = [](std::string_view name) { return name.starts_with("intercept"); };
  const auto configures = [&](const ElementDecl& element) {
    return intercepts(element.name) || std::ranges::any_of(element.value.entries, intercepts, &Node::Entry::key);
  };
  const auto declares = [&](const RouteDecl& route) {
    const Node* steps = route.from.find("steps");
    return steps != nullptr && std::ranges::any_of(steps->items, [&](const Node& step) { return step.entries.size() == 1 && intercepts(step.entries[0].key); });
  };
  return std::ranges::any_of(set.elements, configures) || std::ranges::any_of(set.routes, declares);
}

namespace {

// The ids that a list of steps takes, without compiling it.
void count_ids(const Node* steps, Assembler& assembler);

void count_nested(const Node& value, Assembler& assembler) {
  for (const Node::Entry& entry : value.entries) {
    entry.key == "steps" ? count_ids(&entry.value, assembler) : count_nested(entry.value, assembler);
  }
  for (const Node& item : value.items) count_nested(item, assembler);
}

void count_ids(const Node* steps, Assembler& assembler) {
  if (steps == nullptr) return;
  for (const Node& item : steps->items) {
    if (item.entries.size() != 1) continue;
    const Node::Entry& step = item.entries.front();
    const StepSpec* spec = assembler.registry().step(step.key);
    if (spec == nullptr) continue;
    if (step.value.find("id") == nullptr) assembler.make_id(spec->name);
    count_nested(step.value, assembler);
  }
}

std::string text_under(const Node& value, std::string_view key) {
  const Node* found = value.find(key);
  return found != nullptr && found->is_scalar() ? found->text : "";
}

}  // namespace

// The first route that an element applies to numbers it for all.
void Interceptors::give_ids(const Node& value, std::string_view kind) {
  if (ids_.given.contains(&value)) return;
  InterceptorIds::Given given;
  given.id = text_under(value, "id");
  if (given.id.empty()) given.id = assembler_.make_id(kind);
  given.steps = assembler_.id_counters();
  given.route_id = assembler_.route_id();
  given.from_uri = from_uri_;
  count_ids(value.find("steps"), assembler_);
  ids_.given.emplace(&value, std::move(given));
}

// Camel puts interceptors in front of the route's steps, the last one first, and numbers what stands there from the top.
void Interceptors::number(std::string_view from_uri, const RouteScope& scope) {
  for (const std::string_view kind : {"interceptSendToEndpoint", "interceptFrom", "intercept"}) {
    for (auto item = items_.rbegin(); item != items_.rend(); ++item) {
      if (item->kind != kind || (kind == "interceptFrom" && !is_intercepted(from_uri, text_under(*item->value, "uri")))) continue;
      give_ids(*item->value, kind);
      item->id = ids_.given[item->value].id;
      item->ids = ids_.given[item->value].steps;
    }
  }
  for (const std::string_view kind : {"onException", "onCompletion"}) {
    auto found = scope.own(kind);
    if (found.empty() || kind == "onException") std::ranges::copy(scope.around(kind), std::back_inserter(found));
    for (const ScopedDecl& one : found) {
      give_ids(*one.value, kind);
      if (kind == "onCompletion") completions_.push_back(ids_.given[one.value].id);
    }
  }
}

Options Interceptors::read(const Item& item) {
  FieldRules rules;
  rules.what = item.kind;
  rules.shorthand = "uri";
  Options options = Options::read(*item.value, kFields, rules, assembler_.diagnostics());
  if (const Node* steps = options.node("steps"); steps == nullptr || steps->items.empty()) {
    assembler_.error(item.value->mark, item.kind + " has no steps", "write what to do there under steps:", "java.lang.IllegalArgumentException");
  }
  return options;
}

// The test and the steps; gives the test's place, whose branch is still open.
std::uint32_t Interceptors::begin(const Item& item, const Options& options, Notes notes, Notes when_matched, std::unique_ptr<const Step> first) {
  const Node* when = options.node("onWhen");
  ExpressionPtr on_when = when != nullptr ? assembler_.expression(*when, true) : nullptr;
  const auto test = assembler_.emit(std::make_unique<Intercepted>(std::move(notes), std::move(on_when), std::move(when_matched)));
  if (first) assembler_.emit(std::move(first));
  const auto others = assembler_.swap_id_counters(item.ids);
  assembler_.steps(options.node("steps"));
  assembler_.swap_id_counters(others);
  return test;
}

void Interceptors::begin(std::string_view from_uri) {
  from_uri_ = endpoint_text(from_uri).str();
  number(from_uri, scope_);
}

void Interceptors::from(std::string_view from_uri) {
  for (const Item* item : active("interceptFrom", items_.size())) {
    const Inside inside(*this, {active_.sends, 0});
    const Options options = read(*item);
    if (!is_intercepted(from_uri, options.text("uri"))) continue;
    Notes notes{{Slice("CamelInterceptedParentEndpointUri"), Value(from_uri_)}, {Slice("CamelInterceptedRouteId"), Value(assembler_.route_id())}};
    const auto test = begin(*item, options, {}, std::move(notes), std::make_unique<NoteFrom>(from_uri_));
    assembler_.set_branch(test, assembler_.here());
  }
  for (const std::string& id : completions_) before_step(id);
}

void Interceptors::before_step(const std::string& id) {
  if (sends_only_) return;
  const auto intercepts = active("intercept", active_.intercepts);
  const Value route = names_route_ ? Value(assembler_.route_id()) : Value();
  for (std::size_t i = 0; i < intercepts.size(); ++i) {
    const Inside inside(*this, {active_.sends, i}, intercepts[i]->own);
    Notes notes{{Slice("CamelInterceptedNodeId"), Value(id)},
                {Slice("CamelInterceptedParentEndpointUri"), Value(from_uri_)},
                {Slice("CamelInterceptedRouteId"), route}};
    const auto test = begin(*intercepts[i], read(*intercepts[i]), std::move(notes), {});
    assembler_.set_branch(test, assembler_.here());
  }
}

void Interceptors::completion(const Node& element, const Node* steps, bool names_route) {
  const bool sends_only = std::exchange(sends_only_, false);
  names_route_ = names_route;
  const auto given = ids_.given.find(&element);
  auto others = assembler_.swap_id_counters(given != ids_.given.end() ? given->second.steps : assembler_.id_counters());
  assembler_.steps(steps);
  assembler_.swap_id_counters(std::move(others));
  names_route_ = true;
  sends_only_ = sends_only;
}

Interceptors::Notes Interceptors::notes_of(const Item& item) const {
  const InterceptorIds::Given& given = ids_.given.at(item.value);
  return {{Slice("CamelInterceptedNodeId"), Value(given.id)},
          {Slice("CamelInterceptedParentEndpointUri"), Value(given.from_uri)},
          {Slice("CamelInterceptedRouteId"), Value(given.route_id)}};
}

// What stands around one send. Where the predicate does not hold the message is sent, whatever `skip` says, and not to `afterUri`.
void Interceptors::weave(const Item& item, const Options& options, Notes notes, const std::function<void()>& send) {
  const bool conditional = options.has("onWhen"), skips = options.text("skipSendToOriginalEndpoint") == "true";
  Notes when_matched = notes_of(item);
  if (conditional) when_matched.emplace_back(Slice(kWhenMatched), Value(true));
  const auto test = begin(item, options, std::move(notes), std::move(when_matched));
  if (skips) {
    const auto over = assembler_.emit_goto();
    assembler_.set_branch(test, assembler_.here());
    if (conditional) send();
    assembler_.set_branch(over, assembler_.here());
    return;
  }
  assembler_.set_branch(test, assembler_.here());
  send();
  if (options.has("afterUri")) {
    const auto matched = conditional ? assembler_.emit(std::make_unique<IfMatched>()) : 0;
    assembler_.emit_to(options.text("afterUri"), nullptr, options.mark("afterUri"));
    if (conditional) assembler_.set_branch(matched, assembler_.here());
  }
  if (conditional) assembler_.emit(std::make_unique<ForgetMatch>());
}

// The last one written takes hold first.
std::vector<const Interceptors::Item*> Interceptors::active(std::string_view kind, std::size_t count) const {
  std::vector<const Item*> found;
  for (const Item& item : items_ | std::views::reverse) {
    if (item.kind == kind && found.size() < count) found.push_back(&item);
  }
  return found;
}

void Interceptors::around_send(std::string_view uri, const std::function<void()>& send) {
  const auto sends = active("interceptSendToEndpoint", active_.sends);
  for (std::size_t i = 0; i < sends.size(); ++i) {
    if (!sees(*sends[i], uri)) continue;
    const Options options = read(*sends[i]);
    const Inside inside(*this, {i, 0});
    assembler_.emit(std::make_unique<NoteEndpoint>(assembler_.context().intern(endpoint_text(uri))));
    return weave(*sends[i], options, {{Slice(kEndpoint), Value(endpoint_text(uri))}}, send);
  }
  send();
}

bool Interceptors::sees(const Item& send, std::string_view uri) {
  return (send.held_before || !within_clause_) && is_intercepted(uri, read(send).text("uri"));
}

bool Interceptors::sees(std::string_view uri) {
  return std::ranges::any_of(active("interceptSendToEndpoint", active_.sends), [&](const Item* item) { return sees(*item, uri); });
}

bool Interceptors::intercepts_sends() const { return !active("interceptSendToEndpoint", active_.sends).empty(); }

void Interceptors::around_held_send(const std::function<void()>& send) {
  std::vector<std::uint32_t> ends;
  const auto sends = active("interceptSendToEndpoint", active_.sends);
  for (std::size_t i = 0; i < sends.size(); ++i) {
    const Inside inside(*this, {i, 0});
    const Options options = read(*sends[i]);
    const auto match = assembler_.emit(std::make_unique<MatchHeld>(options.text("uri")));
    weave(*sends[i], options, {}, send);
    ends.push_back(assembler_.emit_goto());
    assembler_.set_branch(match, assembler_.here());
  }
  send();
  for (const std::uint32_t end : ends) assembler_.set_branch(end, assembler_.here());
}

}  // namespace kamel
