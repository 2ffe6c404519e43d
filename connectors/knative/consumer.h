// The source that receives events: over HTTP, and from the broker in this process where there is no cluster.
#pragma once

#include <memory>
#include <string>

#include "connectors/http/server.h"
#include "connectors/knative/batch.h"
#include "connectors/knative/broker.h"
#include "engine/spec.h"

namespace kamel::knative {

struct Receiving {
  std::string type, name;         // event, "orders"
  std::string api_version, kind, object_name;
  EventFilter filter;             // of the endpoint: filter.x=…, filters=[…]
  std::optional<DeliveryRules> delivery;
  std::optional<bool> reply;
  bool replies_with_event = false;
};

class EventSource final : public RouteSource {
 public:
  EventSource(Context& context, Receiving receiving) : context_(context), receiving_(std::move(receiving)) {}
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;

 private:
  Result<> serve(http::MountOptions options, const EventFilter& filter, std::span<Intake* const> intakes);
  Context& context_;
  Receiving receiving_;
  std::shared_ptr<http::HttpServer> server_;
  http::MountPtr mount_;
  std::shared_ptr<BatchFront> batches_;
  std::shared_ptr<LocalBroker> broker_;
  LocalBroker::Handle subscription_;
};

/// The address of an event, channel or endpoint in the broker of this process.
std::string local_address(std::string_view type, std::string_view name, std::string_view object_name);

}  // namespace kamel::knative
