// multicast: gives a copy of the message to each of its steps; the last reply goes on, or what a strategy makes of all.
#include "engine/assembler.h"
#include "engine/fork.h"
#include "engine/names.h"

namespace kamel::steps {
namespace {

/// One child per step.
class Copies final : public Fork {
 public:
  Copies(Exchange& parent, const ForkOptions& options, const std::vector<Range>& bodies) : Fork(parent, options), bodies_(bodies) {}

 protected:
  Exchange* next(std::uint64_t index) override {
    if (index >= bodies_.size()) return nullptr;
    Exchange& child = parent_.spawn(bodies_[index].from, *this, index);
    child.properties.set(Slice::literal(names::kMulticastIndex), static_cast<std::int32_t>(index));
    child.properties.set(Slice::literal(names::kMulticastComplete), index + 1 == bodies_.size());
    child.properties.set(Slice::literal(names::kCorrelationId), parent_.id());
    return &child;
  }

 private:
  const std::vector<Range>& bodies_;
};

class Multicast final : public Step {
 public:
  explicit Multicast(ForkOptions options) : options_(std::move(options)) {}
  void add(Range body) { bodies_.push_back(body); }
  Flow run(Exchange& exchange) const override { return (new Copies(exchange, options_, bodies_))->run(); }

 private:
  ForkOptions options_;
  std::vector<Range> bodies_;
};

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr Field kFields[] = {
    {.name = "steps", .type = FieldType::Steps, .summary = "The steps that each get a copy"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How the replies become one; without: the last one goes on"},
    {.name = "aggregationStrategyMethodAllowNull", .type = FieldType::Bool, .fallback = "false", .ignored = "native strategies see every reply"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
    {.name = "executorService", .type = FieldType::Reference, .ignored = "copies that wait share the worker; no threads are needed"},
    {.name = "onPrepare", .type = FieldType::Reference, .refused = kNoJava},
    {.name = "parallelAggregate", .type = FieldType::Bool, .fallback = "false", .ignored = "replies are always joined one by one"},
    {.name = "parallelProcessing", .type = FieldType::Bool, .summary = "Start the next copy while others still wait", .fallback = "false"},
    {.name = "shareUnitOfWork", .type = FieldType::Bool, .summary = "A failed part fails the whole, whatever the strategy, which notes where it failed", .fallback = "false"},
    {.name = "stopOnException", .type = FieldType::Bool, .summary = "Leave the other steps out once one has failed", .fallback = "false"},
    {.name = "streaming", .type = FieldType::Bool, .summary = "With parallelProcessing: join replies in the order in which they come", .fallback = "false"},
    {.name = "synchronous", .type = FieldType::Bool, .fallback = "false", .ignored = "copies run on the worker of the whole"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "With parallelProcessing: leave copies out that take longer; 0: wait", .fallback = "0"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  ForkOptions options;
  options.parallel = given.flag("parallelProcessing");
  options.streaming = given.flag("streaming");
  options.stop_on_exception = given.flag("stopOnException");
  options.timeout = given.duration("timeout");
  options.strategy = given.has("aggregationStrategy")
                         ? find_strategy(given.text("aggregationStrategy"), given.mark("aggregationStrategy"), assembler)
                         : use_latest();
  options.shares = given.flag("shareUnitOfWork");
  if (options.shares) options.strategy = share_unit_of_work(std::move(options.strategy));
  auto step = std::make_unique<Multicast>(std::move(options));
  Multicast* multicast = step.get();
  const auto place = assembler.emit(std::move(step));
  if (const Node* steps = given.node("steps")) {
    for (const Node& item : steps->items) {
      Node single;
      single.kind = Node::Kind::List;
      single.mark = item.mark;
      single.items.push_back(item);
      multicast->add(assembler.body(&single));
    }
  }
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec multicast() {
  return {.name = "multicast",
          .summary = "Gives a copy of the message to each of its steps",
          .fields = kFields,
          .example = R"(- multicast: { steps: [ { to: "log:a" }, { to: "log:b" } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
