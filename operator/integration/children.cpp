#include "operator/integration/children.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace kamel::cluster {
namespace json = boost::json;
using kube::Object;
using kube::Outcome;
namespace {

// All kinds that desired() may ask for. A cluster does not have each of them.
constexpr auto kKinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"v1", "ConfigMap"},
    {"v1", "Secret"},
    {"v1", "Service"},
    {"apps/v1", "Deployment"},
    {"batch/v1", "CronJob"},
    {"networking.k8s.io/v1", "Ingress"},
    {"policy/v1", "PodDisruptionBudget"},
    {"serving.knative.dev/v1", "Service"},
    {"messaging.knative.dev/v1", "Subscription"},
    {"eventing.knative.dev/v1", "Trigger"},
    {"sources.knative.dev/v1", "SinkBinding"},
    {"keda.sh/v1alpha1", "ScaledObject"},
    {"keda.sh/v1alpha1", "TriggerAuthentication"},
    {"monitoring.coreos.com/v1", "PodMonitor"},
    {"gateway.networking.k8s.io/v1", "Gateway"},
    {"gateway.networking.k8s.io/v1", "HTTPRoute"},
    {"route.openshift.io/v1", "Route"},
});

Children::Id id_of(const Object& object) { return {kube::text_at(object, {"apiVersion"}), kube::text_at(object, {"kind"}), kube::key_of(object).name}; }

Children::Written written(const Object& object, std::size_t hash) {
  return {hash, kube::text_at(object, {"metadata", "resourceVersion"}), kube::whole_at(object, {"metadata", "generation"})};
}

// Of what is asked for, but for the label that tells which edit asked: an edit of the routes leaves the other objects as they are.
std::size_t hash_of(Object object) {
  if (const json::value* labels = kube::find(object, {"metadata", "labels"}); labels != nullptr && labels->is_object())
    object["metadata"].get_object()["labels"].get_object().erase(kGenerationLabel);
  return std::hash<std::string>{}(json::serialize(object)) | 1U;
}

// What others have, too, or what holds data: not ours to delete.
bool may_be_deleted(const std::string& kind) { return kind != "Namespace" && kind != "PersistentVolumeClaim"; }

bool is_ours(const Object& object) {
  for (const boost::json::value& owner : kube::list_at(object, {"metadata", "ownerReferences"})) {
    if (owner.is_object() && kube::text_at(owner.get_object(), {"kind"}) == "Integration") return true;
  }
  return false;
}

}  // namespace

bool Children::has_workload() const noexcept {
  return std::ranges::any_of(written_, [](const auto& entry) {
    const Id& id = entry.first;
    return id.kind == "Deployment" || id.kind == "CronJob" || (id.kind == "Service" && id.api_version.starts_with("serving.knative.dev/"));
  });
}

void Children::begin_anew() noexcept {
  for (auto& entry : written_) entry.second.hash = 0;
}

// Of what is not watched the last list tells, unless we wrote after it.
bool Applier::is_as_seen(const Children::Id& id, const std::string& space, const Children::Written& written) const {
  const std::lock_guard lock(mutex_);
  for (const std::string& where : {space, std::string()}) {
    const auto listed = seen_.find({id.api_version, id.kind, where});
    if (listed == seen_.end() || !kube::is_later(listed->second.version, written.version)) continue;
    const auto found = listed->second.versions.find(space + "/" + id.name);
    return found != listed->second.versions.end() && !kube::is_later(found->second, written.version);
  }
  return true;
}

// Whether nobody has changed it since: known for what is watched; the rest is looked at again with each full resync.
bool Applier::is_as_written(const Children::Id& id, const std::string& space, const Children::Written& written) const {
  if (id.kind == "ConfigMap") {
    const kube::ObjectPtr there = config_maps_.get({space, id.name});
    return there && kube::text_at(*there, {"metadata", "resourceVersion"}) == written.version;
  }
  if (id.kind == "Deployment") {  // its status changes its version, but not its generation
    const kube::ObjectPtr there = deployments_.get({space, id.name});
    return there && !kube::is_deleting(*there) && kube::whole_at(*there, {"metadata", "generation"}) == written.generation;
  }
  return is_as_seen(id, space, written);
}

Outcome<std::string> Applier::apply(const Object& object, Children& children) {
  const Children::Id id = id_of(object);
  const std::string space = kube::key_of(object).space;
  const std::size_t hash = hash_of(object);
  if (const auto known = children.all().find(id); known != children.all().end()) {
    if (known->second.hash == hash && is_as_written(id, space, known->second)) return known->second.version;
  }
  const Outcome<kube::Resource> resource = client_.discover(id.api_version, id.kind);
  if (!resource) return resource.error();
  Outcome<Object> done = client_.apply(*resource, object, kFieldOwner);
  if (!done && done.error().status == 422) {  // what somebody else put into a list does not go together with ours: here lists are replaced as a whole
    if (Outcome<Object> merged = client_.merge(*resource, kube::key_of(object), object)) done = std::move(merged);
  }
  if (!done) return done.error();
  const Children::Written& now = children.all()[id] = written(*done, hash);
  if (id.kind == "ConfigMap") config_maps_.put(std::move(*done));
  else if (id.kind == "Deployment") deployments_.put(std::move(*done));
  return now.version;
}

Outcome<> Applier::remove_others(const std::vector<Object>& objects, const std::string& space, Children& children) {
  std::set<Children::Id> wanted;
  for (const Object& object : objects) wanted.insert(id_of(object));
  for (auto entry = children.all().begin(); entry != children.all().end();) {
    if (wanted.contains(entry->first)) {
      ++entry;
      continue;
    }
    if (may_be_deleted(entry->first.kind)) {
      const Outcome<kube::Resource> resource = client_.discover(entry->first.api_version, entry->first.kind);
      if (!resource) return resource.error();
      if (const Outcome<> done = client_.remove(*resource, {space, entry->first.name}); !done) return done.error();
    }
    entry = children.all().erase(entry);
  }
  return {};
}

// Tells what each kind has, namespace by namespace. A kind that the cluster does not know, or that is not ours to see, has nothing.
Outcome<> Applier::each_child(const std::vector<std::string>& spaces, const Told& tell) {
  for (const auto& [api_version, kind] : kKinds) {
    const Outcome<kube::Resource> resource = client_.discover(std::string(api_version), std::string(kind));
    if (!resource && resource.error().not_found()) continue;
    if (!resource) return resource.error();
    for (const std::string& space : spaces.empty() ? std::vector<std::string>{""} : spaces) {
      const Outcome<kube::Listing> listing = client_.list(*resource, {space, std::string(kIntegrationLabel), {}});
      if (!listing && listing.error().status == 403) continue;  // not ours to make, either
      if (!listing) return listing.error();
      tell(*resource, space, *listing);
    }
  }
  return {};
}

Outcome<std::map<kube::Key, Children>> Applier::find_all(const std::vector<std::string>& spaces) {
  std::map<kube::Key, Children> out;
  const Outcome<> done = each_child(spaces, [&](const kube::Resource&, const std::string&, const kube::Listing& listing) {
    for (const Object& object : listing.items) {
      if (is_ours(object)) out[{kube::key_of(object).space, kube::label(object, kIntegrationLabel)}].all()[id_of(object)] = written(object, 0);
    }
  });
  if (!done) return done.error();
  return out;
}

Outcome<> Applier::look_again(const std::vector<std::string>& spaces) {
  return each_child(spaces, [&](const kube::Resource& resource, const std::string& space, const kube::Listing& listing) {
    Seen seen{listing.version, {}};
    for (const Object& object : listing.items) seen.versions.emplace(kube::key_of(object).text(), kube::text_at(object, {"metadata", "resourceVersion"}));
    const std::lock_guard lock(mutex_);
    seen_.insert_or_assign({resource.api_version, resource.kind, space}, std::move(seen));
  });
}

}  // namespace kamel::cluster
