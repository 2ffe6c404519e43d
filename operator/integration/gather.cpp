#include "operator/integration/gather.h"

namespace kamel::cluster {
using kube::Key;
using kube::Object;
using kube::ObjectPtr;
namespace {

constexpr std::string_view kProfile = "camel.apache.org/integration-profile.id";
constexpr std::string_view kProfileSpace = "camel.apache.org/integration-profile.namespace";

// Names are searched for in the text: whether one is really used is for those to say who understand routes.
void add_kamelets(std::string text, const std::vector<ObjectPtr>& candidates, std::map<std::string, Object>& out) {
  for (bool found = true; found;) {
    found = false;
    for (const ObjectPtr& kamelet : candidates) {
      const std::string name = kube::key_of(*kamelet).name;
      if (out.contains(name) || text.find(name) == std::string::npos) continue;
      text += boost::json::serialize(kube::object_at(*kamelet, {"spec"}));  // Kamelets use Kamelets
      out.emplace(name, *kamelet);
      found = true;
    }
  }
}

void take(Kind kind, const std::vector<std::string>& names, const std::string& space, const Watched& watched, std::map<std::string, Object>& out) {
  for (const std::string& name : names) {
    if (const ObjectPtr there = watched[kind].get({space, name})) out.emplace(name, *there);
  }
}

}  // namespace

Declared gather(const ObjectPtr& integration, const Watched& watched, const std::string& own_space) {
  Declared out;
  out.integration = *integration;
  const std::string space = kube::key_of(*integration).space;
  if (const std::string profile = kube::annotation(*integration, kProfile); !profile.empty()) {
    const std::string named = kube::annotation(*integration, kProfileSpace);
    ObjectPtr there = watched[Kind::Profile].get({named.empty() ? space : named, profile});
    if (!there && named.empty()) there = watched[Kind::Profile].get({own_space, profile});
    if (there) out.profile = *there;
  }
  if (const std::vector<ObjectPtr> platforms = watched[Kind::Platform].in(space); !platforms.empty()) out.platform = *platforms.front();
  const std::string text = boost::json::serialize(kube::object_at(*integration, {"spec"}));
  add_kamelets(text, watched[Kind::Kamelet].in(space), out.kamelets);
  if (own_space != space) add_kamelets(text, watched[Kind::Kamelet].in(own_space), out.kamelets);
  const References names = references(out);
  take(Kind::ConfigMap, names.config_maps, space, watched, out.config_maps);
  take(Kind::Secret, names.secrets, space, watched, out.secrets);
  return out;
}

std::set<Referrers::Target> targets_of(const Declared& declared, const std::string& own_space) {
  std::set<Referrers::Target> out;
  const std::string space = kube::key_of(declared.integration).space;
  const References names = references(declared);
  for (const std::string& name : names.config_maps) out.insert({Kind::ConfigMap, {space, name}});
  for (const std::string& name : names.secrets) out.insert({Kind::Secret, {space, name}});
  for (const auto& [name, kamelet] : declared.kamelets) out.insert({Kind::Kamelet, kube::key_of(kamelet)});
  if (const std::string profile = kube::annotation(declared.integration, kProfile); !profile.empty()) {
    const std::string named = kube::annotation(declared.integration, kProfileSpace);
    out.insert({Kind::Profile, {named.empty() ? space : named, profile}});
    out.insert({Kind::Profile, {named.empty() ? own_space : named, profile}});
  }
  return out;
}

void Referrers::set(const Key& integration, std::set<Target> targets) {
  const std::lock_guard lock(mutex_);
  std::set<Target>& known = targets_[integration];
  for (const Target& target : known) {
    const auto entry = referrers_.find(target);
    entry->second.erase(integration);
    if (entry->second.empty()) referrers_.erase(entry);
  }
  for (const Target& target : targets) referrers_[target].insert(integration);
  known = std::move(targets);
  if (known.empty()) targets_.erase(integration);
}

std::set<Key> Referrers::of(Kind kind, const Key& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = referrers_.find({kind, key});
  return found != referrers_.end() ? found->second : std::set<Key>();
}

}  // namespace kamel::cluster
