// choice: runs the steps of the first `when` whose predicate holds, else those of `otherwise`.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

/// One `when`: its branch leads to the next one.
class When final : public Step {
 public:
  explicit When(ExpressionPtr predicate) : predicate_(std::move(predicate)) {}
  Flow run(Exchange& exchange) const override {
    const Result<bool> matches = predicate_->matches(exchange);
    if (!matches) return exchange.fail(matches.error());
    return *matches ? Flow::Next : Flow::Branch;
  }

 private:
  ExpressionPtr predicate_;
};

constexpr Field kWhen[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "The predicate"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do when it holds"},
};
constexpr Field kOtherwise[] = {{.name = "steps", .type = FieldType::Steps, .summary = "What to do when no predicate holds"}};
constexpr Field kFields[] = {
    {.name = "when", .type = FieldType::Any, .summary = "Predicates with their steps, tried in order"},
    {.name = "otherwise", .type = FieldType::Object, .summary = "What to do when no predicate holds", .fields = kOtherwise},
    {.name = "precondition", .type = FieldType::Bool, .summary = "Choose once, when the route is loaded", .fallback = "false",
     .ignored = "the predicates are evaluated for each message, which gives the same result"},
};

// Writes one when; gives the jump to the end of the choice.
std::optional<std::uint32_t> compile_when(const Node& when, bool precondition, Assembler& assembler) {
  FieldRules rules;
  rules.is_language = [&](std::string_view key) { return assembler.is_language(key); };
  rules.what = "when";
  const Options options = Options::read(when, kWhen, rules, assembler.diagnostics());
  if (precondition && !options.expression()) return std::nullopt;  // an absent {{?property}}: it does not hold
  const auto test = assembler.emit(std::make_unique<When>(assembler.predicate(options)));
  assembler.steps(options.node("steps"));
  const auto end = assembler.emit_goto();
  assembler.set_branch(test, assembler.here());
  return end;
}

void compile(const StepDecl& decl, Assembler& assembler) {
  std::vector<std::uint32_t> ends;
  const auto add = [&](const Node& when) {
    if (const auto end = compile_when(when, decl.options.flag("precondition"), assembler)) ends.push_back(*end);
  };
  if (const Node* whens = decl.options.node("when")) {
    if (whens->is_map()) add(*whens);
    for (const Node& when : whens->items) add(when);
  }
  if (const Node* otherwise = decl.options.node("otherwise")) assembler.steps(otherwise->find("steps"));
  for (const auto end : ends) assembler.set_branch(end, assembler.here());
}

}  // namespace

StepSpec choice() {
  return {.name = "choice",
          .summary = "Runs the steps of the first predicate that holds",
          .fields = kFields,
          .example = R"(- choice: { when: [ { simple: "${header.kind} == 'gold'", steps: [ { log: gold } ] } ], otherwise: { steps: [ { log: other } ] } })",
          .compile = compile};
}

}  // namespace kamel::steps
