// resequence: brings messages into order, in batches or as a stream, and runs its steps with each of them.
#include "engine/adopt.h"
#include "engine/assembler.h"
#include "engine/resident.h"
#include "engine/resequencer.h"

namespace kamel::steps {
namespace {

class Resequence final : public Step, public Resident {
 public:
  Resequence(ResequenceOptions options, std::shared_ptr<Resequencer> state) : options_(std::move(options)), state_(std::move(state)) {}
  void set_held(std::uint32_t place) { options_.held = place; }
  Flow run(Exchange& exchange) const override { return state_->add(exchange, options_); }
  void loaded(Intake& intake) const override { state_->loaded(intake, options_); }
  void unloaded(Intake&) const override {}
  void stopping(Intake&) const override {}

 private:
  ResequenceOptions options_;
  std::shared_ptr<Resequencer> state_;
};

/// What a copy does when its turn has come: it runs the steps and tells when they have ended, however they ended.
class Deliver final : public Step {
 public:
  explicit Deliver(std::shared_ptr<Resequencer> state) : state_(std::move(state)) {}
  void set_body(Range body) { body_ = body; }
  Flow run(Exchange& exchange) const override { return (new Delivery(exchange, state_))->run(body_.from); }

 private:
  class Delivery final : public Origin {
   public:
    Delivery(Exchange& parent, std::shared_ptr<Resequencer> state) : parent_(parent), state_(std::move(state)) {}
    Flow run(std::uint32_t place) {
      parent_.spawn(place, *this, 0).start();
      if (!ended_) {
        waits_ = true;
        return Flow::Suspend;
      }
      const Flow flow = flow_;
      delete this;
      return flow;
    }
    void settled(Exchange& child, Ticket) noexcept override {
      ended_ = true;
      const Flow flow = adopt(parent_, child);
      flow_ = flow == Flow::Branch ? Flow::Return : flow;
      state_->delivered(parent_);
      if (!waits_) return;
      Exchange& parent = parent_;
      const Flow result = flow_;
      delete this;
      parent.resume(result);
    }

   private:
    Exchange& parent_;
    std::shared_ptr<Resequencer> state_;
    Flow flow_ = Flow::Return;
    bool ended_ = false, waits_ = false;
  };

  std::shared_ptr<Resequencer> state_;
  Range body_;
};

constexpr Field kBatch[] = {
    {.name = "batchSize",
     .type = FieldType::Int,
     .summary = "How many messages to sort at a time; 0: by the timeout alone",
     .fallback = "100"},
    {.name = "batchTimeout",
     .type = FieldType::Duration,
     .summary = "Sort what there is when nothing has come for this long",
     .fallback = "1000"},
    {.name = "reverse", .type = FieldType::Bool, .summary = "The greatest first", .fallback = "false"},
    {.name = "allowDuplicates", .type = FieldType::Bool, .summary = "Keep messages whose value another one has, too", .fallback = "false"},
    {.name = "ignoreInvalidExchanges",
     .type = FieldType::Bool,
     .summary = "Let messages without a value pass instead of failing them",
     .fallback = "false"},
};
constexpr Field kStream[] = {
    {.name = "capacity", .type = FieldType::Int, .summary = "How many messages to hold before senders wait", .fallback = "1000"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "How long to wait for a missing number", .fallback = "1000"},
    {.name = "deliveryAttemptInterval",
     .type = FieldType::Duration,
     .summary = "How often to look for numbers that are waited for no more",
     .fallback = "1000"},
    {.name = "rejectOld",
     .type = FieldType::Bool,
     .summary = "Fail messages that come after a greater one has been delivered",
     .fallback = "false"},
    {.name = "ignoreInvalidExchanges",
     .type = FieldType::Bool,
     .summary = "Let messages without a number pass instead of failing them",
     .fallback = "false"},
    {.name = "comparator", .type = FieldType::Reference, .refused = "it names a Java class; kamel compares whole numbers"},
};
constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives a message's place"},
    {.name = "batchConfig", .type = FieldType::Object, .summary = "Sort so many at a time (the default)", .fields = kBatch},
    {.name = "streamConfig",
     .type = FieldType::Object,
     .summary = "Deliver numbers in order as they come; wins over batchConfig",
     .fields = kStream},
    {.name = "resequenceRepository",
     .type = FieldType::Reference,
     .summary = "Where messages are kept that wait for their turn: a bean as for aggregate's aggregationRepository; in memory unless given. Camel has none"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with each message in its turn"},
};

const Node& node_or_empty(const Node* node) {
  static const Node kNothing = [] {
    Node empty;
    empty.kind = Node::Kind::Map;
    return empty;
  }();
  return node != nullptr ? *node : kNothing;
}

void read_batch(const Node* node, ResequenceOptions& options, Assembler& assembler) {
  FieldRules rules;
  rules.what = "batchConfig";
  rules.common = false;
  const Options given = Options::read(node_or_empty(node), kBatch, rules, assembler.diagnostics());
  options.batch = given.integer("batchSize");
  options.timeout = given.duration("batchTimeout");
  options.reverse = given.flag("reverse");
  options.duplicates = given.flag("allowDuplicates");
  options.ignores_invalid = given.flag("ignoreInvalidExchanges");
}

void read_stream(const Node& node, ResequenceOptions& options, Assembler& assembler) {
  FieldRules rules;
  rules.what = "streamConfig";
  rules.common = false;
  const Options given = Options::read(node, kStream, rules, assembler.diagnostics());
  options.capacity = given.integer("capacity");
  options.timeout = given.duration("timeout");
  options.attempts = given.duration("deliveryAttemptInterval");
  options.reject_old = given.flag("rejectOld");
  options.ignores_invalid = given.flag("ignoreInvalidExchanges");
  if (options.capacity < 1) assembler.error(given.mark("capacity"), "capacity must be above 0", {}, "java.lang.IllegalArgumentException");
}

/// nullptr after a report.
template <class T>
std::shared_ptr<Resequencer> state_of(const StepDecl& decl, const std::string& kind, Assembler& assembler) {
  constexpr std::string_view kOption = "resequenceRepository";
  const std::string reference = decl.options.text(kOption);
  return assembler.state<T>(decl, kind + ":" + reference, [&]() -> std::shared_ptr<T> {
    if (reference.empty()) return std::make_shared<T>(AggregationRepository());
    auto repository = open_repository(reference, assembler.route_id() + ":" + decl.id, decl.options.mark(kOption), assembler);
    return repository ? std::make_shared<T>(std::move(*repository)) : nullptr;
  });
}

// Layout: resequence (branch: end); deliver and return, for held copies; the steps, for their children; end.
void compile(const StepDecl& decl, Assembler& assembler) {
  ResequenceOptions options;
  const Node* stream = decl.options.node("streamConfig");
  read_batch(decl.options.node("batchConfig"), options, assembler);
  if (stream != nullptr) read_stream(*stream, options, assembler);
  const Node* steps = decl.options.node("steps");
  if (steps == nullptr || steps->items.empty()) {
    return assembler.error(decl.mark, "resequence has no steps",
                           "write what to do with the sorted messages under steps:", "java.lang.IllegalArgumentException");
  }
  options.key = assembler.expression(decl.options);
  if (!options.key) return;
  auto state = stream != nullptr ? state_of<StreamResequencer>(decl, "stream", assembler) : state_of<BatchResequencer>(decl, "batch", assembler);
  if (!state) return;
  auto step = std::make_unique<Resequence>(std::move(options), state);
  Resequence* resequence = step.get();
  const auto place = assembler.emit(std::move(step));
  auto deliver = std::make_unique<Deliver>(std::move(state));
  Deliver* delivers = deliver.get();
  resequence->set_held(assembler.body([&] { assembler.emit(std::move(deliver)); }).from);
  delivers->set_body(assembler.body(steps));
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec resequence() {
  return {
      .name = "resequence",
      .summary = "Brings messages into order",
      .fields = kFields,
      .inline_expression = true,
      .example = R"(- resequence: { header: number, batchConfig: { batchSize: 10, batchTimeout: 500 }, steps: [ { to: "log:sorted" } ] })",
      .compile = compile};
}

}  // namespace kamel::steps
