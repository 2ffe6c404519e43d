#include "kamel-cli/cluster/connection.h"

#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"
#include "operator/kube/access.h"

namespace kamel::cli {
namespace {

namespace json = boost::json;

// Labels and annotations that others added stay.
void put_all(json::value& into, const json::value* from) {
  if (from == nullptr || !from->is_object()) return;
  if (!into.is_object()) into.emplace_object();
  for (const auto& [key, value] : from->get_object()) into.get_object()[key] = value;
}

kube::Object changed(const kube::Object& there, const kube::Object& wanted) {
  kube::Object out = there;
  json::object& metadata = out["metadata"].get_object();
  for (std::string_view key : {"labels", "annotations"}) {
    const json::value* given = kube::find(wanted, {"metadata", key});
    if (given != nullptr) put_all(metadata[key], given);
  }
  json::object spec = kube::object_at(wanted, {"spec"});
  // What nobody says is not taken back: scalers write it.
  if (const json::value* replicas = kube::find(there, {"spec", "replicas"}); replicas != nullptr && !spec.contains("replicas")) spec["replicas"] = *replicas;
  out["spec"] = std::move(spec);
  return out;
}

}  // namespace

std::unique_ptr<Connection> connect(const ClusterOptions& options) {
  auto access = kube::find_access(options.kube_config);
  if (!access) {
    failed(access.error().message);
    return nullptr;
  }
  std::string space = options.space.empty() ? access->space : options.space;
  return std::unique_ptr<Connection>(new Connection{kube::Client(std::move(*access)), std::move(space)});
}

int failed(const std::string& message) {
  print("Error: " + message + "\n", stderr);
  return kFailure;
}

int failed(const kube::Failure& failure) { return failed(failure.text()); }

kube::Outcome<> apply(Connection& connection, const kube::Object& object) {
  const auto resource = connection.client.discover(kube::text_at(object, {"apiVersion"}), kube::text_at(object, {"kind"}));
  if (!resource) return resource.error();
  const auto done = connection.client.apply(*resource, object, "kamel");
  if (!done) return done.error();
  return {};
}

kube::Outcome<> remove(Connection& connection, const kube::Object& object) {
  const auto resource = connection.client.discover(kube::text_at(object, {"apiVersion"}), kube::text_at(object, {"kind"}));
  if (!resource) return resource.error();
  return connection.client.remove(*resource, kube::key_of(object));
}

kube::Outcome<std::string> declare(Connection& connection, const kube::Resource& resource, const kube::Object& object) {
  for (int attempt = 0;; ++attempt) {
    const auto there = connection.client.get(resource, kube::key_of(object));
    if (!there && !there.error().not_found()) return there.error();
    if (!there) {
      const auto made = connection.client.create(resource, object);
      if (made) return std::string("created");
      if (!made.error().conflict() || attempt == 5) return made.error();
      continue;
    }
    const kube::Object wanted = changed(*there, object);
    if (wanted == *there) return std::string("unchanged");
    const auto done = connection.client.update(resource, wanted);
    if (done) return std::string("updated");
    if (!done.error().conflict() || attempt == 5) return done.error();  // somebody else was faster: look again
  }
}

}  // namespace kamel::cli
