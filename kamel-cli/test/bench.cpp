#include "kamel-cli/test/bench.h"

#include <algorithm>
#include <array>

#include "engine/assembler.h"
#include "engine/worker.h"

namespace kamel::cli {
namespace {

// What stays inside the process and can be tested as it is.
constexpr std::array<std::string_view, 20> kInside{"direct", "seda", "stub", "vm", "kamelet", "log", "language", "dataformat", "browse", "controlbus",
                                                   "xslt", "xslt-saxon", "json-validator", "validator", "mustache", "velocity", "bean", "class", "saga", "ref"};

std::string name_of(const EndpointDecl& decl) { return decl.uri.scheme + ":" + decl.uri.path; }

class MockedEndpoint final : public Step {
 public:
  MockedEndpoint(std::shared_ptr<Bench> bench, std::string endpoint, const TestMock* mock) : bench_(std::move(bench)), endpoint_(std::move(endpoint)), mock_(mock) {}
  Flow run(Exchange& exchange) const override { return bench_->arrive(exchange, endpoint_, mock_); }

 private:
  std::shared_ptr<Bench> bench_;
  std::string endpoint_;
  const TestMock* mock_;
};

/// Admits only what the test sends.
class FedSource final : public RouteSource {
 public:
  FedSource(std::shared_ptr<Bench> bench, std::string endpoint, std::string group) : bench_(std::move(bench)), endpoint_(std::move(endpoint)), group_(std::move(group)) {}
  Result<> start(std::span<Intake* const> intakes) override {
    intake_ = intakes.front();
    bench_->join({endpoint_, group_, intake_});
    return {};
  }
  void stop(std::function<void()> stopped) override {
    bench_->leave(intake_);
    stopped();
  }

 private:
  std::shared_ptr<Bench> bench_;
  std::string endpoint_, group_;
  Intake* intake_ = nullptr;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  auto bench = Bench::of(assembler.context());
  const TestMock* mock = bench->mock(name_of(decl));
  const bool real = mock != nullptr ? mock->real : Bench::is_inside(decl.uri.scheme);
  if (real) return bench->real().component(decl.uri.scheme)->producer(decl, assembler);
  return std::make_unique<MockedEndpoint>(std::move(bench), name_of(decl), mock);
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  auto bench = Bench::of(assembler.context());
  if (Bench::is_inside(decl.uri.scheme)) return bench->real().component(decl.uri.scheme)->source(decl, assembler);
  return std::make_unique<FedSource>(std::move(bench), name_of(decl), decl.uri.get("groupId").value_or(""));
}

template <class Named>
Named detached(const Named& from) {
  Named out;
  for (const auto& entry : from) out.add(entry.name, entry.value.detached());
  return out;
}

/// Notes the failures of exchanges that nobody else waits for.
class Watching final : public Origin {
 public:
  explicit Watching(std::vector<std::string>& failures) : failures_(failures) {}
  void settled(Exchange& exchange, Ticket) noexcept override {
    if (exchange.failed()) failures_.push_back("route '" + std::string(exchange.from_route_id()) + "' failed: " + exchange.exception.text());
    delete this;
  }

 private:
  ~Watching() = default;
  std::vector<std::string>& failures_;
};

// Camel's own headers do not travel; the attributes of a CloudEvent do.
bool stays(const Slice& header) { return header.view().starts_with("Camel") && !header.view().starts_with("CamelCloudEvent"); }

}  // namespace

std::string endpoint_name(std::string_view uri) {
  uri = uri.substr(0, uri.find('?'));
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || !uri.substr(colon + 1).starts_with("//")) return std::string(uri);
  return std::string(uri.substr(0, colon + 1)) + std::string(uri.substr(colon + 3));
}

Arrival arrival_of(const Exchange& exchange, std::string endpoint, std::chrono::milliseconds at) {
  return {std::move(endpoint), {exchange.message.body.detached(), detached(exchange.message.headers)}, detached(exchange.properties), detached(exchange.variables), at};
}

void fill(Exchange& exchange, const TestMessage& message) {
  if (message.body) exchange.message.body = message.body->detached();
  for (const auto& [name, value] : message.headers) exchange.message.headers.set(Slice(name), value.detached());
  for (const auto& [name, value] : message.properties) exchange.properties.set(Slice(name), value.detached());
  for (const auto& [name, value] : message.variables) exchange.variables.set(Slice(name), value.detached());
}

bool Bench::is_inside(std::string_view scheme) { return std::ranges::find(kInside, scheme) != kInside.end(); }

Bench::Bench(const Registry& real, const DeclaredTest& test, std::shared_ptr<VirtualTime> time) : real_(real), time_(std::move(time)), began_(time_->now()) {
  for (const TestMock& mock : test.mocks) mocks_.emplace_back(std::make_unique<NamePattern>(endpoint_name(mock.uri)), &mock);
}

std::shared_ptr<Bench> Bench::of(Context& context) { return context.find_shared<Bench>(""); }

Registry Bench::registry(const Registry& real) {
  std::vector<ComponentSpec> components(real.components().begin(), real.components().end());
  for (ComponentSpec& component : components) {
    if (component.producer != nullptr) component.producer = producer;
    if (component.source != nullptr) component.source = source;
  }
  return Registry(real.steps(), real.languages(), real.formats(), components);
}

const TestMock* Bench::mock(std::string_view endpoint) const {
  const std::string name = endpoint_name(endpoint);
  for (const auto& [pattern, mock] : mocks_) {
    if (pattern->matches(name)) return mock;
  }
  return nullptr;
}

std::vector<Intake*> Bench::intakes(std::string_view name) const {
  const std::string wanted = endpoint_name(name);
  std::vector<Intake*> out;
  std::vector<std::string> groups;
  for (const Reading& reading : readings_) {
    if (reading.intake->route_id() == name) return {reading.intake};
    if (endpoint_name(reading.endpoint) != wanted) continue;
    if (!reading.group.empty() && std::ranges::find(groups, reading.group) != groups.end()) continue;
    groups.push_back(reading.group);
    out.push_back(reading.intake);
  }
  return out;
}

std::vector<std::string> Bench::sources() const {
  std::vector<std::string> out;
  for (const Reading& reading : readings_) out.push_back(reading.endpoint);
  return out;
}

std::chrono::milliseconds Bench::elapsed() const { return std::chrono::duration_cast<std::chrono::milliseconds>(time_->now() - began_); }

const TestAnswer* Bench::next_answer(const TestMock& mock) {
  for (const TestAnswer& answer : mock.answers) {
    if (answer.times < 0 || used_[&answer]++ < answer.times) return &answer;
  }
  return nullptr;
}

Flow Bench::arrive(Exchange& exchange, const std::string& endpoint, const TestMock* mock) {
  arrivals_.push_back(arrival_of(exchange, endpoint, elapsed()));
  if (mock == nullptr) hand_on(exchange, endpoint);
  const TestAnswer* answer = mock != nullptr ? next_answer(*mock) : nullptr;
  if (answer == nullptr) return Flow::Next;
  const auto give = [answer](Exchange& to) {
    if (!answer->exception.empty()) return to.fail(answer->exception, answer->text);
    fill(to, answer->message);
    return Flow::Next;
  };
  if (answer->delay.count() <= 0) return give(exchange);
  exchange.worker().after(answer->delay, [&exchange, give] { exchange.resume(give(exchange)); });
  return Flow::Suspend;
}

// As a broker would: a copy to each route that reads from there, without the sender waiting for it.
void Bench::hand_on(const Exchange& exchange, const std::string& endpoint) {
  for (Intake* intake : intakes(endpoint)) {
    Exchange& copy = intake->prepare(*new Watching(failures_), 0, Pattern::InOnly);
    copy.message = {exchange.message.body.detached(), detached(exchange.message.headers)};
    copy.message.headers.erase_if([](const auto& header) { return stays(header.name); });
    intake->worker().post([&copy] { copy.start(); });
  }
}

}  // namespace kamel::cli
