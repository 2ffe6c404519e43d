#include "engine/kamelet.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "engine/error_handling.h"
#include "engine/exchange.h"
#include "engine/intake.h"
#include "engine/interceptors.h"
#include "engine/names.h"
#include "engine/saga_route.h"
#include "engine/worker.h"

namespace kamel {
namespace {

// Options of the endpoint itself; all others are the Kamelet's.
constexpr std::string_view kOwn[] = {"location", "noErrorHandler", "block", "timeout", "failIfNoConsumers", "lazyStartProducer", "bridgeErrorHandler"};

/// Calls a program that belongs to this place in this route alone.
class ProgramCall : public Step {
 public:
  ProgramCall(std::shared_ptr<const Program> program, std::size_t workers)
      : intakes_(workers, [program = std::move(program)](Worker& worker) {
          auto intake = std::make_unique<Intake>(worker, program->route_id, 0);
          intake->swap(program);
          return intake;
        }) {}
  Flow run(Exchange& exchange) const override { return exchange.call(intakes_.at(exchange.worker())); }

 private:
  PerWorker<Intake> intakes_;
};

class KameletCall final : public ProgramCall {
 public:
  using ProgramCall::ProgramCall;
  Flow run(Exchange& exchange) const override {
    exchange.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
    return ProgramCall::run(exchange);
  }
};

/// The place where a Kamelet hands its messages on, as failures behind it tell, and the exchange that goes on.
class NoteSink final : public Step {
 public:
  explicit NoteSink(Slice uri) : uri_(std::move(uri)) {}
  Flow run(Exchange& exchange) const override {
    exchange.to_endpoint = uri_;
    // Camel goes on with a copy from there, and says of which exchange.
    if (!exchange.properties.has(names::kCorrelationId)) exchange.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
    return Flow::Next;
  }

 private:
  Slice uri_;
};

/// Camel numbers the Kamelet endpoints of an integration: those that routes name, each once; then two for every Kamelet that was made of them, its own
/// source and sink; then those that come up at run time. Any thread.
class KameletNumbers {
 public:
  static std::shared_ptr<KameletNumbers> of(Context& context) {
    return context.service<KameletNumbers>([] { return std::make_shared<KameletNumbers>(); });
  }
  void restart() {
    const std::lock_guard lock(mutex_);
    known_.clear();
    last_ = 0;
    loading_ = true;
  }
  void loaded() {
    const std::lock_guard lock(mutex_);
    last_ += 2 * static_cast<unsigned>(known_.size());
    loading_ = false;
  }
  unsigned number_of(const std::string& endpoint) {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = known_.try_emplace(endpoint, last_ + 1);
    if (is_new) last_ += loading_ ? 1 : 3;
    return entry->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, unsigned> known_;
  unsigned last_ = 0;
  bool loading_ = false;
};

bool is_sink(const Node& step) {
  const Node* to = step.find("to");
  if (to != nullptr && to->is_map()) to = to->find("uri");
  return to != nullptr && to->is_scalar() && (to->text.starts_with("kamelet:sink") || to->text.starts_with("kamelet://sink"));
}

bool holds_sink(const Node& node) {
  return is_sink(node) || std::ranges::any_of(node.items, holds_sink) ||
         std::ranges::any_of(node.entries, [](const Node::Entry& entry) { return holds_sink(entry.value); });
}

}  // namespace

bool sends_to_sink(const Node* steps) { return steps != nullptr && holds_sink(*steps); }

bool goes_on_after_sink(const RouteSet& set, std::string_view name) {
  const TemplateDecl* from = set.find_template(name.substr(0, name.find_first_of("/?")));
  if (from == nullptr) return false;
  const Node* body = from->kamelet ? from->definition.find("template") : &from->definition;
  if (body != nullptr && body->find("route") != nullptr) body = body->find("route");
  const Node* input = body != nullptr ? body->find("from") : nullptr;
  const Node* steps = input != nullptr && input->find("steps") != nullptr ? input->find("steps") : body != nullptr ? body->find("steps") : nullptr;
  return sends_to_sink(steps) && !is_sink(steps->items.back());
}

NumberedKamelets::NumberedKamelets(Context& context) : context_(context) { KameletNumbers::of(context_)->restart(); }
NumberedKamelets::~NumberedKamelets() { KameletNumbers::of(context_)->loaded(); }

const Node* steps_of(const RouteDecl& route) {
  const Node* steps = route.from.find("steps");
  return steps != nullptr ? steps : route.options.find("steps");
}

std::shared_ptr<const RouteDecl> expand_kamelet(const EndpointUri& uri, const Mark& mark, Assembler& assembler) {
  const auto slash = uri.path.find('/');
  const std::string name = uri.path.substr(0, slash);
  const TemplateDecl* from = assembler.set().find_template(name);
  if (from == nullptr) {
    std::vector<std::string_view> known;
    for (const TemplateDecl& one : assembler.set().templates) known.push_back(one.id);
    const std::string meant = did_you_mean(name, known);
    assembler.error(mark, "no Kamelet '" + name + "'", meant.empty() ? "give its file to kamel as well, for example kamel run routes.yaml " + name + ".kamelet.yaml" : meant,
                    "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const Parameter& parameter : uri.parameters) {
    if (std::ranges::find(kOwn, parameter.name) == std::end(kOwn)) parameters.emplace_back(parameter.name, parameter.value);
  }
  const unsigned number = KameletNumbers::of(assembler.context())->number_of(uri.identity());
  const std::string id = slash != std::string::npos ? uri.path.substr(slash + 1) : name + "-" + std::to_string(number);
  auto route = expand_template(*from, id, parameters, assembler.set(), mark, assembler.diagnostics());
  if (!route) return nullptr;
  auto kept = std::make_shared<const RouteDecl>(std::move(*route));
  assembler.program().kept.push_back(kept);
  return kept;
}

std::unique_ptr<const Step> kamelet_sink(const std::string& route_id, Assembler& assembler) {
  return std::make_unique<NoteSink>(assembler.context().intern("kamelet://sink?routeId=" + route_id));
}

namespace {

// Whether the caller's error handler looks at failures of what is written now: an instruction tells.
bool is_guarded(Assembler& assembler) {
  assembler.emit(std::make_unique<NoteSink>(Slice()));
  const bool guarded = assembler.program().code.back().guarded;
  assembler.program().code.pop_back();
  return guarded;
}

// A Kamelet has the error handler of the route that calls it, whatever its own file says; one that is called by a Kamelet, by
// a computed URI, or where the caller's handler does not look, has none.
const Node* callers_handler(Assembler& assembler) {
  static const Node none = [] {
    Node handler;
    handler.kind = Node::Kind::Map;
    Node::Entry entry;
    entry.key = "noErrorHandler";
    entry.value.kind = Node::Kind::Map;
    handler.entries.push_back(std::move(entry));
    return handler;
  }();
  const bool in_kamelet = std::ranges::none_of(assembler.set().routes, [&](const RouteDecl& route) { return &route == assembler.route(); });
  return assembler.route() == nullptr || in_kamelet || !is_guarded(assembler) ? &none : error_handler_of(*assembler.route(), assembler.set());
}

/// The interceptors of the route that `caller` writes, for a program that it calls.
class Woven {
 public:
  Woven(Assembler& caller, Assembler& inner, bool sends_only) : inner_(inner) {
    if (caller.interceptors() != nullptr) inner.set_interceptors(&interceptors_.emplace(*caller.interceptors(), inner, sends_only));
  }
  ~Woven() { inner_.set_interceptors(nullptr); }
  Woven(const Woven&) = delete;
  Woven& operator=(const Woven&) = delete;

 private:
  Assembler& inner_;
  std::optional<Interceptors> interceptors_;
};

// What a failure of steps behind a sink leads to: the route's error handler, and of its onExceptions all but their steps, which Camel looks for in the Kamelet.
void assemble_callers_handling(Assembler& caller, Assembler& inner) {
  const auto ids = inner.id_counters();
  if (caller.route() != nullptr) {
    const RouteScope scope(*caller.route(), caller.set(), steps_of(*caller.route()));
    assemble_error_handling(scope, callers_handler(caller), inner);
  } else {
    inner.program().errors.kind = ErrorHandling::Kind::None;
  }
  for (ExceptionClause& clause : inner.program().errors.clauses) clause.has_steps = false;
  inner.swap_id_counters(ids);
}

// The steps that a `kamelet` step has: they run in the Kamelet's route, but are the caller's.
std::unique_ptr<const Step> sink_steps(const RouteDecl& kamelet, const Node* sink, Assembler& caller) {
  Assembler inner(caller.context(), caller.set(), kamelet.id, caller.diagnostics());
  if (caller.route() != nullptr) inner.set_route(*caller.route());
  const Woven woven(caller, inner, false);
  inner.swap_id_counters(caller.id_counters());
  inner.steps(sink);
  caller.swap_id_counters(inner.id_counters());
  inner.emit_return();
  assemble_callers_handling(caller, inner);
  inner.program().sources = caller.set().sources;
  return std::make_unique<ProgramCall>(inner.finish(), caller.context().workers().size());
}

}  // namespace

std::unique_ptr<const Step> kamelet_call(const EndpointUri& uri, const Mark& mark, const Node* sink, Assembler& assembler) {
  const auto route = expand_kamelet(uri, mark, assembler);
  if (!route) return nullptr;
  Assembler inner(assembler.context(), assembler.set(), route->id, assembler.diagnostics());
  inner.set_route(*route);
  const Woven woven(assembler, inner, true);
  const auto hand_on = [&] {
    if (sink == nullptr) return;
    inner.emit(kamelet_sink(route->id, assembler));
    inner.emit(sink_steps(*route, sink, assembler));
  };
  inner.set_sink(hand_on);
  const RouteScope scope(*route, assembler.set(), steps_of(*route));
  inner.steps(with_saga_outermost(scope.steps(), inner));
  if (!sends_to_sink(steps_of(*route))) hand_on();
  inner.emit_return();
  assemble_error_handling(scope, callers_handler(assembler), inner);
  inner.program().kept.push_back(route);
  inner.program().sources = assembler.set().sources;
  return std::make_unique<KameletCall>(inner.finish(), assembler.context().workers().size());
}

}  // namespace kamel
