// Flood: a source without an outside.
#include "tests/bench/flood.h"

#include <cstdio>
#include <cstdlib>

#include "dsl/slice.h"
#include "engine/assembler.h"
#include "engine/catalogs.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::bench {
namespace {

constexpr unsigned kBatch = 256;

Slice& body() {
  static Slice text;
  return text;
}

// There is one worker: a plain add, without a locked instruction that would be measured, too.
void count(std::atomic<std::uint64_t>& events) noexcept { events.store(events.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }

Batches*& batches() noexcept {
  static Batches* hook = nullptr;
  return hook;
}

class Flood final : public RouteSource, public Origin {
 public:
  Result<> start(std::span<Intake* const> intakes) override {
    running_ = intakes.size();
    for (Intake* intake : intakes) {
      intake->worker().post([this, intake] { pump(*intake); });
    }
    return {};
  }

  void stop(std::function<void()> stopped) override {
    stopped_ = std::move(stopped);
    stopping_ = true;
  }

  void settled(Exchange& exchange, Ticket) noexcept override {
    count(counts().messages);
    if (exchange.failed()) count(counts().failed);
  }

 private:
  void pump(Intake& intake) {
    if (stopping_) {
      intake.when_idle([this] {
        if (--running_ == 0) stopped_();
      });
      return;
    }
    if (batches() != nullptr) batches()->begin();
    unsigned admitted = 0;
    while (admitted < kBatch && intake.has_credit()) {
      intake.admit(Message{Value(body()), {}}, *this, 0);
      ++admitted;
    }
    if (batches() != nullptr) batches()->end(admitted);
    if (intake.has_credit()) {
      intake.worker().post([this, &intake] { pump(intake); });
    } else {
      intake.when_credit([this, &intake] { pump(intake); });
    }
  }

  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> running_{0};
  std::function<void()> stopped_;
};

class Sink final : public Step {
 public:
  Flow run(Exchange&) const override {
    count(counts().hits);
    return Flow::Next;
  }
};

ComponentSpec flood() {
  return {.scheme = "flood", .syntax = "flood:name", .summary = "Messages as fast as they are taken.", .example = "flood:in",
          .source = [](const EndpointDecl&, Assembler&) -> std::unique_ptr<RouteSource> { return std::make_unique<Flood>(); }};
}

ComponentSpec sink() {
  return {.scheme = "sink", .syntax = "sink:name", .summary = "Counts what arrives.", .example = "sink:out",
          .producer = [](const EndpointDecl&, Assembler&) -> std::unique_ptr<const Step> { return std::make_unique<Sink>(); }};
}

}  // namespace

Counts& counts() noexcept {
  static Counts all;
  return all;
}

void set_body(std::string text) { body() = Slice(text); }
void set_batches(Batches* hook) noexcept { batches() = hook; }

const Registry& registry() {
  static const Registry all = [] {
    auto components = connectors::catalog();
    components.push_back(flood());
    components.push_back(sink());
    return Registry(steps::catalog(), languages::catalog(), formats::catalog(), components);
  }();
  return all;
}

std::unique_ptr<Runtime> run(const std::string& name, std::string yaml) {
  Diagnostics diagnostics;
  RouteSet set = load_routes({std::make_shared<Source>(Source{name, std::move(yaml)})}, Properties{}, diagnostics);
  auto runtime = std::make_unique<Runtime>(registry(), RuntimeOptions{.name = "bench", .workers = 1});
  if (diagnostics.has_errors() || !runtime->apply(std::move(set), diagnostics).ok) {
    std::fputs(diagnostics.text().c_str(), stderr);
    std::exit(1);
  }
  return runtime;
}

}  // namespace kamel::bench
