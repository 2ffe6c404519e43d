#include "connectors/knative/broker.h"

#include <algorithm>

#include "connectors/knative/environment.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::knative {
namespace {

constexpr std::string_view kHops = "knativebrokerttl";  // as Knative's brokers guard against loops
constexpr int kMostHops = 255;

/// Who sent something, told of its end. Deletes itself then.
class Sender : public Origin {
 public:
  /// The route was removed while the message was on its way.
  virtual void gone() = 0;

 protected:
  ~Sender() = default;
};

/// Waits for credit, then starts the exchange. Copied from task to task.
struct Start {
  Intake* intake;
  std::shared_ptr<Message> message;
  Sender* sender;
  Pattern pattern;
  void operator()() const {
    if (!intake->open()) return sender->gone();
    if (!intake->has_credit()) return intake->when_credit(*this);
    intake->admit(std::move(*message), *sender, 0, pattern);
  }
};

/// Of a request to a local service.
class Request final : public Sender {
 public:
  explicit Request(std::function<void(Message, Error)> done) : done_(std::move(done)) {}
  void settled(Exchange& exchange, Ticket) noexcept override {
    exchange.worker().post([done = std::move(done_), message = std::make_shared<Message>(std::move(exchange.message)), error = exchange.exception] {
      done(std::move(*message), error);
    });
    delete this;
  }
  void gone() override {
    done_(Message(), Error("java.net.ConnectException", "the service's route was removed"));
    delete this;
  }

 private:
  std::function<void(Message, Error)> done_;
};

/// Of one delivery of an event.
class Delivery final : public Sender {
 public:
  Delivery(std::shared_ptr<LocalBroker> broker, LocalBroker::Handle to, int hops) : broker_(std::move(broker)), to_(std::move(to)), hops_(hops) {}

  void settled(Exchange& exchange, Ticket) noexcept override {
    if (exchange.failed()) {
      exchange.context().report(LogLevel::Warn, "knative: route '" + std::string(exchange.from_route_id()) + "' failed to process an event of " + to_->address + ": " +
                                                    exchange.exception.text() + "; a cluster's broker would deliver it again");
    } else if (to_->replies_with_event && !exchange.message.body.is_null() && hops_ > 0) {
      CloudEvent reply = event_of(exchange.message);
      reply.set(kHops, std::to_string(hops_ - 1));
      broker_->publish(exchange.worker(), to_->address, reply);
    }
    delete this;
  }
  void gone() override { delete this; }  // a broker would find no trigger any more

 private:
  std::shared_ptr<LocalBroker> broker_;
  LocalBroker::Handle to_;
  int hops_;
};

}  // namespace

std::shared_ptr<LocalBroker> LocalBroker::of(Context& context) {
  return context.service<LocalBroker>([&] { return std::make_shared<LocalBroker>(context); });
}

LocalBroker::Handle LocalBroker::subscribe(Subscription subscription) {
  auto handle = std::make_shared<const Subscription>(std::move(subscription));
  const std::lock_guard lock(mutex_);
  subscriptions_.push_back(handle);
  if (!std::exchange(told_, true)) {
    context_.report(LogLevel::Info, "knative: no environment (camel.knative.environment, CAMEL_KNATIVE_CONFIGURATION, K_SINK): a broker in this process stands in; "
                                    "events are filtered as by triggers, not stored, and not tried again");
  }
  return handle;
}

void LocalBroker::unsubscribe(const Handle& handle) {
  const std::lock_guard lock(mutex_);
  std::erase(subscriptions_, handle);
}

std::size_t LocalBroker::publish(Worker& worker, const std::string& address, const CloudEvent& event) {
  std::vector<Handle> to;
  {
    const std::lock_guard lock(mutex_);
    std::ranges::copy_if(subscriptions_, std::back_inserter(to), [&](const Handle& one) { return one->address == address && matches(one->filters, event); });
  }
  int hops = kMostHops;
  if (const std::string* left = event.find(kHops)) hops = std::atoi(left->c_str());
  for (const Handle& one : to) {
    auto message = std::make_shared<Message>();
    fill(event, *message);
    message->body = message->body.detached();
    auto* origin = new Delivery(shared_from_this(), one, hops);
    worker.post(Start{one->intakes[worker.index()], std::move(message), origin, Pattern::InOnly});
  }
  return to.size();
}

bool LocalBroker::request(Worker& worker, const std::string& address, Message message, std::function<void(Message, Error)> done) {
  Handle to;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(subscriptions_, address, [](const Handle& one) -> const std::string& { return one->address; });
    if (found == subscriptions_.end()) return false;
    to = *found;
  }
  worker.post(Start{to->intakes[worker.index()], std::make_shared<Message>(std::move(message)), new Request(std::move(done)), Pattern::InOut});
  return true;
}

CloudEvent event_of(const Message& message) {
  CloudEvent event;
  for (const Attribute& attribute : attributes()) {
    if (attribute.name == "datacontenttype") continue;
    const Value* value = message.headers.find(attribute.http);
    if (value == nullptr || value->is_null()) value = message.headers.find(attribute.camel);
    if (value != nullptr && !value->is_null()) event.set(attribute.name, to_text(*value).str());
  }
  for (const auto& entry : message.headers) {
    const std::string_view name = entry.name.view();
    if (name.size() <= 3 || !same_ignoring_case(name.substr(0, 3), "ce-") || entry.value.is_null()) continue;
    const std::string_view attribute = name.substr(3);
    if (find_attribute(attribute) == nullptr) event.set(attribute, to_text(entry.value).str());
  }
  if (const Value* type = message.headers.find("Content-Type"); type != nullptr && !type->is_null()) event.content_type = to_text(*type).str();
  event.data = message.body;
  return event;
}

}  // namespace kamel::knative
