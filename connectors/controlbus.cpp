// The controlbus component: starts, stops and asks about routes, and evaluates the body as an expression.
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "connectors/threads/schedule.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/route_control.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kActions[] = {"start", "stop", "fail", "suspend", "resume", "restart", "status", "stats"};
constexpr Field kFields[] = {
    {.name = "action", .type = FieldType::Text, .summary = "start, stop, fail (as stop), suspend, resume, restart, status or stats; any other does nothing, as in Camel", .scope = "producer"},
    {.name = "routeId", .type = FieldType::Text, .summary = "the route; current: the one that asks; nothing: with stats, all of them", .scope = "producer"},
    {.name = "async", .type = FieldType::Bool, .summary = "go on meanwhile, without a result", .fallback = "false", .scope = "producer"},
    {.name = "loggingLevel", .type = FieldType::Choice, .summary = "level of a line about it", .fallback = "INFO", .choices = kLogLevels, .scope = "producer"},
    {.name = "restartDelay", .type = FieldType::Duration, .summary = "wait between stop and start", .fallback = "1000", .scope = "producer"},
};

void tell(Context& context, LogLevel level, const std::string& message) {
  if (level >= LogLevel::Info && level < LogLevel::Off) context.report(level, message);
}

/// What a controlbus endpoint does with a route. Failures are told in the log and otherwise ignored, as in Camel.
class Act final : public Step {
 public:
  struct Settings {
    std::string action, route;
    bool async = false;
    LogLevel level = LogLevel::Info;
    std::chrono::milliseconds restart_delay{1000};
  };
  Act(Settings settings, std::shared_ptr<RouteControl> control) : settings_(std::move(settings)), control_(std::move(control)) {}

  Flow run(Exchange& exchange) const override {
    const std::string id = settings_.route == "current" ? std::string(exchange.route_id()) : settings_.route;
    const std::string& action = settings_.action;
    if (action == "status") return give(exchange, id, id.empty() ? "" : control_->state(id));
    if (action == "stats") return give(exchange, id, control_->statistics(id));
    if (id.empty() || std::ranges::find(kActions, action) == std::end(kActions)) return Flow::Next;
    auto task = std::make_shared<Task>(Task{exchange.worker(), control_, settings_, id});
    // A route that waited for its own end would wait for this exchange.
    const bool waits = !settings_.async && (!ends(action) || (id != exchange.route_id() && id != exchange.from_route_id()));
    if (waits) task->done = [&exchange] { exchange.resume(); };
    task->begin();
    return waits ? Flow::Suspend : Flow::Next;
  }

 private:
  static bool ends(std::string_view action) { return action == "stop" || action == "fail" || action == "restart"; }

  /// One action under way. The worker's, but for what its pool runs.
  struct Task : std::enable_shared_from_this<Task> {
    Task(Worker& the_worker, std::shared_ptr<RouteControl> the_control, Settings the_settings, std::string the_id)
        : worker(the_worker), control(std::move(the_control)), settings(std::move(the_settings)), id(std::move(the_id)) {}
    Worker& worker;
    std::shared_ptr<RouteControl> control;
    Settings settings;
    std::string id;
    std::function<void()> done;
    Result<> outcome;  // written by the pool, read when it has told

    void begin() {
      using Action = RouteControl::Action;
      const std::string& action = settings.action;
      if (action == "restart") return act(Action::Stop, [self = shared_from_this()] { self->worker.after(self->settings.restart_delay, [self] { self->act(Action::Start, [self] { self->end(); }); }); });
      act(action == "start" ? Action::Start : action == "suspend" ? Action::Suspend : action == "resume" ? Action::Resume : Action::Stop, [self = shared_from_this()] { self->end(); });
    }
    void act(RouteControl::Action what, std::function<void()> then) {
      worker.offload([self = shared_from_this(), what] { self->outcome = self->control->act(self->id, what); }, std::move(then));
    }
    void end() {
      const std::string what = "[" + settings.action + " route " + id + "]";
      tell(worker.context(), settings.level, outcome ? "ControlBus task done " + what + " with result -> void" : "Error executing ControlBus task " + what + ". This exception will be ignored. " + outcome.error().text());
      if (done) done();
    }
  };

  Flow give(Exchange& exchange, const std::string& id, const std::string& result) const {
    if (!result.empty() && !settings_.async) exchange.message.body = Slice(result);
    if (settings_.action == "status") tell(exchange.context(), settings_.level, "ControlBus task done [status route " + id + "] with result -> " + (result.empty() ? "void" : result));
    return Flow::Next;
  }

  Settings settings_;
  std::shared_ptr<RouteControl> control_;
};

/// controlbus:language:simple: the body is the expression, and becomes its value.
class Evaluate final : public Step {
 public:
  Evaluate(const LanguageSpec& language, bool async) : language_(language), async_(async) {}

  Flow run(Exchange& exchange) const override {
    if (exchange.message.body.is_null()) return ignored(exchange, Error("org.apache.camel.InvalidPayloadException", "No body available of type: java.lang.String"));
    auto expression = compiled(to_text(exchange.message.body).str(), exchange.context());
    if (!expression) return ignored(exchange, expression.error());
    auto value = (*expression)->evaluate(exchange);
    if (!value) return ignored(exchange, value.error());
    if (!value->is_null() && !async_) exchange.message.body = std::move(*value);
    return Flow::Next;
  }

 private:
  // The class only: the message may quote the body.
  static Flow ignored(Exchange& exchange, const Error& error) {
    tell(exchange.context(), LogLevel::Warn, "Error executing ControlBus task. This exception will be ignored: " + std::string(error.type()));
    return Flow::Next;
  }

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
  bool async_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::shared_ptr<const Expression>> made_;
};

std::unique_ptr<const Step> route_action(const EndpointDecl& decl, Assembler& assembler) {
  Act::Settings settings;
  settings.action = decl.options.text("action");
  settings.route = decl.options.text("routeId");
  settings.async = decl.options.flag("async");
  settings.level = parse_log_level(decl.options.choice("loggingLevel"), LogLevel::Info);
  settings.restart_delay = decl.options.duration("restartDelay");
  if (std::ranges::find(kActions, settings.action) == std::end(kActions)) {
    assembler.diagnostics().warning(decl.options.mark("action"), settings.action.empty() ? "controlbus without an action does nothing" : "controlbus has no action '" + settings.action + "'",
                                    settings.action.empty() ? "add action=status" : did_you_mean(settings.action, kActions));
  }
  return std::make_unique<Act>(std::move(settings), RouteControl::of(assembler.context()));
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const std::string& path = decl.uri.path;
  constexpr std::string_view kLanguage = "language:";
  if (path.starts_with(kLanguage)) {
    const std::string name = path.substr(kLanguage.size());
    if (const LanguageSpec* language = assembler.registry().language(name)) return std::make_unique<Evaluate>(*language, decl.options.flag("async"));
    assembler.error(decl.mark, "Failed to resolve endpoint: " + decl.uri.text() + " due to: No language could be found for: " + name,
                    did_you_mean(name, assembler.registry().language_names()), "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  if (path != "route") assembler.diagnostics().warning(decl.mark, "controlbus has no command '" + path + "', and takes it for route", "write controlbus:route or controlbus:language:simple");
  return route_action(decl, assembler);
}

}  // namespace

ComponentSpec controlbus() {
  return {.scheme = "controlbus",
          .syntax = "controlbus:command:language",
          .summary = "Start, stop or ask about a route, or evaluate the body as an expression.",
          .fields = kFields,
          .example = "controlbus:route?routeId=orders&action=suspend",
          .producer = producer};
}

}  // namespace kamel::connectors
