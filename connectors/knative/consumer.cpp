#include "connectors/knative/consumer.h"

#include "connectors/knative/binding.h"
#include "connectors/knative/environment.h"
#include "engine/context.h"

namespace kamel::knative {
namespace {

// Where Camel K's operator has events delivered.
std::string default_path(const Receiving& receiving) {
  if (receiving.type == "event") return "/events/" + receiving.name;
  if (receiving.type == "channel") return "/channels/" + receiving.name;
  return "/";
}

}  // namespace

std::string local_address(std::string_view type, std::string_view name, std::string_view object_name) {
  if (type == "event") return "event/" + std::string(object_name.empty() ? "default" : object_name);
  return std::string(type) + "/" + std::string(name);
}

Result<> EventSource::start(std::span<Intake* const> intakes) {
  const auto environment = Environment::load(*context_.properties());
  if (!environment) return environment.error();
  const Receiving& r = receiving_;
  auto resource = environment->find({r.type, r.name, Side::Source, r.api_version, r.kind, r.object_name});
  if (!resource && !environment->empty()) {
    return Error("java.lang.IllegalArgumentException", "unable to find a resource definition for " + r.type + "/" + r.name + " (source) in the Knative environment");
  }
  BindingOptions binding;
  if (resource) binding.filter = resource->filter;
  for (const auto& [name, value] : r.filter.attributes) binding.filter.attributes.insert_or_assign(name, value);
  if (r.filter.trigger) binding.filter.trigger = r.filter.trigger;
  if (r.type == "event" && !r.name.empty()) binding.filter.attributes.insert_or_assign("type", r.name);
  binding.replies = r.reply.value_or(resource ? resource->reply.value_or(true) : r.type == "endpoint");
  binding.replies_with_event = r.replies_with_event;
  if (!resource) {
    broker_ = LocalBroker::of(context_);
    const DeliveryRules rules = r.delivery.value_or(r.type == "event" ? DeliveryRules::of_brokers() : DeliveryRules());
    subscription_ = broker_->subscribe(
        {local_address(r.type, r.name, r.object_name), "knative:" + r.type + "/" + r.name, binding.filter, {intakes.begin(), intakes.end()}, r.replies_with_event, rules});
  }
  http::MountOptions options;
  options.path = resource ? (resource->path.empty() ? "/" : resource->path) : default_path(r);
  options.methods = {"POST"};
  const EventFilter filter = binding.filter;
  options.binding = std::make_shared<EventBinding>(std::move(binding));
  const auto served = serve(std::move(options), filter, intakes);
  if (served) return {};
  if (resource) return served.error();
  context_.report(LogLevel::Warn, "knative: events can be sent from this process only: " + std::string(served.error().message()));
  return {};
}

// Batches come first: the first mount that wants a request gets it.
Result<> EventSource::serve(http::MountOptions options, const EventFilter& filter, std::span<Intake* const> intakes) {
  server_ = http::HttpServer::of(context_);
  batches_ = std::make_shared<BatchFront>(intakes, filter);
  if (auto mounted = batches_->mount(*server_, options.path); !mounted) return mounted.error();
  auto mounted = server_->mount(std::move(options), intakes);
  if (!mounted) return mounted.error();
  mount_ = *mounted;
  return {};
}

void EventSource::stop(std::function<void()> stopped) {
  if (subscription_) broker_->unsubscribe(std::exchange(subscription_, nullptr));
  if (!mount_) return stopped();
  // The callback may come after this source is gone.
  server_->unmount(std::exchange(mount_, nullptr), [server = server_, batches = batches_, stopped = std::move(stopped)] { batches->unmount(*server, stopped); });
}

void EventSource::pause(bool paused) {
  if (mount_) server_->pause(mount_, paused);
}

}  // namespace kamel::knative
