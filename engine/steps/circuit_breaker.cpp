// circuitBreaker: runs its steps as long as they do well; when too many runs fail it leaves them alone for a while.
#include <algorithm>
#include <array>

#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/circuit_call.h"
#include "engine/exception_classes.h"

namespace kamel::steps {
namespace {

class Breaker final : public Step {
 public:
  explicit Breaker(CircuitOptions options) : options_(std::move(options)) {}
  CircuitOptions& options() { return options_; }
  Flow run(Exchange& exchange) const override { return (new CircuitCall(exchange, options_))->run(); }

 private:
  CircuitOptions options_;
};

constexpr std::string_view kNoJava = "it names a Java object; write the settings themselves";
constexpr std::string_view kNoThreads = "no threads are needed";
constexpr std::string_view kWindows[] = {"COUNT_BASED", "TIME_BASED"};
constexpr std::string_view kIllegal = "java.lang.IllegalArgumentException";
constexpr Field kResilience[] = {
    {.name = "id", .ignored = "only steps have ids here"},
    {.name = "failureRateThreshold", .type = FieldType::Real, .summary = "Open when this percentage of calls fails", .fallback = "50"},
    {.name = "slowCallRateThreshold", .type = FieldType::Real, .summary = "Open when this percentage of calls is slow", .fallback = "100"},
    {.name = "slowCallDurationThreshold", .type = FieldType::Int, .summary = "Calls above so many seconds are slow", .fallback = "60"},
    {.name = "slidingWindowType",
     .type = FieldType::Choice,
     .summary = "Whether the window holds calls or seconds",
     .fallback = "COUNT_BASED",
     .choices = kWindows},
    {.name = "slidingWindowSize", .type = FieldType::Int, .summary = "How many calls, or seconds, are looked at", .fallback = "100"},
    {.name = "minimumNumberOfCalls", .type = FieldType::Int, .summary = "Never open with fewer calls in the window", .fallback = "100"},
    {.name = "waitDurationInOpenState", .type = FieldType::Int, .summary = "Seconds to stay open", .fallback = "60"},
    {.name = "permittedNumberOfCallsInHalfOpenState",
     .type = FieldType::Int,
     .summary = "Calls that are tried afterwards",
     .fallback = "10"},
    {.name = "automaticTransitionFromOpenToHalfOpenEnabled",
     .type = FieldType::Bool,
     .fallback = "false",
     .ignored = "the next call finds it half open, which is the same"},
    {.name = "throwExceptionWhenHalfOpenOrOpenState",
     .type = FieldType::Bool,
     .summary = "Without a fallback: fail refused messages instead of letting them pass",
     .fallback = "false"},
    {.name = "ignoreException", .type = FieldType::Texts, .summary = "Exceptions that neither count nor fail the message"},
    {.name = "recordException", .type = FieldType::Texts, .summary = "The only exceptions that count as failures; others are successes"},
    {.name = "timeoutEnabled", .type = FieldType::Bool, .summary = "Give up steps that take too long", .fallback = "false"},
    {.name = "timeoutDuration", .type = FieldType::Int, .summary = "How long, in milliseconds", .fallback = "1000"},
    {.name = "timeoutCancelRunningFuture",
     .type = FieldType::Bool,
     .fallback = "true",
     .ignored = "steps that were given up go on, and their result is dropped, as in Camel"},
    {.name = "timeoutExecutorService", .type = FieldType::Reference, .ignored = kNoThreads},
    {.name = "bulkheadEnabled", .type = FieldType::Bool, .summary = "Limit how many messages are inside at a time", .fallback = "false"},
    {.name = "bulkheadMaxConcurrentCalls", .type = FieldType::Int, .summary = "How many", .fallback = "25"},
    {.name = "bulkheadMaxWaitDuration",
     .type = FieldType::Int,
     .summary = "How many milliseconds others wait before they are refused",
     .fallback = "0"},
    {.name = "writableStackTraceEnabled", .type = FieldType::Bool, .fallback = "true", .ignored = "exceptions carry no stack traces"},
    {.name = "circuitBreaker", .type = FieldType::Reference, .refused = kNoJava},
    {.name = "config", .type = FieldType::Reference, .refused = kNoJava},
};
constexpr Field kTolerance[] = {
    {.name = "id", .ignored = "only steps have ids here"},
    {.name = "failureRatio", .type = FieldType::Real, .summary = "Open when this percentage of calls fails", .fallback = "50"},
    {.name = "requestVolumeThreshold", .type = FieldType::Int, .summary = "How many calls are looked at", .fallback = "20"},
    {.name = "delay", .type = FieldType::Duration, .summary = "How long to stay open", .fallback = "5000"},
    {.name = "successThreshold", .type = FieldType::Int, .summary = "Calls that are tried afterwards", .fallback = "1"},
    {.name = "timeoutEnabled", .type = FieldType::Bool, .summary = "Give up steps that take too long", .fallback = "false"},
    {.name = "timeoutDuration", .type = FieldType::Duration, .summary = "How long", .fallback = "1000"},
    {.name = "timeoutPoolSize", .type = FieldType::Int, .ignored = kNoThreads},
    {.name = "threadOffloadExecutorService", .type = FieldType::Reference, .ignored = kNoThreads},
    {.name = "bulkheadEnabled", .type = FieldType::Bool, .summary = "Limit how many messages are inside at a time", .fallback = "false"},
    {.name = "bulkheadMaxConcurrentCalls", .type = FieldType::Int, .summary = "How many", .fallback = "10"},
    {.name = "bulkheadWaitingTaskQueue", .type = FieldType::Int, .summary = "How many others may wait", .fallback = "10"},
    {.name = "typedGuard", .type = FieldType::Reference, .refused = kNoJava},
};
constexpr Field kFallback[] = {
    {.name = "id", .ignored = "only steps have ids here"},
    {.name = "description", .ignored = "it changes nothing"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do instead"},
    {.name = "fallbackViaNetwork", .type = FieldType::Bool, .summary = "Refused by Camel's Resilience4j as well", .fallback = "false"},
};
constexpr Field kFields[] = {
    {.name = "steps", .type = FieldType::Steps, .summary = "What may fail"},
    {.name = "onFallback", .type = FieldType::Object, .summary = "What to do when it fails, or is left alone", .fields = kFallback},
    {.name = "resilience4jConfiguration", .type = FieldType::Object, .summary = "When it opens, and for how long", .fields = kResilience},
    {.name = "faultToleranceConfiguration",
     .type = FieldType::Object,
     .summary = "The same in the words of MicroProfile Fault Tolerance",
     .fields = kTolerance},
    {.name = "inheritErrorHandler",
     .type = FieldType::Bool,
     .summary = "Let the route's error handler see the breaker's failures, which tries the whole of it again",
     .fallback = "false"},
    {.name = "configuration",
     .type = FieldType::Reference,
     .summary = "A bean of the type Resilience4jConfigurationDefinition, with defaults for resilience4jConfiguration"},
};

Options read(const Node& node, std::span<const Field> fields, std::string_view what, Assembler& assembler) {
  FieldRules rules;
  rules.what = std::string(what);
  rules.common = false;
  return Options::read(node, fields, rules, assembler.diagnostics());
}

/// The step's own configuration over the one that it refers to.
class Layers {
 public:
  Layers(const StepDecl& decl, Assembler& assembler) {
    static const Node kNothing = [] {
      Node empty;
      empty.kind = Node::Kind::Map;
      return empty;
    }();
    const Node* own = decl.options.node("resilience4jConfiguration");
    const Node* shared = decl.options.has("configuration") ? referred(decl, assembler) : nullptr;
    options_[0] = read(own != nullptr ? *own : kNothing, kResilience, "resilience4jConfiguration", assembler);
    options_[1] = read(shared != nullptr ? *shared : kNothing, kResilience, "bean", assembler);
  }
  const Options& of(std::string_view name) const { return options_[options_[0].has(name) ? 0 : 1]; }
  std::int64_t integer(std::string_view name) const { return of(name).integer(name); }
  bool flag(std::string_view name) const { return of(name).flag(name); }

 private:
  static const Node* referred(const StepDecl& decl, Assembler& assembler) {
    const std::string name = decl.options.text("configuration");
    const BeanReference found = find_bean(name, assembler);
    if (found.bean == nullptr || !found.java_class.ends_with("Resilience4jConfigurationDefinition")) {
      assembler.error(decl.options.mark("configuration"),
                      "no bean '" + name + "' of the type org.apache.camel.model.Resilience4jConfigurationDefinition",
                      "declare it under beans:, with the settings as its properties", "org.apache.camel.NoSuchBeanException");
      return nullptr;
    }
    return found.bean->node->find("properties");
  }
  std::array<Options, 2> options_;
};

void check(bool holds, const Options& given, std::string_view name, std::string_view rule, Assembler& assembler) {
  if (!holds) assembler.error(given.mark(name), std::string(name) + " must be " + std::string(rule), {}, std::string(kIllegal));
}

void check_classes(const Layers& layers, std::string_view name, Assembler& assembler) {
  const Options& given = layers.of(name);
  check_exception_classes(given.texts(name), given.mark(name), assembler);
}

void check_resilience(const Layers& layers, Assembler& assembler) {
  for (const std::string_view name : {"failureRateThreshold", "slowCallRateThreshold"}) {
    const double rate = layers.of(name).real(name);
    check(rate > 0 && rate <= 100, layers.of(name), name, "above 0 and at most 100", assembler);
  }
  for (const std::string_view name : {"slidingWindowSize", "minimumNumberOfCalls", "waitDurationInOpenState",
                                      "permittedNumberOfCallsInHalfOpenState", "slowCallDurationThreshold", "bulkheadMaxConcurrentCalls"}) {
    check(layers.integer(name) > 0, layers.of(name), name, "above 0", assembler);
  }
  check_classes(layers, "ignoreException", assembler);
  check_classes(layers, "recordException", assembler);
}

void read_resilience(const StepDecl& decl, CircuitOptions& options, Assembler& assembler) {
  const Layers layers(decl, assembler);
  check_resilience(layers, assembler);
  CircuitSettings& settings = options.settings;
  settings.failure_rate = layers.of("failureRateThreshold").real("failureRateThreshold");
  settings.slow_rate = layers.of("slowCallRateThreshold").real("slowCallRateThreshold");
  settings.slow_from = std::chrono::seconds(layers.integer("slowCallDurationThreshold"));
  settings.by_time = layers.of("slidingWindowType").choice("slidingWindowType") == "TIME_BASED";
  settings.window = layers.integer("slidingWindowSize");
  settings.minimum = layers.integer("minimumNumberOfCalls");
  settings.open_for = std::chrono::seconds(layers.integer("waitDurationInOpenState"));
  settings.trials = layers.integer("permittedNumberOfCallsInHalfOpenState");
  options.ignored = layers.of("ignoreException").texts("ignoreException");
  options.recorded = layers.of("recordException").texts("recordException");
  options.throws_when_open = layers.flag("throwExceptionWhenHalfOpenOrOpenState");
  if (layers.flag("timeoutEnabled")) options.timeout = std::chrono::milliseconds(layers.integer("timeoutDuration"));
  if (layers.flag("bulkheadEnabled")) options.bulkhead.inside = layers.integer("bulkheadMaxConcurrentCalls");
  options.bulkhead.patience = std::chrono::milliseconds(std::max<std::int64_t>(layers.integer("bulkheadMaxWaitDuration"), 0));
}

constexpr double kNeverOpens = 1000;  // percent

void read_tolerance(const Node& node, CircuitOptions& options, Assembler& assembler) {
  const Options given = read(node, kTolerance, "faultToleranceConfiguration", assembler);
  CircuitSettings& settings = options.settings;
  settings.failure_rate = given.real("failureRatio");
  settings.window = settings.minimum = given.integer("requestVolumeThreshold");
  settings.open_for = given.duration("delay");
  settings.trials = given.integer("successThreshold");
  check(settings.failure_rate > 0 && settings.failure_rate <= 100, given, "failureRatio", "above 0 and at most 100", assembler);
  check(settings.window > 0, given, "requestVolumeThreshold", "above 0", assembler);
  check(settings.trials > 0, given, "successThreshold", "above 0", assembler);
  // Camel 4.14 makes a breaker for each message, and so none ever counts enough failures.
  settings.failure_rate = kNeverOpens;
  assembler.diagnostics().warning(node.mark, "a circuit breaker with faultToleranceConfiguration never opens, as in Camel 4.14", "use resilience4jConfiguration");
  if (given.flag("timeoutEnabled")) options.timeout = given.duration("timeoutDuration");
  if (given.flag("bulkheadEnabled")) {
    options.bulkhead = {given.integer("bulkheadMaxConcurrentCalls"), given.integer("bulkheadWaitingTaskQueue"),
                        std::chrono::milliseconds(-1)};
  }
}

// The fallback's steps; nullptr when there are none.
const Node* fallback_steps(const StepDecl& decl, Assembler& assembler) {
  const Node* node = decl.options.node("onFallback");
  if (node == nullptr) return nullptr;
  const Options given = read(*node, kFallback, "onFallback", assembler);
  if (given.flag("fallbackViaNetwork")) {
    assembler.error(given.mark("fallbackViaNetwork"), "Resilience4j has no fallbackViaNetwork", "leave it out",
                    "java.lang.UnsupportedOperationException");
  }
  const Node* steps = given.node("steps");
  return steps != nullptr && !steps->items.empty() ? steps : nullptr;
}

// Camel's error handler does not cover the fallback's steps themselves, but what stands inside of them.
void emit_fallback(const Node& steps, Assembler& assembler) {
  for (const Node& item : steps.items) {
    Node single;
    single.kind = Node::Kind::List;
    single.mark = item.mark;
    single.items.push_back(item);
    const auto from = assembler.here();
    assembler.steps(&single);
    const bool is_group = item.find("pipeline") != nullptr || item.find("doTry") != nullptr;  // they have no instruction in front
    auto& code = assembler.program().code;
    if (is_group || from == code.size()) continue;
    const std::string own = code[from].id;
    for (auto place = from; place < code.size(); ++place) {
      if (code[place].id == own) code[place].guarded = false;
    }
  }
}

// Camel adds steps that stand behind onFallback to the fallback, and then finds none for itself.
void warn_of_order(const StepDecl& decl, Assembler& assembler) {
  bool fallback_first = false;
  for (const Node::Entry& entry : decl.node.entries) {
    if (entry.key == "onFallback") fallback_first = true;
    if (entry.key == "steps" && fallback_first) {
      assembler.diagnostics().warning(entry.mark, "Apache Camel refuses steps behind onFallback", "put steps before onFallback");
    }
  }
}

// Layout: breaker (branch: end), steps as a body of children, fallback, end.
void compile(const StepDecl& decl, Assembler& assembler) {
  CircuitOptions options;
  options.id = decl.id;
  if (const Node* tolerance = decl.options.node("faultToleranceConfiguration")) {
    read_tolerance(*tolerance, options, assembler);
  } else {
    read_resilience(decl, options, assembler);
  }
  if (decl.options.node("steps") == nullptr || decl.options.node("steps")->items.empty()) {
    return assembler.error(decl.mark, "circuitBreaker has no steps", "write them under steps:", std::string(kIllegal));
  }
  options.breaker =
      assembler.state<CircuitBreaker>(decl, options.settings.by_time ? "time" : "count", [] { return std::make_shared<CircuitBreaker>(); });
  options.inside = assembler.state<Bulkhead>(decl, "bulkhead", [] { return std::make_shared<Bulkhead>(); });
  const Node* fallback = fallback_steps(decl, assembler);
  warn_of_order(decl, assembler);
  auto step = std::make_unique<Breaker>(std::move(options));
  CircuitOptions& placed = step->options();
  const auto place = assembler.emit(std::move(step));
  if (!decl.options.flag("inheritErrorHandler")) assembler.program().code[place].guarded = false;
  {
    const Assembler::Unguarded unguarded(assembler);
    placed.body = assembler.body(decl.options.node("steps"));
  }
  placed.has_fallback = fallback != nullptr;
  placed.fallback = assembler.here();
  if (fallback != nullptr) emit_fallback(*fallback, assembler);
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec circuit_breaker() {
  return {.name = "circuitBreaker",
          .summary = "Leaves its steps alone for a while when too many runs of them fail",
          .fields = kFields,
          .example = R"(- circuitBreaker:
    resilience4jConfiguration: { minimumNumberOfCalls: 10, failureRateThreshold: 50, waitDurationInOpenState: 20 }
    steps: [ { to: "log:risky" } ]
    onFallback: { steps: [ { setBody: { constant: "not now" } } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
