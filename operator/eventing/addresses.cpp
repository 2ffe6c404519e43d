#include "operator/eventing/addresses.h"

#include <array>
#include <utility>

namespace kamel::cluster {
using kube::Object;
namespace {

constexpr auto kKinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"messaging.knative.dev/v1", "Channel"},
    {"messaging.knative.dev/v1", "InMemoryChannel"},
    {"messaging.knative.dev/v1beta1", "KafkaChannel"},
    {"eventing.knative.dev/v1", "Broker"},
    {"serving.knative.dev/v1", "Service"},
});

void add(kube::Client& client, const std::string& api_version, const std::string& kind, const std::string& space, Declared& declared) {
  const kube::Outcome<kube::Resource> resource = client.discover(api_version, kind);
  if (!resource) return;
  const kube::Outcome<kube::Listing> listing = client.list(*resource, {space, "", ""});
  if (!listing) return;
  for (const Object& object : listing->items) {
    const std::string url = kube::text_at(object, {"status", "address", "url"});
    if (!url.empty()) declared.addresses.try_emplace(kind + "/" + kube::key_of(object).name, url);
  }
}

}  // namespace

bool look_up_addresses(kube::Client& client, Declared& declared) {
  if (boost::json::serialize(kube::object_at(declared.integration, {"spec"})).find("knative:") == std::string::npos) return false;
  const std::string space = kube::key_of(declared.integration).space;
  for (const auto& [api_version, kind] : kKinds) add(client, std::string(api_version), std::string(kind), space, declared);
  if (const kube::Outcome<Object> there = client.get(kube::resources::namespaces, {"", space})) {
    for (const auto& [name, value] : kube::object_at(*there, {"metadata", "labels"})) {
      if (value.is_string()) declared.space_labels.emplace(name, value.get_string().c_str());
    }
  }
  return true;
}

}  // namespace kamel::cluster
