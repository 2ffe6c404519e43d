// RunOfTest: one test on its way: its runtime, and what was found so far.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/runtime.h"
#include "engine/virtual_time.h"
#include "kamel-cli/test/bench.h"
#include "kamel-cli/test/runner.h"

namespace kamel::cli {

class RunOfTest {
 public:
  RunOfTest(const Registry& real, const Registry& benches, const DeclaredTests& file, const DeclaredTest& test, TestOutcome& outcome);
  void run(RouteSet routes, Coverage& coverage);

 private:
  /// What the routes log, and what kamel reports.
  struct Log {
    std::mutex mutex;
    std::vector<std::string> lines, reports;
  };
  class Sink;
  struct Reply {
    Arrival message;
    Error exception;
  };

  bool start(RouteSet routes);
  void step(const TestStep& step);
  void send(const TestSend& send);
  void send_once(const TestSend& send);
  void feed(const TestSend& send, const std::vector<Intake*>& intakes);
  bool send_inside(const TestSend& send);
  void reply_to(const TestSend& send);
  void took(Exchange& exchange);
  void expect(const Expectation& expected);
  void finish();
  std::string judge(const Node& predicate, const Arrival& arrival);
  std::string evaluate(const Expression& predicate, const Arrival& arrival);
  void rest(bool settled, const Mark& mark);
  void fail(const Mark& mark, std::string message, std::vector<std::string> diff = {}) { outcome_.failures.push_back({mark, std::move(message), std::move(diff)}); }
  Worker& worker() { return *runtime_.context().workers().front(); }

  const DeclaredTest& test_;
  TestOutcome& outcome_;
  std::shared_ptr<Log> log_ = std::make_shared<Log>();
  std::shared_ptr<VirtualTime> time_;
  Runtime runtime_;
  std::shared_ptr<Bench> bench_;
  RouteSet set_;  // for predicates
  std::vector<Reply> replies_;
  std::size_t awaited_ = 0;
  std::size_t failures_told_ = 0;
};

}  // namespace kamel::cli
