// The controlbus component: asks about routes, and evaluates the body as an expression.
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kActions[] = {"start", "stop", "fail", "suspend", "resume", "restart", "status", "stats"};
constexpr std::string_view kLevels[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"};
constexpr Field kFields[] = {
    {.name = "action", .type = FieldType::Choice, .summary = "what to do with the route; only status is supported", .choices = kActions, .scope = "producer"},
    {.name = "routeId", .type = FieldType::Text, .summary = "the route; current or nothing: the one that asks", .scope = "producer"},
    {.name = "async", .type = FieldType::Bool, .summary = "do it later", .fallback = "false", .ignored = "it is done at once", .scope = "producer"},
    {.name = "loggingLevel", .type = FieldType::Choice, .summary = "level of a line about it", .fallback = "INFO", .choices = kLevels, .ignored = "nothing is logged", .scope = "producer"},
    {.name = "restartDelay", .type = FieldType::Duration, .summary = "wait between stop and start", .fallback = "1000", .ignored = "see action", .scope = "producer"},
};

/// The state of a route as the set that this step was made with has it: a route that runs is Started, one that does not start by itself is not.
class Status final : public Step {
 public:
  explicit Status(std::string state) : state_(Slice(state)) {}
  Flow run(Exchange& exchange) const override {
    if (!state_.empty()) exchange.message.body = state_;
    return Flow::Next;
  }

 private:
  Slice state_;
};

/// controlbus:language:simple: the body is the expression, and becomes its value.
class Evaluate final : public Step {
 public:
  explicit Evaluate(const LanguageSpec& language) : language_(language) {}

  Flow run(Exchange& exchange) const override {
    auto expression = compiled(to_text(exchange.message.body).str(), exchange.context());
    if (!expression) return exchange.fail(expression.error());
    auto value = (*expression)->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    exchange.message.body = std::move(*value);
    return Flow::Next;
  }

 private:
  Result<std::shared_ptr<const Expression>> compiled(const std::string& text, Context& context) const {
    constexpr std::size_t kRemembered = 100;
    const std::lock_guard lock(mutex_);
    if (const auto found = made_.find(text); found != made_.end()) return found->second;
    Diagnostics diagnostics;
    const RouteSet set;
    Assembler assembler(context, set, "", diagnostics);
    Node node;
    node.kind = Node::Kind::Scalar;
    node.text = text;
    node.quoted = true;
    std::shared_ptr<const Expression> expression = assembler.compile(language_, node, Mark{}, false);
    if (!expression || diagnostics.has_errors()) {
      const auto problems = diagnostics.list();
      return Error("org.apache.camel.ExpressionIllegalSyntaxException", problems.empty() ? "Illegal syntax: " + text : problems.front().message);
    }
    if (made_.size() >= kRemembered) made_.clear();
    made_.emplace(text, expression);
    return expression;
  }

  const LanguageSpec& language_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::shared_ptr<const Expression>> made_;
};

std::unique_ptr<const Step> route_action(const EndpointDecl& decl, Assembler& assembler) {
  const std::string action = decl.options.choice("action");
  if (action != "status") {
    assembler.error(decl.options.mark("action"), action.empty() ? "controlbus:route needs an action" : "controlbus cannot " + action + " routes here",
                    action.empty() ? "add action=status" : "change the files, or PUT /routes: routes change without a restart", "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  std::string id = decl.options.text("routeId");
  if (id.empty() || id == "current") id = assembler.route_id();
  const RouteDecl* route = assembler.set().find(id);
  if (route == nullptr) return std::make_unique<Status>("");  // Camel leaves the body alone
  const Node* starts = route->options.find("autoStartup");
  return std::make_unique<Status>(starts != nullptr && starts->text == "false" ? "Stopped" : "Started");
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const std::string& path = decl.uri.path;
  if (path == "route") return route_action(decl, assembler);
  constexpr std::string_view kLanguage = "language:";
  if (path.starts_with(kLanguage)) {
    const std::string name = path.substr(kLanguage.size());
    if (const LanguageSpec* language = assembler.registry().language(name)) return std::make_unique<Evaluate>(*language);
    assembler.error(decl.mark, "No language could be found for: " + name, did_you_mean(name, assembler.registry().language_names()), "org.apache.camel.NoSuchLanguageException");
    return nullptr;
  }
  assembler.error(decl.mark, "unknown controlbus command '" + path + "'", "write controlbus:route or controlbus:language:simple", "java.lang.IllegalArgumentException");
  return nullptr;
}

}  // namespace

ComponentSpec controlbus() {
  return {.scheme = "controlbus",
          .syntax = "controlbus:command:language",
          .summary = "Ask for the state of a route, or evaluate the body as an expression.",
          .fields = kFields,
          .example = "controlbus:route?routeId=orders&action=status",
          .producer = producer};
}

}  // namespace kamel::connectors
