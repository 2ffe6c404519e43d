#include "engine/error_handling.h"

#include <algorithm>
#include <ranges>

#include "engine/beans.h"
#include "engine/exception_classes.h"
#include "engine/glue.h"
#include "engine/interceptors.h"
#include "engine/name_pattern.h"

namespace kamel {
namespace {

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr std::string_view kLogged = "failures are always logged with their place";

constexpr Field kPolicy[] = {
    {.name = "allowRedeliveryWhileStopping", .type = FieldType::Bool, .fallback = "true", .ignored = "a drain waits for redeliveries until its deadline"},
    {.name = "asyncDelayedRedelivery", .type = FieldType::Bool, .fallback = "false", .ignored = "delays never block a thread"},
    {.name = "backOffMultiplier", .type = FieldType::Real, .summary = "Factor between one delay and the next", .fallback = "2.0"},
    {.name = "collisionAvoidanceFactor", .type = FieldType::Real, .summary = "Part of the delay that is random", .fallback = "0.15"},
    {.name = "delayPattern", .summary = "Delays by attempt: 1:1000;5:5000"},
    {.name = "disableRedelivery", .type = FieldType::Bool, .summary = "No redelivery at all", .fallback = "false"},
    {.name = "exchangeFormatterRef", .refused = kNoJava},
    {.name = "logContinued", .type = FieldType::Bool, .fallback = "false", .ignored = kLogged},
    {.name = "logExhausted", .type = FieldType::Bool, .fallback = "true", .ignored = kLogged},
    {.name = "logExhaustedMessageBody", .type = FieldType::Bool, .fallback = "false", .ignored = kLogged},
    {.name = "logExhaustedMessageHistory", .type = FieldType::Bool, .fallback = "false", .ignored = kLogged},
    {.name = "logHandled", .type = FieldType::Bool, .fallback = "false", .ignored = kLogged},
    {.name = "logNewException", .type = FieldType::Bool, .fallback = "true", .ignored = kLogged},
    {.name = "logRetryAttempted", .type = FieldType::Bool, .fallback = "true", .ignored = kLogged},
    {.name = "logRetryStackTrace", .type = FieldType::Bool, .fallback = "false", .ignored = kLogged},
    {.name = "logStackTrace", .type = FieldType::Bool, .fallback = "true", .ignored = kLogged},
    {.name = "maximumRedeliveries", .type = FieldType::Int, .summary = "How often to try again; -1: for ever", .fallback = "0"},
    {.name = "maximumRedeliveryDelay", .type = FieldType::Duration, .summary = "Longest delay", .fallback = "60000"},
    {.name = "redeliveryDelay", .type = FieldType::Duration, .summary = "First delay", .fallback = "1000"},
    {.name = "retriesExhaustedLogLevel", .fallback = "ERROR", .ignored = kLogged},
    {.name = "retryAttemptedLogInterval", .type = FieldType::Int, .fallback = "1", .ignored = kLogged},
    {.name = "retryAttemptedLogLevel", .fallback = "DEBUG", .ignored = kLogged},
    {.name = "useCollisionAvoidance", .type = FieldType::Bool, .summary = "Vary the delays at random", .fallback = "false"},
    {.name = "useExponentialBackOff", .type = FieldType::Bool, .summary = "Multiply each delay by backOffMultiplier", .fallback = "false"},
};

constexpr Field kOnException[] = {
    {.name = "exception", .type = FieldType::Texts, .summary = "The classes (and their descendants) that this clause is for"},
    {.name = "onWhen", .type = FieldType::Any, .summary = "Only when this predicate holds"},
    {.name = "handled", .type = FieldType::Any, .summary = "Predicate: the failure is dealt with, the route ends without an error"},
    {.name = "continued", .type = FieldType::Any, .summary = "Predicate: go on behind the failed step"},
    {.name = "retryWhile", .type = FieldType::Any, .summary = "Predicate: try again as long as it holds"},
    {.name = "redeliveryPolicy", .type = FieldType::Any, .summary = "How often to try again, and after what delays"},
    {.name = "redeliveryPolicyRef", .type = FieldType::Reference, .summary = "A bean of class org.apache.camel.processor.errorhandler.RedeliveryPolicy"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with the failed message"},
    {.name = "useOriginalBody", .type = FieldType::Bool, .summary = "Give the steps the body as it came in", .fallback = "false"},
    {.name = "useOriginalMessage", .type = FieldType::Bool, .summary = "Give the steps the message as it came in", .fallback = "false"},
    {.name = "onExceptionOccurredRef", .refused = kNoJava},
    {.name = "onRedeliveryRef", .type = FieldType::Reference, .summary = "A processor to run before each redelivery"},
};

constexpr Field kHandler[] = {
    {.name = "deadLetterUri", .summary = "Where failed messages go"},
    {.name = "deadLetterHandleNewException", .type = FieldType::Bool, .summary = "Swallow failures of the dead letter endpoint itself", .fallback = "true"},
    {.name = "redeliveryPolicy", .type = FieldType::Any, .summary = "How often to try again, and after what delays"},
    {.name = "useOriginalBody", .type = FieldType::Bool, .summary = "Send the body as it came in", .fallback = "false"},
    {.name = "useOriginalMessage", .type = FieldType::Bool, .summary = "Send the message as it came in", .fallback = "false"},
    {.name = "level", .fallback = "ERROR", .ignored = kLogged},
    {.name = "logName", .ignored = kLogged},
    {.name = "loggerRef", .refused = kNoJava},
    {.name = "executorServiceRef", .ignored = "redeliveries run on the message's own worker"},
    {.name = "onExceptionOccurredRef", .refused = kNoJava},
    {.name = "onPrepareFailureRef", .refused = kNoJava},
    {.name = "onRedeliveryRef", .refused = kNoJava},
    {.name = "redeliveryPolicyRef", .type = FieldType::Reference, .summary = "A bean of class org.apache.camel.processor.errorhandler.RedeliveryPolicy"},
    {.name = "rollbackLoggingLevel", .fallback = "WARN", .ignored = kLogged},
    {.name = "transactedPolicyRef", .refused = "kamel has no transactions"},
    {.name = "retryWhileRef", .refused = kNoJava},
};

Options read(const Node& node, std::span<const Field> fields, std::string_view what, Diagnostics& diagnostics) {
  FieldRules rules;
  rules.what = std::string(what);
  return Options::read(node, fields, rules, diagnostics);
}

std::vector<std::pair<std::int64_t, std::chrono::milliseconds>> read_pattern(std::string_view text) {
  std::vector<std::pair<std::int64_t, std::chrono::milliseconds>> pattern;
  for (const auto part : std::views::split(text, ';')) {
    const std::string item(part.begin(), part.end());
    const auto colon = item.find(':');
    if (colon == std::string::npos) continue;
    pattern.emplace_back(std::atoll(item.c_str()), std::chrono::milliseconds(std::atoll(item.c_str() + colon + 1)));
  }
  return pattern;
}

ExpressionPtr predicate_of(const Options& options, std::string_view name, Assembler& assembler) {
  const Node* node = options.node(name);
  return node != nullptr ? assembler.expression(*node, true) : nullptr;
}

// The policy itself: under redeliveryPolicy, or the properties of the bean that redeliveryPolicyRef names. nullptr: none, or after a report.
const Node* policy_of(const Options& options, Assembler& assembler) {
  const Node* given = options.node("redeliveryPolicy");
  if (!options.has("redeliveryPolicyRef")) return given;
  const Mark mark = options.mark("redeliveryPolicyRef");
  const std::string reference = options.text("redeliveryPolicyRef");
  if (given != nullptr) {
    assembler.error(mark, "redeliveryPolicy and redeliveryPolicyRef exclude each other", "keep one of them", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  const BeanReference bean = find_bean(reference, assembler);
  if (reference.starts_with("#") || !bean.java_class.ends_with(".RedeliveryPolicy")) {  // Camel wants the bare name here
    assembler.error(mark, "no RedeliveryPolicy '" + reference + "'", "declare it under beans: with the type org.apache.camel.processor.errorhandler.RedeliveryPolicy",
                    "org.apache.camel.NoSuchBeanException");
    return nullptr;
  }
  static const Node none = [] {
    Node map;
    map.kind = Node::Kind::Map;
    return map;
  }();
  const Node* properties = bean.bean != nullptr ? bean.bean->node->find("properties") : nullptr;
  return properties != nullptr ? properties : &none;
}

// What Camel refuses to start with.
void check_clause(const Node& node, const Options& options, Assembler& assembler) {
  const std::string illegal = "java.lang.IllegalArgumentException";
  const auto classes = options.texts("exception");
  if (classes.empty()) return assembler.error(node.mark, "onException names no exception", "for example exception: [ java.lang.Exception ]", illegal);
  check_exception_classes(classes, options.mark("exception"), assembler);
  const Node* steps = options.node("steps");
  const bool has_steps = steps != nullptr && !steps->items.empty();
  constexpr std::string_view kMeans[] = {"handled", "continued", "retryWhile", "redeliveryPolicy", "redeliveryPolicyRef", "useOriginalMessage", "useOriginalBody", "onRedeliveryRef"};
  if (options.has("handled") && options.has("continued")) {
    return assembler.error(node.mark, "onException has both handled and continued", "keep one of them", illegal);
  }
  if (options.flag("useOriginalMessage") && options.flag("useOriginalBody")) {
    return assembler.error(node.mark, "onException has both useOriginalMessage and useOriginalBody", "keep one of them", illegal);
  }
  if (!has_steps && std::ranges::none_of(kMeans, [&](std::string_view name) { return options.has(name); })) {
    assembler.error(node.mark, "onException does nothing", "give it steps, handled, continued or a redeliveryPolicy", illegal);
  }
}

void assemble_clause(const Node& node, bool of_route, Assembler& assembler) {
  const Options options = read(node, kOnException, "onException", assembler.diagnostics());
  ErrorHandling& errors = assembler.program().errors;
  ExceptionClause clause;
  clause.of_route = of_route;
  clause.classes = options.texts("exception");
  check_clause(node, options, assembler);
  clause.on_when = predicate_of(options, "onWhen", assembler);
  clause.retry_while = predicate_of(options, "retryWhile", assembler);
  clause.handled = predicate_of(options, "handled", assembler);
  clause.continued = predicate_of(options, "continued", assembler);
  clause.use_original_message = options.flag("useOriginalMessage");
  clause.use_original_body = options.flag("useOriginalBody");
  if (const Node* policy = policy_of(options, assembler)) {
    clause.has_policy = true;
    clause.policy = errors.policy;
    read_redelivery_policy(*policy, clause.policy, assembler.diagnostics());
  }
  if (options.has("onRedeliveryRef")) {
    assembler.diagnostics().warning(options.mark("onRedeliveryRef"), "onRedeliveryRef has no effect: it names a Java processor, and kamel runs none");
  }
  const Node* steps = options.node("steps");
  if (steps != nullptr && !steps->items.empty()) {
    const Assembler::Unguarded unguarded(assembler);
    const Assembler::OpenFrame frame(assembler);
    clause.has_steps = true;
    if (!clause.has_policy && errors.policy.maximum != 0) {  // as in Camel: with steps of its own it does not inherit how often
      clause.has_policy = true;
      clause.policy = errors.policy;
      clause.policy.maximum = 0;
    }
    clause.steps.from = assembler.here();
    if (assembler.interceptors() != nullptr) assembler.interceptors()->within_clause(true);
    assembler.steps(steps);
    if (assembler.interceptors() != nullptr) assembler.interceptors()->within_clause(false);
    assembler.emit(std::make_unique<glue::EndHandler>());
    clause.steps.to = assembler.here();
  }
  errors.redelivers = true;  // with any onException Camel counts, even where nothing is tried again
  errors.clauses.push_back(std::move(clause));
}

void assemble_dead_letter(const std::string& uri, const Mark& mark, Assembler& assembler) {
  ErrorHandling& errors = assembler.program().errors;
  errors.kind = ErrorHandling::Kind::DeadLetter;
  errors.dead_letter_uri = uri;
  const Assembler::Unguarded unguarded(assembler);
  const Assembler::OpenFrame frame(assembler);
  errors.dead_letter.from = assembler.here();
  assembler.emit_to(uri, nullptr, mark);
  assembler.emit(std::make_unique<glue::EndHandler>());
  errors.dead_letter.to = assembler.here();
}

/// The handler that a bean is, as if it stood where the bean is referred to. nullopt after a report.
std::optional<Node::Entry> handler_of_bean(const Node::Entry& entry, Assembler& assembler) {
  const Node* ref = entry.value.is_map() ? entry.value.find("ref") : &entry.value;
  const std::string reference = ref != nullptr && ref->is_scalar() ? ref->text : "";
  const BeanReference found = reference.starts_with('#') ? BeanReference{} : find_bean(reference, assembler);  // Camel wants the bare name here
  const std::string kind = found.java_class.substr(found.java_class.rfind('.') + 1);
  constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
      {"DeadLetterChannel", "deadLetterChannel"}, {"DefaultErrorHandler", "defaultErrorHandler"}, {"NoErrorHandler", "noErrorHandler"}};
  for (const auto& [java, name] : kKinds) {
    if (kind != std::string(java) + "Builder" && kind != std::string(java) + "Definition") continue;
    if (found.bean != nullptr && found.bean->node->find("constructors") != nullptr) break;  // none of them has any
    const Node* properties = found.bean != nullptr ? found.bean->node->find("properties") : nullptr;
    Node none;
    none.kind = Node::Kind::Map;
    none.mark = entry.mark;
    return Node::Entry{std::string(name), entry.mark, properties != nullptr ? *properties : none};
  }
  assembler.error(entry.mark, "no error handler '" + reference + "'", "declare it under beans: with the type org.apache.camel.builder.DeadLetterChannelBuilder and deadLetterUri among its properties",
                  "org.apache.camel.FailedToCreateRouteException");
  return std::nullopt;
}

void assemble_handler(const Node::Entry& entry, Assembler& assembler);

void assemble_handler(const Node& node, Assembler& assembler) {
  if (!node.is_map() || node.entries.empty()) return assembler.error(node.mark, "errorHandler takes exactly one of deadLetterChannel, defaultErrorHandler, noErrorHandler");
  const Node::Entry& last = node.entries.back();
  if (node.entries.size() > 1) assembler.diagnostics().warning(node.entries[0].mark, "errorHandler has several kinds, of which the last one counts: " + last.key);
  if (last.key != "refErrorHandler") return assemble_handler(last, assembler);
  if (const auto handler = handler_of_bean(last, assembler)) assemble_handler(*handler, assembler);
}

void assemble_handler(const Node::Entry& entry, Assembler& assembler) {
  ErrorHandling& errors = assembler.program().errors;
  if (entry.key == "noErrorHandler") {
    read(entry.value, {}, entry.key, assembler.diagnostics());
    errors.kind = ErrorHandling::Kind::None;
    return;
  }
  const bool transacted = entry.key == "jtaTransactionErrorHandler" || entry.key == "springTransactionErrorHandler";
  if (transacted) assembler.diagnostics().warning(entry.mark, "'" + entry.key + "' is taken for defaultErrorHandler: kamel has no transactions");
  if (entry.key != "deadLetterChannel" && entry.key != "defaultErrorHandler" && !transacted) {
    constexpr std::string_view kNames[] = {"deadLetterChannel", "defaultErrorHandler", "noErrorHandler"};
    const std::string hint = did_you_mean(entry.key, kNames);
    return assembler.error(entry.mark, "error handler '" + entry.key + "' is not supported", hint.empty() ? "use deadLetterChannel, defaultErrorHandler or noErrorHandler" : hint);
  }
  const Options options = read(entry.value, kHandler, entry.key, assembler.diagnostics());
  if (const Node* policy = policy_of(options, assembler)) read_redelivery_policy(*policy, errors.policy, assembler.diagnostics());
  errors.redelivers = errors.policy.maximum != 0;
  errors.use_original_message = options.flag("useOriginalMessage");
  errors.use_original_body = options.flag("useOriginalBody");
  errors.dead_letter_handles_new = options.flag("deadLetterHandleNewException");
  if (entry.key != "deadLetterChannel") return;
  if (!options.has("deadLetterUri")) return assembler.error(entry.mark, "deadLetterChannel needs a deadLetterUri", "for example deadLetterUri: \"kafka:dead-letters\"");
  assemble_dead_letter(options.text("deadLetterUri"), options.mark("deadLetterUri"), assembler);
}

bool says_true(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  if (found != nullptr && found->is_scalar() && found->text == "true") return true;
  return std::ranges::any_of(node.entries, [&](const Node::Entry& entry) { return says_true(entry.value, key); }) ||
         std::ranges::any_of(node.items, [&](const Node& item) { return says_true(item, key); });
}

// What makes Camel keep original messages: anybody who asks for the whole message, and a dead letter channel that asks for its body. An
// onException that asks for the body alone does not.
bool wants_original(const Node& node) {
  if (says_true(node, "useOriginalMessage")) return true;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key == "deadLetterChannel" ? says_true(entry.value, "useOriginalBody") : wants_original(entry.value)) return true;
  }
  return std::ranges::any_of(node.items, wants_original);
}

}  // namespace

void read_redelivery_policy(const Node& node, RedeliveryPolicy& policy, Diagnostics& diagnostics) {
  const Options options = read(node, kPolicy, "redeliveryPolicy", diagnostics);
  if (const auto maximum = options.maybe_integer("maximumRedeliveries"); options.has("maximumRedeliveries") && maximum) policy.maximum = *maximum;
  if (options.flag("disableRedelivery")) policy.maximum = 0;
  for (const std::string_view name : {"redeliveryDelay", "maximumRedeliveryDelay"}) {  // stricter than elsewhere, as in Camel
    if (options.has(name) && !parse_duration(options.text(name))) diagnostics.error(options.mark(name), "option '" + std::string(name) + "' must be a duration, not '" + options.text(name) + "'", "write milliseconds, or 1s, 5m", "java.lang.IllegalArgumentException");
  }
  if (options.has("redeliveryDelay")) policy.delay = options.duration("redeliveryDelay");
  if (options.has("maximumRedeliveryDelay")) policy.maximum_delay = options.duration("maximumRedeliveryDelay");
  if (options.has("backOffMultiplier")) policy.multiplier = options.real("backOffMultiplier");
  if (options.has("collisionAvoidanceFactor")) policy.collision_factor = options.real("collisionAvoidanceFactor");
  if (options.has("useExponentialBackOff")) policy.exponential = options.flag("useExponentialBackOff");
  if (options.has("useCollisionAvoidance")) policy.collision_avoidance = options.flag("useCollisionAvoidance");
  if (options.has("delayPattern")) policy.pattern = read_pattern(options.text("delayPattern"));
}

bool keeps_originals(const RouteSet& set) {
  return std::ranges::any_of(set.elements, [](const ElementDecl& element) { return wants_original(element.value); }) ||
         std::ranges::any_of(set.routes, [](const RouteDecl& route) { return wants_original(route.options) || wants_original(route.from); });
}

namespace {

// The errorHandler that counts behind the files up to `last`; nullptr: none.
const Node* handler_of_files(const RouteSet& set, std::span<const SourcePtr> files) {
  const Node* handler = nullptr;
  for (const ElementDecl& element : set.elements) {  // of several the last one counts
    if (element.name == "errorHandler" && std::ranges::find(files, element.mark.source) != files.end()) handler = &element.value;
  }
  return handler;
}

}  // namespace

// Camel keeps the handler of a file for those that it loads afterwards: their routes have it before they ask their configurations, the
// routes of the file itself after that. Routes of templates are made when all is loaded.
const Node* error_handler_of(const RouteDecl& route, const RouteSet& set) {
  if (const Node* own = route.options.find("errorHandler")) return own;
  const std::span<const SourcePtr> files(set.sources);
  const bool late = is_of_template(route, set);
  const auto file = static_cast<std::size_t>(std::ranges::find(files, route.mark.source) - files.begin());
  const Node* before = late ? nullptr : handler_of_files(set, files.first(file));
  if (before != nullptr) return before;
  for (const ElementDecl* configuration : configurations_of(route, set)) {
    if (const Node* handler = configuration->value.find("errorHandler")) return handler;
  }
  return handler_of_files(set, late ? files : files.first(std::min(file + 1, files.size())));
}

void assemble_error_handling(const RouteScope& scope, const Node* handler, Assembler& assembler) {
  if (handler != nullptr) assemble_handler(*handler, assembler);
  for (const ScopedDecl& clause : scope.own("onException")) assemble_clause(*clause.value, true, assembler);
  for (const ScopedDecl& clause : scope.around(kScoped[0])) assemble_clause(*clause.value, clause.of_route, assembler);
}

std::span<const Field> on_exception_fields() { return kOnException; }

}  // namespace kamel
