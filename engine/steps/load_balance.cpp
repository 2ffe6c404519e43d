// loadBalance: gives the message to one of its steps: in turn, at random, by a key, by weights, or until one does well.
#include <charconv>
#include <numeric>

#include "engine/assembler.h"
#include "engine/exception_classes.h"
#include "engine/relay.h"

namespace kamel::steps {
namespace {

using StatePtr = std::shared_ptr<BalancerState>;

/// Jumps to one of the steps, which all lie behind it in line.
class Choose final : public Step {
 public:
  Choose(std::unique_ptr<const LoadBalancer> balancer, StatePtr state) : balancer_(std::move(balancer)), state_(std::move(state)) {}
  void add(std::uint32_t place) { places_.push_back(place); }
  Flow run(Exchange& exchange) const override {
    if (places_.empty()) return Flow::Branch;
    const Result<std::size_t> chosen = balancer_->choose(exchange, *state_, places_.size());
    if (!chosen) return exchange.fail(chosen.error());
    exchange.jump(places_[*chosen]);
    return Flow::Jump;
  }

 private:
  std::unique_ptr<const LoadBalancer> balancer_;
  StatePtr state_;
  std::vector<std::uint32_t> places_;
};

class ToTopic final : public Step {
 public:
  void set_bodies(std::vector<Range> bodies) { bodies_ = std::move(bodies); }
  Flow run(Exchange& exchange) const override { return (new Topic(exchange, bodies_))->run(); }

 private:
  std::vector<Range> bodies_;
};

class ToFirstGood final : public Step {
 public:
  ToFirstGood(FailoverOptions options, StatePtr state) : options_(std::move(options)), state_(std::move(state)) {}
  void set_bodies(std::vector<Range> bodies) { bodies_ = std::move(bodies); }
  Flow run(Exchange& exchange) const override { return (new Failover(exchange, bodies_, options_, *state_))->run(); }

 private:
  FailoverOptions options_;
  StatePtr state_;
  std::vector<Range> bodies_;
};

constexpr std::string_view kIllegal = "java.lang.IllegalArgumentException";
constexpr Field kFailover[] = {
    {.name = "id", .ignored = "only steps have ids here"},
    {.name = "inheritErrorHandler", .type = FieldType::Bool, .ignored = "Camel 4.14 does not look at it either"},
    {.name = "exception", .type = FieldType::Texts, .summary = "Move on for these exceptions only"},
    {.name = "maximumFailoverAttempts",
     .type = FieldType::Int,
     .summary = "How often to move on; -1: until there is none left, or for ever with roundRobin",
     .fallback = "-1"},
    {.name = "roundRobin", .type = FieldType::Bool, .summary = "Begin with the next one each time, and go round", .fallback = "false"},
    {.name = "sticky", .type = FieldType::Bool, .summary = "Begin with the one that did well last", .fallback = "false"},
};
constexpr Field kPlain[] = {
    {.name = "id", .ignored = "only steps have ids here"},
};
constexpr Field kSticky[] = {
    {.name = "id", .ignored = "only steps have ids here"},
    {.name = "correlationExpression", .type = FieldType::Any, .summary = "Messages with the same value go to the same step"},
};
constexpr Field kWeighted[] = {
    {.name = "id", .ignored = "only steps have ids here"},
    {.name = "distributionRatio", .summary = "One weight per step: 4,2,1", .required = true},
    {.name = "distributionRatioDelimiter", .summary = "What stands between the weights", .fallback = ","},
    {.name = "roundRobin", .type = FieldType::Bool, .summary = "In turn instead of at random", .fallback = "false"},
};
constexpr Field kFields[] = {
    {.name = "steps", .type = FieldType::Steps, .summary = "What to choose from"},
    {.name = "roundRobinLoadBalancer", .type = FieldType::Object, .summary = "In turn", .fields = kPlain},
    {.name = "randomLoadBalancer", .type = FieldType::Object, .summary = "At random", .fields = kPlain},
    {.name = "stickyLoadBalancer", .type = FieldType::Object, .summary = "By a key", .fields = kSticky},
    {.name = "topicLoadBalancer", .type = FieldType::Object, .summary = "A copy to each", .fields = kPlain},
    {.name = "weightedLoadBalancer", .type = FieldType::Object, .summary = "By weights", .fields = kWeighted},
    {.name = "failoverLoadBalancer", .type = FieldType::Object, .summary = "The next one when one fails", .fields = kFailover},
    {.name = "customLoadBalancer", .type = FieldType::Any, .refused = "it names a Java class; use one of the other load balancers"},
};

Options read(const Node& node, std::span<const Field> fields, std::string_view what, Assembler& assembler) {
  FieldRules rules;
  rules.what = std::string(what);
  rules.common = false;
  return Options::read(node, fields, rules, assembler.diagnostics());
}

Node one_item(const Node& item) {
  Node list;
  list.kind = Node::Kind::List;
  list.mark = item.mark;
  list.items.push_back(item);
  return list;
}

std::span<const Node> items(const StepDecl& decl) {
  const Node* steps = decl.options.node("steps");
  return steps != nullptr ? std::span<const Node>(steps->items) : std::span<const Node>();
}

template <class T>
void emit_bodies(const StepDecl& decl, std::unique_ptr<T> step, Assembler& assembler) {
  T* placed = step.get();
  const auto place = assembler.emit(std::move(step));
  std::vector<Range> bodies;
  for (const Node& item : items(decl)) {
    const Node single = one_item(item);
    bodies.push_back(assembler.body(&single));
  }
  placed->set_bodies(std::move(bodies));
  assembler.set_branch(place, assembler.here());
}

void emit_choice(const StepDecl& decl, std::unique_ptr<const LoadBalancer> balancer, StatePtr state, Assembler& assembler) {
  auto step = std::make_unique<Choose>(std::move(balancer), std::move(state));
  Choose* choose = step.get();
  const auto place = assembler.emit(std::move(step));
  std::vector<std::uint32_t> ends;
  for (const Node& item : items(decl)) {
    const Node single = one_item(item);
    choose->add(assembler.here());
    assembler.steps(&single);
    ends.push_back(assembler.emit_goto());
  }
  for (const auto end : ends) assembler.set_branch(end, assembler.here());
  assembler.set_branch(place, assembler.here());
}

FailoverOptions read_failover(const Node& node, Assembler& assembler) {
  const Options given = read(node, kFailover, "failoverLoadBalancer", assembler);
  check_exception_classes(given.texts("exception"), given.mark("exception"), assembler);
  return {given.texts("exception"), given.integer("maximumFailoverAttempts"), given.flag("roundRobin"), given.flag("sticky")};
}

std::unique_ptr<const LoadBalancer> read_sticky(const Node& node, Assembler& assembler) {
  const Options given = read(node, kSticky, "stickyLoadBalancer", assembler);
  const Node* key = given.node("correlationExpression");
  if (key == nullptr) {
    assembler.error(node.mark, "stickyLoadBalancer needs a correlationExpression",
                    "for example correlationExpression: { header: customer }", std::string(kIllegal));
    return nullptr;
  }
  ExpressionPtr expression = assembler.expression(*key);
  return expression ? sticky(std::move(expression)) : nullptr;
}

// nullopt after a report.
std::optional<std::vector<std::int64_t>> read_weights(const Options& given, Assembler& assembler) {
  std::vector<std::int64_t> weights;
  const std::string text = given.text("distributionRatio");
  const std::string delimiter = given.text("distributionRatioDelimiter");
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(delimiter.empty() ? at + 1 : text.find(delimiter, at), text.size());
    std::string_view part = std::string_view(text).substr(at, end - at);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    std::int64_t weight = 0;
    const auto [last, failed] = std::from_chars(part.data(), part.data() + part.size(), weight);
    if (failed != std::errc() || last != part.data() + part.size() || weight < 0) {
      assembler.error(given.mark("distributionRatio"), "'" + std::string(part) + "' is no weight", "write whole numbers, for example 4,2,1",
                      std::string(kIllegal));
      return std::nullopt;
    }
    weights.push_back(weight);
    at = end + std::max<std::size_t>(delimiter.size(), 1);
  }
  return weights;
}

std::unique_ptr<const LoadBalancer> read_weighted(const StepDecl& decl, const Node& node, Assembler& assembler) {
  const Options given = read(node, kWeighted, "weightedLoadBalancer", assembler);
  if (!given.has("distributionRatio")) return nullptr;
  auto weights = read_weights(given, assembler);
  if (!weights) return nullptr;
  if (weights->size() != items(decl).size()) {
    assembler.error(given.mark("distributionRatio"),
                    "there are " + std::to_string(items(decl).size()) + " steps and " + std::to_string(weights->size()) + " weights",
                    "give one weight per step", std::string(kIllegal));
    return nullptr;
  }
  if (std::accumulate(weights->begin(), weights->end(), std::int64_t{0}) == 0) {
    assembler.error(given.mark("distributionRatio"), "no step has a weight", "at least one must be above 0", std::string(kIllegal));
    return nullptr;
  }
  return weighted(std::move(*weights), given.flag("roundRobin"));
}

// Balancers without options of their own are looked at nevertheless.
void read_plain(std::string_view name, const Node& node, Assembler& assembler) {
  for (const Field& field : kFields) {
    if (field.name == name && field.fields.data() == kPlain) read(node, kPlain, name, assembler);
  }
}

// The one balancer that is given; nullptr after a report.
const Node* balancer_of(const StepDecl& decl, std::string_view& name, Assembler& assembler) {
  const Node* found = nullptr;
  for (const Field& field : kFields) {
    const Node* node = field.name.ends_with("LoadBalancer") ? decl.options.node(field.name) : nullptr;
    if (node == nullptr) continue;
    if (!node->is_map()) {
      assembler.error(node->mark, std::string(field.name) + " needs a map", "write {} for one without options",
                      "java.lang.UnsupportedOperationException");
    }
    if (found != nullptr) {
      assembler.error(node->mark, "loadBalance has a " + std::string(name) + " already", "leave one of them out", std::string(kIllegal));
      return nullptr;
    }
    found = node;
    name = field.name;
  }
  if (found == nullptr) {
    assembler.error(decl.mark, "loadBalance does not say how", "add roundRobinLoadBalancer: {} or another one",
                    "java.lang.IllegalStateException");
  }
  return found;
}

void check_nesting(const StepDecl& decl, Assembler& assembler) {
  for (const Node& item : items(decl)) {
    if (const Node* inner = item.find("loadBalance")) {
      assembler.error(inner->mark, "a loadBalance cannot be a step of another", "put a pipeline around it", std::string(kIllegal));
    }
  }
}

void compile(const StepDecl& decl, Assembler& assembler) {
  std::string_view name;
  const Node* node = balancer_of(decl, name, assembler);
  check_nesting(decl, assembler);
  if (node == nullptr || !node->is_map() || name == "customLoadBalancer") return;
  read_plain(name, *node, assembler);
  const Node* ratio = node->find("distributionRatio");  // other weights begin anew
  auto state = assembler.state<BalancerState>(decl, std::string(name) + (ratio != nullptr ? ratio->text : ""),
                                              [] { return std::make_shared<BalancerState>(); });
  if (name == "topicLoadBalancer") return emit_bodies(decl, std::make_unique<ToTopic>(), assembler);
  if (name == "failoverLoadBalancer") {
    return emit_bodies(decl, std::make_unique<ToFirstGood>(read_failover(*node, assembler), std::move(state)), assembler);
  }
  std::unique_ptr<const LoadBalancer> balancer = name == "roundRobinLoadBalancer" ? round_robin()
                                                 : name == "randomLoadBalancer"   ? random_choice()
                                                 : name == "stickyLoadBalancer"   ? read_sticky(*node, assembler)
                                                                                  : read_weighted(decl, *node, assembler);
  if (balancer) emit_choice(decl, std::move(balancer), std::move(state), assembler);
}

}  // namespace

StepSpec load_balance() {
  return {.name = "loadBalance",
          .summary = "Gives the message to one of its steps",
          .fields = kFields,
          .example = R"(- loadBalance: { roundRobinLoadBalancer: {}, steps: [ { to: "log:a" }, { to: "log:b" } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
