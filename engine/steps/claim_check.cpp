// claimCheck: puts the message aside for a while, and takes it, or parts of it, back.
#include <algorithm>

#include "engine/assembler.h"
#include "engine/claims/filter.h"
#include "engine/claims/repository.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

enum class Operation : std::uint8_t { Get, GetAndRemove, Set, Push, Pop };
constexpr std::string_view kOperations[] = {"Get", "GetAndRemove", "Set", "Push", "Pop"};

class ClaimCheck final : public Step {
 public:
  ClaimCheck(Operation operation, ExpressionPtr key, StrategyPtr strategy)
      : operation_(operation), key_(std::move(key)), strategy_(std::move(strategy)) {}

  Flow run(Exchange& exchange) const override {
    Slice key;
    if (key_) {
      const Result<Value> value = key_->evaluate(exchange);
      if (!value) return exchange.fail(value.error());
      key = to_text(*value);
    }
    ClaimRepository& repository = ClaimRepository::of(exchange);
    switch (operation_) {
      case Operation::Set: repository.set(key, exchange); return Flow::Next;
      case Operation::Push: repository.push(exchange); return Flow::Next;
      case Operation::Pop: return give_back(exchange, repository.pop());
      case Operation::Get: return give_back(exchange, repository.get(key, false));
      case Operation::GetAndRemove: return give_back(exchange, repository.get(key, true));
    }
    return Flow::Next;
  }

 private:
  Flow give_back(Exchange& exchange, std::optional<Outcome> claimed) const {
    if (!claimed) return Flow::Next;
    std::optional<Outcome> result = Outcome{exchange.message, exchange.properties, exchange.variables, {}, {}};
    strategy_->aggregate(result, std::move(*claimed), exchange);
    copy_results(exchange, std::move(*result));
    return exchange.failed() ? Flow::Fail : Flow::Next;
  }

  Operation operation_;
  ExpressionPtr key_;
  StrategyPtr strategy_;
};

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr Field kFields[] = {
    {.name = "operation", .type = FieldType::Choice, .summary = "What to do", .required = true, .choices = kOperations},
    {.name = "key", .summary = "The name to keep the message under; simple. Push and Pop use none"},
    {.name = "filter", .summary = "What comes back: body, headers, header:pattern; -x leaves x out, --x removes x from the message"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How the claimed message and the current one become one; without: by the filter"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
};

StrategyPtr strategy_of(const Options& given, Assembler& assembler) {
  if (!given.has("aggregationStrategy")) {
    auto filter = std::make_shared<ClaimFilter>(given.text("filter"));
    if (!filter->contradicts_itself()) return filter;
    assembler.error(given.mark("filter"), "Cannot have both include and exclude header at the same time in the filter: " + given.text("filter"),
                    "name either the headers to take back or those to leave out", "org.apache.camel.FailedToCreateRouteException");
    return nullptr;
  }
  return find_strategy(given.text("aggregationStrategy"), given.mark("aggregationStrategy"), assembler);
}

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  const std::string name = given.choice("operation");
  const auto* place = std::ranges::find(kOperations, name);
  ExpressionPtr key = given.has("key") ? assembler.simple(given, "key") : nullptr;
  StrategyPtr strategy = strategy_of(given, assembler);
  if (place == std::end(kOperations) || !strategy) return;  // reported
  assembler.emit(std::make_unique<ClaimCheck>(static_cast<Operation>(place - kOperations), std::move(key), std::move(strategy)));
}

}  // namespace

StepSpec claim_check() {
  return {.name = "claimCheck",
          .summary = "Puts the message aside and takes it back later",
          .fields = kFields,
          .example = "- claimCheck: { operation: Push }\n- setBody: { constant: something else }\n- claimCheck: { operation: Pop }",
          .compile = compile};
}

}  // namespace kamel::steps
