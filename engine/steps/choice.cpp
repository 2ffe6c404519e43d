// choice: runs the steps of the first `when` whose predicate holds, else those of `otherwise`.
#include <algorithm>

#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/preconditions.h"

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
    {.name = "precondition", .type = FieldType::Bool, .summary = "Choose once, when the route is loaded", .fallback = "false"},
};

Options read_when(const Node& when, Assembler& assembler) {
  FieldRules rules;
  rules.is_language = [&](std::string_view key) { return assembler.is_language(key); };
  rules.what = "when";
  return Options::read(when, kWhen, rules, assembler.diagnostics());
}

// Writes one when; gives the jump to the end of the choice.
std::optional<std::uint32_t> compile_when(const Node& when, Assembler& assembler) {
  const Options options = read_when(when, assembler);
  if (options.flag("disabled")) return std::nullopt;
  const auto test = assembler.emit(std::make_unique<When>(assembler.predicate(options)));
  assembler.steps(options.node("steps"));
  const auto end = assembler.emit_goto();
  assembler.set_branch(test, assembler.here());
  return end;
}

// The steps of the first when that holds now, before any message; nullptr: none does.
const Node* choose_now(const Node& whens, Assembler& assembler) {
  for (const Node& when : whens.items) {
    const Options options = read_when(when, assembler);
    const auto given = options.expression();
    if (options.flag("disabled") || !given) continue;
    const Node* text = given->node->is_map() ? given->node->find("expression") : given->node;
    if (text != nullptr && text->kind == Node::Kind::Null) continue;  // an absent {{?property}}
    const ExpressionPtr predicate = assembler.predicate(options);
    if (!predicate) continue;
    const Result<bool> holds = precondition_holds(*predicate, assembler.context(), assembler.route());
    if (!holds) assembler.error(given->mark, std::string(holds.error().message()));
    if (holds && *holds) return options.node("steps");
  }
  return nullptr;
}

void compile_otherwise(const StepDecl& decl, Assembler& assembler) {
  const Node* otherwise = decl.options.node("otherwise");
  if (otherwise == nullptr) return;
  const Options options = Options::read(*otherwise, kOtherwise, {.what = "otherwise"}, assembler.diagnostics());
  if (!options.flag("disabled")) assembler.steps(options.node("steps"));
}

void compile(const StepDecl& decl, Assembler& assembler) {
  const Node* whens = decl.options.node("when");
  if (whens != nullptr && whens->is_map()) {
    assembler.error(whens->mark, "when must be a list", "put a '-' before each predicate", "org.apache.camel.dsl.yaml.common.exception.InvalidNodeTypeException");
  }
  if (decl.options.flag("precondition")) {
    const Node* chosen = whens != nullptr ? choose_now(*whens, assembler) : nullptr;
    chosen != nullptr ? assembler.steps(chosen) : compile_otherwise(decl, assembler);
    return;
  }
  std::vector<std::uint32_t> ends;
  const auto add = [&](const Node& when) {
    if (const auto end = compile_when(when, assembler)) ends.push_back(*end);
  };
  if (whens != nullptr) std::ranges::for_each(whens->items, add);
  compile_otherwise(decl, assembler);
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
