#include "connectors/knative/batch.h"

#include "connectors/http/server.h"
#include "connectors/knative/environment.h"
#include "engine/worker.h"

namespace kamel::knative {
namespace {

class BatchBinding final : public http::Binding {
 public:
  bool wants(const http::Request& request) const override { return mode_of(request.header("Content-Type")) == Mode::Batch; }
  bool admit(const http::Request& request, http::Response& refusal) const override {
    const auto events = parse_batch(request.body);
    if (!events) refusal.text(400, "text/plain", events.error().message());
    return events.has_value();
  }
  void fill(const http::Request& request, Exchange& exchange) const override { exchange.message.body = Value::bytes(request.body); }
  void answer(Exchange& exchange, http::Response& response) const override {
    if (exchange.failed()) return response.text(500, "text/plain", exchange.exception.text());
    response.status(204);
  }
};

/// Waits for the events of one batch. Deletes itself with the last.
class Join final : public Origin {
 public:
  Join(Exchange& whole, std::size_t events) : whole_(whole), left_(events) {}

  /// Whether the step must wait.
  bool started() {
    starting_ = false;
    if (left_ > 0) return true;
    delete this;
    return false;
  }

  void settled(Exchange& exchange, Ticket) noexcept override {
    if (exchange.failed() && !whole_.failed()) whole_.exception = exchange.exception;
    if (--left_ > 0 || starting_) return;
    whole_.worker().post([&whole = whole_] { whole.resume(whole.failed() ? Flow::Fail : Flow::Next); });
    delete this;
  }

 private:
  Exchange& whole_;
  std::size_t left_;
  bool starting_ = true;
};

class Scatter final : public Step {
 public:
  Scatter(std::vector<Intake*> intakes, EventFilter filter) : intakes_(std::move(intakes)), filter_(std::move(filter)) {}

  Flow run(Exchange& exchange) const override {
    auto events = parse_batch(exchange.message.body.slice());
    if (!events) return exchange.fail(events.error());
    std::erase_if(*events, [&](const CloudEvent& event) { return !filter_.passes(event); });
    if (events->empty()) return Flow::Next;
    Intake& intake = *intakes_[exchange.worker().index()];
    auto* join = new Join(exchange, events->size());
    for (const CloudEvent& event : *events) {
      Message message;
      fill(event, message);
      intake.admit(std::move(message), *join, 0, Pattern::InOnly);
    }
    if (join->started()) return Flow::Suspend;
    return exchange.failed() ? Flow::Fail : Flow::Next;
  }

 private:
  std::vector<Intake*> intakes_;
  EventFilter filter_;
};

class End final : public Step {
 public:
  Flow run(Exchange&) const override { return Flow::Return; }
};

std::shared_ptr<const Program> program_of(const std::string& route_id, std::vector<Intake*> intakes, EventFilter filter) {
  auto program = std::make_shared<Program>();
  program->route_id = route_id;
  program->errors.kind = ErrorHandling::Kind::None;
  program->code.resize(2);
  program->code[0].step = std::make_unique<Scatter>(std::move(intakes), std::move(filter));
  program->code[1].step = std::make_unique<End>();
  for (Instruction& instruction : program->code) instruction.guarded = false;
  return program;
}

}  // namespace

BatchFront::BatchFront(std::span<Intake* const> intakes, EventFilter filter) {
  constexpr std::size_t kBatches = 16;  // under way at once; their events are what counts
  const auto program = program_of(intakes.front()->route_id(), {intakes.begin(), intakes.end()}, std::move(filter));
  for (Intake* intake : intakes) {
    fronts_.push_back(std::make_shared<Intake>(intake->worker(), intake->route_id(), kBatches));
    intake->worker().post([front = fronts_.back(), program] { front->swap(program); });
  }
}

BatchFront::~BatchFront() {
  for (auto& front : fronts_) {
    Worker& worker = front->worker();
    worker.post([front = std::move(front)]() mutable {
      Worker& owner = front->worker();
      owner.retire(std::move(front));
    });
  }
}

Result<> BatchFront::mount(http::HttpServer& server, const std::string& path) {
  http::MountOptions options;
  options.path = path;
  options.methods = {"POST"};
  options.binding = std::make_shared<BatchBinding>();
  std::vector<Intake*> borrowed;
  for (const auto& front : fronts_) borrowed.push_back(front.get());
  auto mounted = server.mount(std::move(options), borrowed);
  if (!mounted) return mounted.error();
  mount_ = *mounted;
  return {};
}

void BatchFront::unmount(http::HttpServer& server, std::function<void()> done) {
  if (!mount_) return done();
  server.unmount(std::exchange(mount_, nullptr), std::move(done));
}

}  // namespace kamel::knative
