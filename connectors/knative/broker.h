// LocalBroker: what stands in for Knative eventing where there is no cluster.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "connectors/knative/delivery.h"
#include "connectors/knative/filter.h"
#include "engine/exchange.h"
#include "engine/origin.h"

namespace kamel {
class Context;
class Intake;
}  // namespace kamel

namespace kamel::knative {

/// Brokers with triggers, channels with subscriptions, and services, all in this process: what is sent to one is delivered to the routes that
/// consume from it, by their filters, tried again and dead-lettered as Knative does it. Nothing is stored: what waits for another try ends with the process.
/// Any worker.
class LocalBroker : public std::enable_shared_from_this<LocalBroker> {
 public:
  explicit LocalBroker(Context& context) : context_(context) {}
  static std::shared_ptr<LocalBroker> of(Context& context);

  struct Subscription {
    std::string address;      // "event/default", "channel/orders", "endpoint/prices"
    std::string destination;  // "knative:event/order.placed": who that is, in dead letters
    EventFilter filter;
    std::vector<Intake*> intakes;  // one per worker
    bool replies_with_event = false;
    DeliveryRules delivery;
  };
  using Handle = std::shared_ptr<const Subscription>;
  /// The first one says in the log that this is no cluster.
  Handle subscribe(Subscription subscription);
  void unsubscribe(const Handle& handle);

  /// Delivers an event to all whose filters it meets, on the sender's worker, later. How many those are. One that has gone from reply to reply 255 times is dropped.
  std::size_t publish(Worker& worker, const std::string& address, const CloudEvent& event);
  /// The same for what is already inside, with so many hops left.
  std::size_t deliver(Worker& worker, const std::string& address, CloudEvent event, int hops);
  /// Calls a service and gives what its exchange has become to `done`, from the loop. False: there is none of that name.
  bool request(Worker& worker, const std::string& address, Message message, std::function<void(Message, Error)> done);

 private:
  Context& context_;
  std::mutex mutex_;
  bool told_ = false;
  std::vector<Handle> subscriptions_;
};

/// The event that a message answers with: its CamelCloudEvent… and ce-… headers, and its body.
CloudEvent event_of(const Message& message);

}  // namespace kamel::knative
