#include "operator/integration/history.h"

#include <algorithm>
#include <functional>

#include "operator/integration/desired.h"

namespace kamel::cluster {
using kube::Object;
using kube::Outcome;
namespace {

std::size_t hash_of(const Object& spec) { return std::hash<std::string>{}(boost::json::serialize(spec)); }

std::string uid_of(const Object& integration) { return kube::text_at(integration, {"metadata", "uid"}); }

std::string owner_of(const Object& revision) {
  const boost::json::array& owners = kube::list_at(revision, {"metadata", "ownerReferences"});
  return owners.empty() || !owners[0].is_object() ? std::string() : kube::text_at(owners[0].get_object(), {"uid"});
}

}  // namespace

Object spec_without_scale(const Object& integration) {
  Object spec = kube::object_at(integration, {"spec"});
  spec.erase("replicas");
  return spec;
}

// Named after the uid as well: one that was deleted and declared again begins to count at 1, while its namesake's are still being collected.
Object revision_of(const Object& integration) {
  const kube::Key key = kube::key_of(integration);
  const std::int64_t generation = kube::whole_at(integration, {"metadata", "generation"});
  const std::string uid = uid_of(integration);
  const Object owner{{"apiVersion", "camel.apache.org/v1"}, {"kind", "Integration"}, {"name", key.name}, {"uid", uid}, {"controller", true}, {"blockOwnerDeletion", true}};
  return {{"apiVersion", "apps/v1"},
          {"kind", "ControllerRevision"},
          {"metadata", Object{{"name", key.name + "-" + uid.substr(0, 5) + "-" + std::to_string(generation)},
                              {"namespace", key.space},
                              {"labels", Object{{kIntegrationLabel, key.name}}},
                              {"ownerReferences", boost::json::array{owner}}}},
          {"revision", generation},
          {"data", Object{{"spec", spec_without_scale(integration)}}}};
}

std::vector<Revision> revisions(const std::vector<Object>& objects, const std::string& uid) {
  std::vector<Revision> out;
  for (const Object& object : objects) {
    if (owner_of(object) != uid) continue;
    out.push_back({kube::key_of(object).name, kube::whole_at(object, {"revision"}), kube::text_at(object, {"metadata", "creationTimestamp"}),
                   kube::object_at(object, {"data", "spec"})});
  }
  std::ranges::sort(out, {}, &Revision::number);
  return out;
}

const Revision* earlier(const std::vector<Revision>& all, const Object& integration, std::int64_t number) noexcept {
  const Object now = spec_without_scale(integration);
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (number != 0 ? one->number == number : one->spec != now) return &*one;
  }
  return nullptr;
}

Outcome<std::map<kube::Key, History>> History::find_all(kube::Client& client, const std::vector<std::string>& spaces) {
  std::map<kube::Key, std::vector<Object>> found;
  for (const std::string& space : spaces.empty() ? std::vector<std::string>{""} : spaces) {
    Outcome<kube::Listing> there = client.list(kube::resources::controller_revisions, {space, std::string(kIntegrationLabel), {}});
    if (!there) return there.error();
    for (Object& one : there->items) found[{kube::key_of(one).space, kube::label(one, kIntegrationLabel)}].push_back(std::move(one));
  }
  std::map<kube::Key, History> out;
  for (const auto& [key, objects] : found) {
    const auto newest = std::ranges::max_element(objects, {}, [](const Object& one) { return kube::text_at(one, {"metadata", "creationTimestamp"}); });
    History& history = out[key];
    history.uid_ = owner_of(*newest);
    const std::vector<Revision> all = revisions(objects, history.uid_);
    for (const Revision& one : all) history.names_.push_back(one.name);
    if (!all.empty()) history.newest_ = hash_of(all.back().spec);
  }
  return out;
}

Outcome<> History::keep(kube::Client& client, const Object& integration) {
  if (uid_ != uid_of(integration)) *this = {};
  uid_ = uid_of(integration);
  const std::size_t hash = hash_of(spec_without_scale(integration));
  if (hash == newest_) return {};
  const Object revision = revision_of(integration);
  const Outcome<Object> made = client.create(kube::resources::controller_revisions, revision);
  if (!made && !made.error().conflict()) return made.error();  // Conflict: another operator was faster
  newest_ = hash;
  names_.push_back(kube::key_of(revision).name);
  while (names_.size() > kMostRevisions) {
    if (const Outcome<> done = client.remove(kube::resources::controller_revisions, {kube::key_of(integration).space, names_.front()}); !done) return done.error();
    names_.erase(names_.begin());
  }
  return {};
}

}  // namespace kamel::cluster
