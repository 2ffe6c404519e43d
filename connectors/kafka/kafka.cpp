// kafka: reads records from topics into exchanges, and writes exchanges as records.
#include "connectors/kafka/fields.h"
#include "connectors/kafka/send_step.h"
#include "connectors/kafka/session.h"
#include "connectors/kafka/settings.h"
#include "engine/assembler.h"
#include "engine/spec.h"

namespace kamel {
namespace {

/// A route's consumer: holds the session, which outlives it while exchanges are in flight.
class KafkaSource final : public RouteSource {
 public:
  KafkaSource(kafka::ConsumerSettings settings, Context& context) : settings_(std::move(settings)), context_(context) {}
  ~KafkaSource() override {
    if (session_) session_->stop([] {});
  }

  Result<> start(std::span<Intake* const> intakes) override {
    auto session = std::make_shared<kafka::Session>(settings_, context_);
    if (auto started = session->start(intakes); !started) return started;
    session_ = std::move(session);
    return {};
  }
  void stop(std::function<void()> stopped) override {
    if (!session_) return stopped();
    std::exchange(session_, nullptr)->stop(std::move(stopped));
  }
  void pause(bool paused) override {
    if (session_) session_->pause(paused);
  }

 private:
  kafka::ConsumerSettings settings_;
  Context& context_;
  std::shared_ptr<kafka::Session> session_;
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
