// claimCheck: puts the message aside for a while, and takes it, or parts of it, back.
#include <algorithm>

#include "engine/assembler.h"
#include "engine/claims/filter.h"
#include "engine/claims/repository.h"
#include "engine/claims/shared_claims.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

enum class Operation : std::uint8_t { Get, GetAndRemove, Set, Push, Pop };
constexpr std::string_view kOperations[] = {"Get", "GetAndRemove", "Set", "Push", "Pop"};

struct Settings {
  Operation operation = Operation::Get;
  ExpressionPtr key;
  StrategyPtr strategy;
  std::shared_ptr<SharedClaims> claims;  // nullptr: what is put aside stays with the exchange
};

class ClaimCheck final : public Step {
 public:
  explicit ClaimCheck(Settings settings) : settings_(std::move(settings)) {}

  Flow run(Exchange& exchange) const override {
    Slice key;
    if (settings_.key) {
      const Result<Value> value = settings_.key->evaluate(exchange);
      if (!value) return exchange.fail(value.error());
      key = to_text(*value);
    }
    return settings_.claims ? run_shared(exchange, key.str()) : run_own(exchange, key);
  }

 private:
  Flow run_own(Exchange& exchange, const Slice& key) const {
    ClaimRepository& repository = ClaimRepository::of(exchange);
    switch (settings_.operation) {
      case Operation::Set: repository.set(key, exchange); return Flow::Next;
      case Operation::Push: repository.push(exchange); return Flow::Next;
      case Operation::Pop: return give_back(exchange, repository.pop());
      case Operation::Get: return give_back(exchange, repository.get(key, false));
      case Operation::GetAndRemove: return give_back(exchange, repository.get(key, true));
    }
    return Flow::Next;
  }

  Flow run_shared(Exchange& exchange, const std::string& key) const {
    if (settings_.operation == Operation::Set) return settings_.claims->set(key, exchange);
    const bool removes = settings_.operation == Operation::GetAndRemove;
    return settings_.claims->get(key, removes, exchange, [this](Exchange& to, Outcome claimed) { return give_back(to, std::move(claimed)); });
  }

  Flow give_back(Exchange& exchange, std::optional<Outcome> claimed) const {
    if (!claimed) return Flow::Next;
    std::optional<Outcome> result = Outcome{exchange.message, exchange.properties, exchange.variables, {}, {}};
    settings_.strategy->aggregate(result, std::move(*claimed), exchange);
    copy_results(exchange, std::move(*result));
    return exchange.failed() ? Flow::Fail : Flow::Next;
  }

  Settings settings_;
};

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr Field kFields[] = {
    {.name = "operation", .type = FieldType::Choice, .summary = "What to do", .required = true, .choices = kOperations},
    {.name = "key", .summary = "The name to keep the message under; simple. Push and Pop use none"},
    {.name = "filter", .summary = "What comes back: body, headers, header:pattern; -x leaves x out, --x removes x from the message"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How the claimed message and the current one become one; without: by the filter"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
    {.name = "claimCheckRepository",
     .type = FieldType::Reference,
     .summary = "Where Set puts messages for any exchange that has the key: a bean as for aggregate's aggregationRepository. One in SQLite or Kafka outlives kill -9, one "
                "in memory a live swap; what GetAndRemove takes is gone when its exchange has ended. Unless given, messages stay with their exchange. Camel has none"},
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

/// nullptr: what is put aside stays with the exchange, or after a report.
std::shared_ptr<SharedClaims> claims_of(const Options& given, Operation operation, Assembler& assembler) {
  constexpr std::string_view kOption = "claimCheckRepository";
  if (!given.has(kOption)) return nullptr;
  const Mark mark = given.mark(kOption);
  if (operation == Operation::Push || operation == Operation::Pop) {
    assembler.error(mark, "Push and Pop have no claimCheckRepository: their stack belongs to one exchange, and ends with it", "use Set and GetAndRemove with a key, or leave it out");
    return nullptr;
  }
  if (!given.has("key")) {
    assembler.error(mark, "a claimCheckRepository needs a key", "say under which key other exchanges are to find the message, as in key: ${header.id}");
    return nullptr;
  }
  return find_claims(given.text(kOption), mark, assembler);
}

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  const auto* place = std::ranges::find(kOperations, given.choice("operation"));
  if (place == std::end(kOperations)) return;  // reported
  Settings settings;
  settings.operation = static_cast<Operation>(place - kOperations);
  settings.key = given.has("key") ? assembler.simple(given, "key") : nullptr;
  settings.strategy = strategy_of(given, assembler);
  settings.claims = claims_of(given, settings.operation, assembler);
  if (!settings.strategy) return;  // reported
  assembler.emit(std::make_unique<ClaimCheck>(std::move(settings)));
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
