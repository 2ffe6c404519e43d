// kafka: reads records from topics into exchanges, and writes exchanges as records.
#include <memory>
#include <mutex>
#include <vector>

#include "connectors/kafka/fields.h"
#include "connectors/kafka/send_step.h"
#include "connectors/kafka/session.h"
#include "connectors/kafka/settings.h"
#include "engine/assembler.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/spec.h"
#include "engine/worker.h"

namespace kamel {
namespace {

/// A route's membership: one session after the other, since a client cannot change its credentials. Any thread.
class Membership : public std::enable_shared_from_this<Membership> {
 public:
  Membership(kafka::ConsumerSettings settings, Context& context, std::span<Intake* const> intakes)
      : settings_(std::move(settings)), context_(context), intakes_(intakes.begin(), intakes.end()) {}

  Result<> start() {
    auto session = std::make_shared<kafka::Session>(settings_, context_);
    session->on_outdated([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->renew();
    });
    const std::lock_guard lock(mutex_);
    if (auto started = session->start(intakes_); !started) return started;
    session->pause(paused_);
    session_ = std::move(session);
    return {};
  }

  void stop(std::function<void()> stopped) {
    std::unique_lock lock(mutex_);
    stopped_ = std::move(stopped);
    if (renewing_) return;  // the end of the old session sees it
    const auto session = std::exchange(session_, nullptr);
    lock.unlock();
    if (session) return session->stop([self = shared_from_this()] { self->tell(); });
    tell();
  }

  void pause(bool paused) {
    const std::lock_guard lock(mutex_);
    paused_ = paused;
    if (session_) session_->pause(paused);
  }

 private:
  /// What is under way ends, is committed, and then the next session joins.
  void renew() {
    std::unique_lock lock(mutex_);
    if (renewing_ || stopped_ || !session_) return;
    renewing_ = true;
    const auto session = std::exchange(session_, nullptr);
    lock.unlock();
    session->stop([self = shared_from_this()] { self->begin_again(); });
  }

  void begin_again() {
    {
      const std::lock_guard lock(mutex_);
      renewing_ = false;
    }
    if (ended()) return tell();
    // Files that are written one after the other may not fit each other yet.
    if (const auto started = start(); !started) {
      context_.report(LogLevel::Error, "Kafka: " + started.error().text());
      {
        const std::lock_guard lock(mutex_);
        renewing_ = true;
      }
      Worker& worker = intakes_.front()->worker();
      worker.post([self = shared_from_this(), &worker] { worker.after(std::chrono::seconds(2), [self] { self->begin_again(); }); });
      return;
    }
    if (ended()) stop(std::exchange(stopped_, nullptr));
  }

  bool ended() {
    const std::lock_guard lock(mutex_);
    return static_cast<bool>(stopped_);
  }
  void tell() {
    std::unique_lock lock(mutex_);
    const auto stopped = std::exchange(stopped_, [] {});
    lock.unlock();
    if (stopped) stopped();
  }

  const kafka::ConsumerSettings settings_;
  Context& context_;
  const std::vector<Intake*> intakes_;
  std::mutex mutex_;  // guards what is below
  std::shared_ptr<kafka::Session> session_;
  bool paused_ = false;
  bool renewing_ = false;           // the old session ends, and there is no new one yet
  std::function<void()> stopped_;   // asked to end; to be called when it has
};

/// A route's consumer: holds the membership, which outlives it while exchanges are in flight.
class KafkaSource final : public RouteSource {
 public:
  KafkaSource(kafka::ConsumerSettings settings, Context& context) : settings_(std::move(settings)), context_(context) {}
  ~KafkaSource() override {
    if (membership_) membership_->stop([] {});
  }

  Result<> start(std::span<Intake* const> intakes) override {
    auto membership = std::make_shared<Membership>(settings_, context_, intakes);
    if (auto started = membership->start(); !started) return started;
    membership_ = std::move(membership);
    return {};
  }
  void stop(std::function<void()> stopped) override {
    if (!membership_) return stopped();
    std::exchange(membership_, nullptr)->stop(std::move(stopped));
  }
  void pause(bool paused) override {
    if (membership_) membership_->pause(paused);
  }

 private:
  kafka::ConsumerSettings settings_;
  Context& context_;
  std::shared_ptr<Membership> membership_;
};

std::unique_ptr<RouteSource> make_source(const EndpointDecl& decl, Assembler& assembler) {
  auto settings = kafka::consumer_settings(decl, assembler.route_id(), assembler.context(), assembler.diagnostics());
  if (!settings) return nullptr;
  return std::make_unique<KafkaSource>(std::move(*settings), assembler.context());
}

std::unique_ptr<const Step> make_producer(const EndpointDecl& decl, Assembler& assembler) {
  auto settings = kafka::producer_settings(decl, assembler.context(), assembler.diagnostics());
  if (!settings) return nullptr;
  return kafka::make_send_step(std::move(*settings), assembler.context());
}

}  // namespace

namespace connectors {

ComponentSpec kafka() {
  return {
      .scheme = "kafka",
      .syntax = "kafka:topic",
      .summary = "Sends and receives messages to and from Apache Kafka.",
      .fields = kamel::kafka::fields(),
      .lenient = true,  // additionalProperties.NAME; everything else that is unknown is reported by the component
      .example = "kafka:orders?brokers=localhost:9092&groupId=shop",
      .source = make_source,
      .producer = make_producer,
  };
}

}  // namespace connectors
}  // namespace kamel
