// LocalBroker: what stands in for Knative eventing where there is no cluster.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "connectors/knative/event.h"
#include "engine/exchange.h"
#include "engine/origin.h"

namespace kamel {
class Context;
class Intake;
}  // namespace kamel

namespace kamel::knative {

/// Brokers with triggers, channels with subscriptions, and services, all in this process: what is sent to one is delivered to the routes that
/// consume from it, by their filters. Nothing is stored and nothing is tried again. Any worker.
class LocalBroker : public std::enable_shared_from_this<LocalBroker> {
 public:
  explicit LocalBroker(Context& context) : context_(context) {}
  static std::shared_ptr<LocalBroker> of(Context& context);

  struct Subscription {
    std::string address;  // "event/default", "channel/orders", "endpoint/prices"
    std::map<std::string, std::string> filters;
    std::vector<Intake*> intakes;  // one per worker
    bool replies_with_event = false;
  };
  using Handle = std::shared_ptr<const Subscription>;
  /// The first one says in the log that this is no cluster.
  Handle subscribe(Subscription subscription);
  void unsubscribe(const Handle& handle);

  /// Delivers an event to all whose filters it meets, on the sender's worker, later. How many those are.
  std::size_t publish(Worker& worker, const std::string& address, const CloudEvent& event);
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
