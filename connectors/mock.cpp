// The mock component: counts, and where asked records, what arrives.
#include "connectors/mock.h"

#include <algorithm>

#include "connectors/mock_sharing.h"
#include "connectors/threads/throughput.h"
#include "engine/assembler.h"
#include "engine/names.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kAsserts = "expectations belong to Java tests; `kamel test` states them in its case";
constexpr Field kFields[] = {
    {.name = "retainFirst", .type = FieldType::Int, .summary = "keep only the first n messages", .fallback = "-1", .scope = "producer"},
    {.name = "retainLast", .type = FieldType::Int, .summary = "keep only the last n messages", .fallback = "-1", .scope = "producer"},
    {.name = "reportGroup", .type = FieldType::Int, .summary = "log the throughput every n messages", .fallback = "0", .scope = "producer"},
    {.name = "log", .type = FieldType::Bool, .summary = "log what arrives", .fallback = "false", .scope = "producer"},
    {.name = "copyOnExchange", .type = FieldType::Bool, .summary = "keep the message as it arrived; false: as its route's end has left it", .fallback = "true", .scope = "producer"},
    {.name = "browseLimit", .type = FieldType::Int, .summary = "how many messages can be browsed", .fallback = "100", .ignored = "nothing browses", .scope = "producer"},
    {.name = "assertPeriod", .type = FieldType::Duration, .summary = "a grace period of assertions", .ignored = kAsserts, .scope = "producer"},
    {.name = "expectedCount", .type = FieldType::Int, .summary = "how many messages are expected", .fallback = "-1", .ignored = kAsserts, .scope = "producer"},
    {.name = "failFast", .type = FieldType::Bool, .summary = "fail with the first wrong message", .fallback = "true", .ignored = kAsserts, .scope = "producer"},
    {.name = "resultMinimumWaitTime", .type = FieldType::Duration, .summary = "how long assertions wait at least", .ignored = kAsserts, .scope = "producer"},
    {.name = "resultWaitTime", .type = FieldType::Duration, .summary = "how long assertions wait at most", .ignored = kAsserts, .scope = "producer"},
    {.name = "sleepForEmptyTest", .type = FieldType::Duration, .summary = "how long nothing must arrive", .ignored = kAsserts, .scope = "producer"},
};

/// Writes what has become of an exchange over what it was on arrival.
class Update final : public Completion {
 public:
  Update(std::shared_ptr<MockBoard> board, std::string endpoint, std::uint64_t number) : board_(std::move(board)), endpoint_(std::move(endpoint)), number_(number) {}
  void completed(Exchange& exchange) noexcept override { board_->update(endpoint_, number_, exchange); }

 private:
  std::shared_ptr<MockBoard> board_;
  std::string endpoint_;
  std::uint64_t number_;
};

class Mock final : public Step {
 public:
  struct Options {
    bool logs = false, copies = true;
    std::int64_t group = 0;
  };
  Mock(std::shared_ptr<MockBoard> board, std::string endpoint, Options options)
      : board_(std::move(board)), endpoint_(std::move(endpoint)), logs_(options.logs), copies_(options.copies) {
    if (options.group > 0) throughput_ = std::make_unique<Throughput>("org.apache.camel.component.mock." + endpoint_, LogLevel::Info, options.group);
  }

  Flow run(Exchange& exchange) const override {
    const std::uint64_t number = board_->arrive(endpoint_, exchange);
    if (!copies_ && board_->recording()) exchange.on_completion(std::make_unique<Update>(board_, endpoint_, number));
    if (throughput_) throughput_->count(exchange.context());
    if (logs_) {
      exchange.context().report(LogLevel::Info, endpoint_ + " received #" + std::to_string(number) + " -> Exchange[" + exchange.id().str() + "]");
    }
    return Flow::Next;
  }

 private:
  std::shared_ptr<MockBoard> board_;
  std::string endpoint_;
  bool logs_;
  bool copies_;
  std::unique_ptr<Throughput> throughput_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  std::string name = decl.uri.text();
  if (const auto slashes = name.find("://"); slashes != std::string::npos) name.replace(slashes, 3, ":");
  const auto& parameters = decl.uri.parameters;
  if (parameters.size() == 1 && parameters.front().value.empty() && name.ends_with('=')) name.pop_back();  // mock:a?x has no parameter for Camel
  auto board = MockBoard::of(assembler.context());
  board->add(name, {options.integer("retainFirst"), options.integer("retainLast")});
  return std::make_unique<Mock>(std::move(board), std::move(name), Mock::Options{options.flag("log"), options.flag("copyOnExchange"), options.integer("reportGroup")});
}

template <bool kIgnoreCase>
NamedValues<kIgnoreCase> detached(const NamedValues<kIgnoreCase>& values) {
  NamedValues<kIgnoreCase> copy;
  for (const auto& entry : values) copy.add(entry.name, entry.value.detached());
  return copy;
}

// Of an exchange, or of an arrival: nothing that is counted without atomics may be shared between threads.
template <class T>
MockArrival copy(const T& from) {
  return {.message = {from.message.body.detached(), detached(from.message.headers)},
          .properties = detached(from.properties),
          .variables = detached(from.variables),
          .exception = from.exception,
          .rollback_only = from.rollback_only,
          .rollback_only_last = from.rollback_only_last,
          .route_stop = from.route_stop,
          .number = 0};
}

MockArrival shared(const Exchange& from) {
  return {.message = from.message,
          .properties = from.properties,
          .variables = from.variables,
          .exception = from.exception,
          .rollback_only = from.rollback_only,
          .rollback_only_last = from.rollback_only_last,
          .route_stop = from.route_stop,
          .number = 0};
}

MockArrival snapshot(const Exchange& exchange, std::uint64_t number) {
  MockArrival arrival = MockSharing::of(exchange.context())->on ? shared(exchange) : copy(exchange);
  arrival.number = number;
  if (!exchange.to_endpoint.empty()) arrival.properties.set(Slice::literal(names::kToEndpoint), exchange.to_endpoint);
  return arrival;
}

}  // namespace

std::shared_ptr<MockBoard> MockBoard::of(Context& context) {
  return context.service<MockBoard>([] { return std::make_shared<MockBoard>(); });
}

void MockBoard::record(bool on) {
  const std::lock_guard lock(mutex_);
  recording_ = on;
}

bool MockBoard::recording() const {
  const std::lock_guard lock(mutex_);
  return recording_;
}

void MockBoard::add(const std::string& endpoint, Retain retain) {
  const std::lock_guard lock(mutex_);
  endpoints_[endpoint].retain = retain;
}

std::uint64_t MockBoard::arrive(const std::string& name, const Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  Endpoint& endpoint = endpoints_[name];
  ++endpoint.count;
  changed_.notify_all();
  if (!recording_) return endpoint.count;
  const Retain retain = endpoint.retain;
  const bool everything = retain.first < 0 && retain.last < 0;
  if (everything || static_cast<std::int64_t>(endpoint.first.size()) < retain.first) {
    endpoint.first.push_back(snapshot(exchange, endpoint.count));
  } else if (retain.last > 0) {
    endpoint.last.push_back(snapshot(exchange, endpoint.count));
    if (static_cast<std::int64_t>(endpoint.last.size()) > retain.last) endpoint.last.pop_front();
  }
  return endpoint.count;
}

void MockBoard::update(const std::string& name, std::uint64_t number, const Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  Endpoint& endpoint = endpoints_[name];
  const auto write = [&](auto& arrivals) {
    const auto found = std::ranges::find(arrivals, number, &MockArrival::number);
    if (found != arrivals.end()) *found = snapshot(exchange, number);
  };
  write(endpoint.first);
  write(endpoint.last);
}

std::vector<MockArrival> MockBoard::kept(const Endpoint& endpoint) {
  std::vector<MockArrival> all;
  for (const MockArrival& arrival : endpoint.first) all.push_back(copy(arrival));
  for (const MockArrival& arrival : endpoint.last) all.push_back(copy(arrival));
  return all;
}

std::map<std::string, std::vector<MockArrival>> MockBoard::all() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::vector<MockArrival>> all;
  for (const auto& [name, endpoint] : endpoints_) all.emplace(name, kept(endpoint));
  return all;
}

std::vector<MockArrival> MockBoard::arrived(const std::string& endpoint) const {
  const std::lock_guard lock(mutex_);
  const auto found = endpoints_.find(endpoint);
  return found == endpoints_.end() ? std::vector<MockArrival>() : kept(found->second);
}

std::uint64_t MockBoard::count(const std::string& endpoint) const {
  const std::lock_guard lock(mutex_);
  const auto found = endpoints_.find(endpoint);
  return found == endpoints_.end() ? 0 : found->second.count;
}

bool MockBoard::wait(const std::string& endpoint, std::uint64_t count, std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, at_most, [&] {
    const auto found = endpoints_.find(endpoint);
    return found != endpoints_.end() && found->second.count >= count;
  });
}

void MockBoard::clear() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, endpoint] : endpoints_) {
    endpoint.count = 0;
    endpoint.first.clear();
    endpoint.last.clear();
  }
}

ComponentSpec mock() {
  return {.scheme = "mock",
          .syntax = "mock:name",
          .summary = "Test routes by recording what arrives at an endpoint.",
          .fields = kFields,
          .lenient = true,
          .example = "mock:out",
          .producer = producer};
}

}  // namespace kamel::connectors
