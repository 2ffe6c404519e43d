// throttle: lets messages pass at a limited rate, or a limited number of them at a time.
#include <deque>
#include <mutex>
#include <unordered_map>

#include "engine/assembler.h"
#include "engine/clock.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/worker.h"

namespace kamel::steps {
namespace {

/// What the throttle remembers, shared by all workers and kept across live swaps.
struct ThrottleState {
  struct Group {
    std::deque<Clock::time_point> passes;  // the latest, at most `maximum` of them; those of messages that still wait lie in the future
    std::int64_t inside = 0;               // ConcurrentRequests
    std::int64_t maximum = 0;              // as it was last given; 0: never yet
    std::deque<Exchange*> waiting;
  };
  std::mutex mutex;
  std::unordered_map<std::string, Group> groups;
};

/// Gives the place inside back when the exchange ends.
class Leave final : public Completion {
 public:
  Leave(std::shared_ptr<ThrottleState> state, std::string key) : state_(std::move(state)), key_(std::move(key)) {}
  void completed(Exchange&) noexcept override {
    Exchange* next = nullptr;
    {
      const std::lock_guard lock(state_->mutex);
      auto& group = state_->groups[key_];
      if (group.waiting.empty()) {
        --group.inside;
      } else {
        next = group.waiting.front();
        group.waiting.pop_front();
      }
    }
    if (next == nullptr) return;
    next->worker().post([next, state = state_, key = key_] {
      next->on_completion(std::make_unique<Leave>(state, key));
      next->resume();
    });
  }

 private:
  std::shared_ptr<ThrottleState> state_;
  std::string key_;
};

class Throttle final : public Step {
 public:
  struct Settings {
    ExpressionPtr maximum, group;
    std::chrono::milliseconds period{1000};
    bool reject = false, concurrent = false;
  };
  Throttle(Settings settings, std::shared_ptr<ThrottleState> state) : settings_(std::move(settings)), state_(std::move(state)) {}

  Flow run(Exchange& exchange) const override {
    std::string key;
    if (settings_.group) {
      const Result<Value> group = settings_.group->evaluate(exchange);
      if (!group) return exchange.fail(group.error());
      if (group->is_null()) return exchange.fail("java.lang.NullPointerException", "");
      key = to_text(*group).str();
    }
    const Result<std::int64_t> maximum = limit(exchange, key);
    if (!maximum) return exchange.fail(maximum.error());
    if (*maximum == 0 && settings_.reject) return reject(exchange, 0);
    if (*maximum <= 0) {
      return exchange.fail("java.lang.IllegalStateException", "The maximumRequestsPerPeriod must be a positive number, was: " + std::to_string(*maximum));
    }
    return settings_.concurrent ? enter(exchange, key, *maximum) : pass(exchange, key, static_cast<std::size_t>(*maximum));
  }

 private:
  // Where the expression gives nothing the limit stays what it was.
  Result<std::int64_t> limit(Exchange& exchange, const std::string& key) const {
    const Result<Value> value = settings_.maximum->evaluate(exchange);
    if (!value) return value.error();
    const Result<Value> number = value->is_null() ? Value() : convert(*value, "java.lang.Long", &exchange);
    if (!number) return number.error();
    const std::lock_guard lock(state_->mutex);
    std::int64_t& known = state_->groups[key].maximum;
    if (number->is_null() && known == 0) return Error("org.apache.camel.RuntimeExchangeException", "The maxRequestsPerPeriodExpression was evaluated as null");
    if (!number->is_null() && number->as_whole() >= 0) known = number->as_whole();
    return number->is_null() ? known : number->as_whole();
  }

  // Each message takes the first free moment; whoever waits has his moment already.
  Flow pass(Exchange& exchange, const std::string& key, std::size_t maximum) const {
    const auto now = Clock::now();
    auto when = now;
    {
      const std::lock_guard lock(state_->mutex);
      auto& passes = state_->groups[key].passes;
      while (passes.size() > maximum) passes.pop_front();
      if (passes.size() == maximum) when = std::max(now, passes.front() + settings_.period);
      if (when > now && settings_.reject) return reject(exchange, maximum);
      if (passes.size() == maximum) passes.pop_front();
      passes.push_back(when);
    }
    if (when <= now) return Flow::Next;
    exchange.worker().after(std::chrono::ceil<std::chrono::milliseconds>(when - now), [&exchange] { exchange.resume(); });
    return Flow::Suspend;
  }

  Flow enter(Exchange& exchange, const std::string& key, std::int64_t maximum) const {
    {
      const std::lock_guard lock(state_->mutex);
      auto& group = state_->groups[key];
      if (group.inside >= maximum) {
        if (settings_.reject) return reject(exchange, static_cast<std::size_t>(maximum));
        group.waiting.push_back(&exchange);
        return Flow::Suspend;
      }
      ++group.inside;
    }
    exchange.on_completion(std::make_unique<Leave>(state_, key));
    return Flow::Next;
  }

  Flow reject(Exchange& exchange, std::size_t maximum) const {
    return exchange.fail("org.apache.camel.processor.ThrottlerRejectedExecutionException",
                         settings_.concurrent ? "Exceeded the max throttle rate of " + std::to_string(maximum)
                                              : "Exceeded the max throttle rate of " + std::to_string(maximum) + " within " +
                                                    std::to_string(settings_.period.count()) + "ms");
  }

  Settings settings_;
  std::shared_ptr<ThrottleState> state_;
};

constexpr std::string_view kModes[] = {"TotalRequests", "ConcurrentRequests"};
constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "How many messages per period, or at a time"},
    {.name = "mode", .type = FieldType::Choice, .summary = "Limit the rate, or the number at a time", .fallback = "TotalRequests", .choices = kModes},
    {.name = "timePeriodMillis", .type = FieldType::Duration, .summary = "The period", .fallback = "1000"},
    {.name = "correlationExpression", .type = FieldType::Any, .summary = "Messages with different values are limited apart"},
    {.name = "rejectExecution", .type = FieldType::Bool, .summary = "Fail messages above the limit instead of letting them wait", .fallback = "false"},
    {.name = "asyncDelayed", .type = FieldType::Bool, .fallback = "false", .ignored = "no thread ever waits"},
    {.name = "callerRunsWhenRejected", .type = FieldType::Bool, .fallback = "true", .ignored = "nothing is rejected for want of a thread"},
    {.name = "executorService", .type = FieldType::Reference, .ignored = "no threads are needed"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  Throttle::Settings settings;
  settings.maximum = assembler.expression(decl.options);
  if (const Node* group = decl.options.node("correlationExpression")) settings.group = assembler.expression(*group);
  settings.period = decl.options.duration("timePeriodMillis");
  settings.reject = decl.options.flag("rejectExecution");
  settings.concurrent = decl.options.choice("mode") == "ConcurrentRequests";
  if (!settings.maximum) return;
  auto state = assembler.state<ThrottleState>(decl, "throttle", [] { return std::make_shared<ThrottleState>(); });
  assembler.emit(std::make_unique<Throttle>(std::move(settings), std::move(state)));
}

}  // namespace

StepSpec throttle() {
  return {.name = "throttle",
          .summary = "Lets messages pass at a limited rate",
          .fields = kFields,
          .inline_expression = true,
          .example = "- throttle: { constant: 10, timePeriodMillis: 1000 }",
          .compile = compile};
}

}  // namespace kamel::steps
