#include "kamel-cli/test/run_of_test.h"

#include "dsl/json.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::cli {
namespace {

// How long an exchange, or what is left at the end of a test, may wait in the test's time.
constexpr std::chrono::hours kLongest{24 * 366};

/// Told of the end of an exchange that a test has sent.
class Told final : public Origin {
 public:
  explicit Told(std::function<void(Exchange&)> done) : done_(std::move(done)) {}
  void settled(Exchange& exchange, Ticket) noexcept override {
    done_(exchange);
    delete this;
  }

 private:
  ~Told() = default;
  std::function<void(Exchange&)> done_;
};

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out.empty() ? "none" : out;
}

}  // namespace

class RunOfTest::Sink final : public LogSink {
 public:
  explicit Sink(std::shared_ptr<Log> log) : log_(std::move(log)) {}
  bool enabled(std::string_view, LogLevel level) const noexcept override { return level >= LogLevel::Info && level != LogLevel::Off; }
  void log(std::string_view logger, LogLevel level, std::string_view message) override {
    if (!enabled(logger, level)) return;
    const std::lock_guard lock(log_->mutex);
    log_->lines.emplace_back(message);
  }
  void report(LogLevel level, std::string_view message) override {
    if (level < LogLevel::Warn) return;
    const std::lock_guard lock(log_->mutex);
    log_->reports.emplace_back(message);
  }

 private:
  std::shared_ptr<Log> log_;
};

RunOfTest::RunOfTest(const Registry& real, const Registry& benches, const DeclaredTests& file, const DeclaredTest& test, TestOutcome& outcome)
    : test_(test),
      outcome_(outcome),
      time_(std::make_shared<VirtualTime>(file.clock_ms)),
      runtime_(benches, {.name = "test", .workers = 1, .time = time_}),
      bench_(runtime_.context().service<Bench>([&] { return std::make_shared<Bench>(real, test, time_); })) {
  runtime_.context().set_log(std::make_unique<Sink>(log_));
}

void RunOfTest::run(RouteSet routes, Coverage& coverage) {
  if (!start(std::move(routes))) return;
  for (std::size_t i = 0; i < test_.steps.size(); ++i) {
    if (test_.settles && i + 1 == test_.steps.size() && test_.steps[i].expect) finish();
    step(test_.steps[i]);
  }
  if (test_.settles && (test_.steps.empty() || !test_.steps.back().expect)) finish();
  for (std::size_t i = failures_told_; i < bench_->failures().size(); ++i) fail(test_.mark, bench_->failures()[i]);
  coverage.add(runtime_.steps());
  outcome_.passed = bench_->elapsed();
  const std::lock_guard lock(log_->mutex);
  outcome_.reports = log_->reports;
}

bool RunOfTest::start(RouteSet routes) {
  Diagnostics diagnostics;
  set_.properties = routes.properties;
  if (runtime_.apply(std::move(routes), diagnostics).ok) {
    rest(time_->settle(worker()), test_.mark);
    return true;
  }
  outcome_.invalid = true;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.severity == Severity::Error) fail(diagnostic.mark, diagnostic.hint.empty() ? diagnostic.message : diagnostic.message + "; " + diagnostic.hint);
  }
  return false;
}

void RunOfTest::rest(bool settled, const Mark& mark) {
  if (!settled) fail(mark, "the routes did not come to rest in " + std::to_string(VirtualTime::kPatience.count()) + " seconds: something repeats without an end");
}

void RunOfTest::step(const TestStep& step) {
  if (step.send) send(*step.send);
  if (step.wait) rest(time_->pass(worker(), *step.wait), test_.mark);
  if (step.expect) expect(*step.expect);
}

// All that still waits happens: timeouts of aggregates, delays.
void RunOfTest::finish() {
  worker().post([this] { time_->allow(kLongest); });
  rest(time_->settle(worker()), test_.mark);
}

void RunOfTest::send(const TestSend& send) {
  for (std::int64_t i = 0; i < send.repeat && outcome_.failures.empty(); ++i) send_once(send);
}

void RunOfTest::send_once(const TestSend& send) {
  replies_.clear();
  if (const std::vector<Intake*> intakes = bench_->intakes(send.to); !intakes.empty()) feed(send, intakes);
  else if (!send_inside(send)) return;
  rest(time_->settle(worker()), send.mark);
  reply_to(send);
}

void RunOfTest::took(Exchange& exchange) {
  replies_.push_back({arrival_of(exchange, "", bench_->elapsed()), exchange.exception});
  if (replies_.size() == awaited_) time_->stop_here();
}

void RunOfTest::feed(const TestSend& send, const std::vector<Intake*>& intakes) {
  awaited_ = intakes.size();
  worker().post([this, &send, intakes] {
    time_->allow(kLongest);
    for (Intake* intake : intakes) {
      Exchange& exchange = intake->prepare(*new Told([this](Exchange& ended) { took(ended); }), 0, send.in_only ? Pattern::InOnly : Pattern::InOut);
      fill(exchange, send.message);
      exchange.start();
    }
  });
}

bool RunOfTest::send_inside(const TestSend& send) {
  const std::string scheme = send.to.substr(0, send.to.find(':'));
  const ComponentSpec* component = bench_->real().component(scheme);
  if (component == nullptr || !Bench::is_inside(scheme)) {
    fail(send.mark, "no route reads from '" + send.to + "' or has this id", {"  they read from: " + joined(bench_->sources())});
    return false;
  }
  awaited_ = 1;
  const Result<> sent = runtime_.send(
      send.to, send.in_only ? Pattern::InOnly : Pattern::InOut,
      [this, &send](Exchange& exchange) {
        time_->allow(kLongest);
        fill(exchange, send.message);
      },
      [this](Exchange& exchange) { took(exchange); });
  if (!sent) fail(send.mark, "cannot send to '" + send.to + "': " + std::string(sent.error().message()));
  return sent.has_value();
}

void RunOfTest::reply_to(const TestSend& send) {
  if (replies_.size() < awaited_) return fail(send.mark, "what was sent to '" + send.to + "' has not come to an end: it waits for something that does not happen");
  const ExpectedMessage* expected = send.reply ? &*send.reply : nullptr;
  for (const Reply& reply : replies_) {
    if (reply.exception && (expected == nullptr || !expected->fails())) {
      fail(send.mark, "what was sent to '" + send.to + "' failed", {"+ " + reply.exception.text()});
    } else if (expected != nullptr && expected->fails()) {
      if (!reply.exception) fail(expected->mark, "it should have failed, and did not", {"- " + expected->exception + ": " + expected->text});
      else if (!expected->exception.empty() && !reply.exception.is_a(expected->exception)) fail(expected->mark, "it failed with another exception", {"- " + expected->exception, "+ " + reply.exception.text()});
      else if (reply.exception.message().find(expected->text) == std::string_view::npos) fail(expected->mark, "the exception's message differs", {"- " + expected->text, "+ " + std::string(reply.exception.message())});
    }
  }
  if (expected == nullptr) return;
  check_message(*expected, replies_.front().message, "the reply", [this](const Node& predicate, const Arrival& arrival) { return judge(predicate, arrival); }, outcome_.failures);
}

void RunOfTest::expect(const Expectation& expected) {
  rest(time_->settle(worker()), expected.mark);
  check_arrivals(expected, bench_->arrivals(), [this](const Node& predicate, const Arrival& arrival) { return judge(predicate, arrival); }, outcome_.failures);
  std::vector<std::string> lines;
  {
    const std::lock_guard lock(log_->mutex);
    lines = log_->lines;
  }
  check_log(expected, lines, outcome_.failures);
  if (bench_->failures().size() != expected.failures) {
    std::vector<std::string> told;
    for (const std::string& failure : bench_->failures()) told.push_back("+ " + failure);
    fail(expected.mark, std::to_string(bench_->failures().size()) + " exchanges failed that nobody waits for, not " + std::to_string(expected.failures), std::move(told));
  }
  failures_told_ = bench_->failures().size();
}

// "" when the predicate holds for the message.
std::string RunOfTest::judge(const Node& predicate, const Arrival& arrival) {
  Diagnostics diagnostics;
  Assembler assembler(runtime_.context(), set_, "", diagnostics);
  const ExpressionPtr expression = assembler.expression(predicate, true);
  if (!expression || diagnostics.has_errors()) return "cannot be used: " + (diagnostics.empty() ? std::string("it is no expression") : diagnostics.list().front().message);
  return evaluate(*expression, arrival);
}

std::string RunOfTest::evaluate(const Expression& predicate, const Arrival& arrival) {
  std::string why;
  worker().post([&] {
    Exchange& exchange = worker().acquire();
    exchange.message.body = arrival.message.body.detached();
    for (const auto& [name, value] : arrival.message.headers) exchange.message.headers.set(name, value.detached());
    for (const auto& [name, value] : arrival.properties) exchange.properties.set(name, value.detached());
    for (const auto& [name, value] : arrival.variables) exchange.variables.set(name, value.detached());
    const Result<bool> holds = predicate.matches(exchange);
    why = !holds ? "failed with " + holds.error().text() : *holds ? "" : "does not hold";
    worker().recycle(exchange);
  });
  time_->settle(worker());
  return why;
}

}  // namespace kamel::cli
