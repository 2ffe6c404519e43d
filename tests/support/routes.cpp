#include "tests/support/routes.h"

#include <atomic>
#include <latch>
#include <thread>

#include "engine/convert.h"
#include "engine/worker.h"
#include "tests/support/left_behind.h"

namespace kamel::test {

std::string Reply::body() const { return to_text(message.body).str(); }

void QuietLog::log(std::string_view logger, LogLevel, std::string_view message) {
  const std::lock_guard lock(mutex_);
  lines_.push_back(std::string(logger) + ": " + std::string(message));
}

void QuietLog::report(LogLevel, std::string_view message) {
  const std::lock_guard lock(mutex_);
  lines_.emplace_back(message);
}

std::vector<std::string> QuietLog::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

const Registry& Routes::registry() {
  static const Registry all{steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog()};
  return all;
}

Routes::Routes(std::string_view yaml, unsigned workers, std::size_t credits)
    : runtime_(std::make_unique<Runtime>(registry(), RuntimeOptions{.name = "test", .workers = workers, .credits = credits})) {
  auto log = std::make_unique<QuietLog>();
  log_ = log.get();
  runtime_->context().set_log(std::move(log));
  mocks_ = connectors::MockBoard::of(runtime_->context());
  mocks_->record(true);
  if (LeftBehind::any()) {
    for (const auto& worker : runtime_->context().workers()) worker->post(&LeftBehind::allow_on_this_thread);
  }
  problems_ = apply(yaml);
}

// What a test waits for may come before the end of the exchange that brought it.
Routes::~Routes() {
  if (LeftBehind::any()) return;
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  runtime_->drain(std::chrono::seconds(5));
  while (alive() != 0 && std::chrono::steady_clock::now() < patience) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

std::size_t Routes::alive() {
  const auto& workers = runtime_->context().workers();
  std::atomic<std::size_t> sum = 0;
  std::latch counted(static_cast<std::ptrdiff_t>(workers.size()));
  for (const auto& worker : workers) {
    worker->post([&, one = worker.get()] {
      sum += one->alive();
      counted.count_down();
    });
  }
  counted.wait();
  return sum;
}

std::string Routes::apply(std::string_view yaml) {
  Diagnostics diagnostics;
  Properties properties;
  properties.set("camel.component.direct.timeout", "100");
  const auto source = std::make_shared<const Source>(Source{"test.yaml", std::string(yaml)});
  runtime_->apply(load_routes({source}, std::move(properties), diagnostics), diagnostics);
  return diagnostics.text();
}

Reply Routes::send(const std::string& uri, Value body, std::vector<std::pair<std::string, Value>> headers, Pattern pattern) {
  Reply reply;
  const Result<> sent = runtime_->send_and_wait(
      uri, pattern,
      [&](Exchange& exchange) {
        exchange.message.body = body.detached();
        for (auto& [name, value] : headers) exchange.message.headers.set(name, value.detached());
      },
      [&](Exchange& exchange) {
        reply = {std::move(exchange.message), std::move(exchange.properties), exchange.exception, exchange.route_stop};
      });
  if (!sent) reply.exception = sent.error();
  return reply;
}

std::vector<std::string> Routes::arrived(const std::string& mock) const {
  std::vector<std::string> bodies;
  for (const auto& arrival : mocks_->arrived(mock)) bodies.push_back(to_text(arrival.message.body).str());
  return bodies;
}

bool Routes::wait(const std::string& mock, std::uint64_t count) const { return mocks_->wait(mock, count, std::chrono::seconds(10)); }

}  // namespace kamel::test
