#include "connectors/knative/broker.h"

#include <algorithm>

#include "connectors/knative/binding.h"
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

/// Of one event to one subscriber, with all its tries.
class Delivery final : public Sender {
 public:
  Delivery(std::shared_ptr<LocalBroker> broker, LocalBroker::Handle to, std::shared_ptr<const CloudEvent> event, int hops)
      : broker_(std::move(broker)), to_(std::move(to)), event_(std::move(event)), hops_(hops) {}

  void start(Worker& worker) {
    auto message = std::make_shared<Message>();
    fill(*event_, *message);
    message->body = message->body.detached();
    worker.post(Start{to_->intakes[worker.index()], std::move(message), this, Pattern::InOnly});
  }

  void settled(Exchange& exchange, Ticket) noexcept override {
    const int code = code_of(exchange);
    if (code < 300) {
      reply(exchange);
    } else if (may_help_again(code) && attempt_ < to_->delivery.retry) {
      return again(exchange.worker());
    } else {
      give_up(exchange, code);
    }
    delete this;
  }
  void gone() override { delete this; }  // a broker would find no trigger any more

 private:
  /// What the route would have answered over HTTP.
  static int code_of(const Exchange& exchange) {
    if (exchange.failed()) return 500;
    const Value* given = exchange.message.headers.find("CamelHttpResponseCode");
    const auto code = given != nullptr && !given->is_null() ? to_int(*given) : std::nullopt;
    return code && *code >= 300 ? *code : 200;
  }

  void reply(Exchange& exchange) {
    if (!to_->replies_with_event || exchange.message.body.is_null() || hops_ <= 0) return;
    CloudEvent reply = event_of(exchange.message);
    reply.set(kHops, std::to_string(hops_ - 1));
    broker_->publish(exchange.worker(), to_->address, reply);
  }

  // A timer's task must be copyable: the delivery waits in a holder that the task shares, and that deletes it if there is no later.
  void again(Worker& worker) {
    auto holder = std::make_shared<std::unique_ptr<Delivery, Delete>>(this);
    worker.after(to_->delivery.pause(attempt_++), [holder, &worker] { holder->release()->start(worker); });
  }

  void give_up(Exchange& exchange, int code) {
    const std::string why = exchange.failed() ? exchange.exception.text() : "status code " + std::to_string(code);
    const std::string& sink = to_->delivery.dead_letters;
    exchange.context().report(LogLevel::Warn, "knative: route '" + std::string(exchange.from_route_id()) + "' failed to process an event of " + to_->address + " after " +
                                                  std::to_string(attempt_ + 1) + " tries: " + why + (sink.empty() ? "; it is lost: there is no deadLetterSink" : "; sent to " + sink));
    if (!sink.empty() && hops_ > 0) broker_->deliver(exchange.worker(), sink, dead_letter(*event_, to_->destination, code, why), hops_ - 1);
  }

  struct Delete {
    void operator()(Delivery* delivery) const noexcept { delivery->gone(); }
  };
  std::shared_ptr<LocalBroker> broker_;
  LocalBroker::Handle to_;
  std::shared_ptr<const CloudEvent> event_;
  int hops_;
  int attempt_ = 0;
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
                                    "events are filtered, tried again and dead-lettered as by triggers, but not stored");
  }
  return handle;
}

void LocalBroker::unsubscribe(const Handle& handle) {
  const std::lock_guard lock(mutex_);
  std::erase(subscriptions_, handle);
}

// As the ingress of Knative's broker: a loop guard, and when the event came.
std::size_t LocalBroker::publish(Worker& worker, const std::string& address, const CloudEvent& event) {
  int hops = kMostHops;
  if (const std::string* left = event.find(kHops)) hops = std::min(std::atoi(left->c_str()), kMostHops);
  CloudEvent taken = event;
  std::erase_if(taken.attributes, [](const auto& attribute) { return attribute.first == kHops; });
  if (address.starts_with("event/") && taken.find("knativearrivaltime") == nullptr) taken.set("knativearrivaltime", now_text());
  return hops > 0 ? deliver(worker, address, std::move(taken), hops) : 0;
}

std::size_t LocalBroker::deliver(Worker& worker, const std::string& address, CloudEvent event, int hops) {
  std::vector<Handle> to;
  {
    const std::lock_guard lock(mutex_);
    std::ranges::copy_if(subscriptions_, std::back_inserter(to), [&](const Handle& one) { return one->address == address && one->filter.passes(event); });
  }
  const auto shared = std::make_shared<const CloudEvent>(std::move(event));
  for (const Handle& one : to) (new Delivery(shared_from_this(), one, shared, hops))->start(worker);
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
    std::string attribute(name.substr(3));  // in lower case, as the specification has them
    std::ranges::transform(attribute, attribute.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (find_attribute(attribute) == nullptr) event.set(attribute, to_text(entry.value).str());
  }
  if (const Value* type = message.headers.find("Content-Type"); type != nullptr && !type->is_null()) event.content_type = to_text(*type).str();
  event.data = message.body;
  return event;
}

}  // namespace kamel::knative
