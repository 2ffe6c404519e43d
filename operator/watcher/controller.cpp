#include "operator/watcher/controller.h"

#include "dsl/digest.h"

namespace kamel::cluster {
using kube::Object;
using kube::Outcome;
namespace {

constexpr std::chrono::milliseconds kLookAgain{1'000};  // nothing tells of the pods of others

std::set<std::string> uids(const Object& status) {
  std::set<std::string> out;
  for (const boost::json::value& one : kube::list_at(status, {"restarting"})) {
    if (one.is_string()) out.insert(std::string(std::string_view(one.get_string())));
  }
  return out;
}

boost::json::array list(const std::set<std::string>& texts) {
  boost::json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

void tell(Object& status, bool ready, std::string_view reason, const std::string& message) {
  status["phase"] = ready ? "Ready" : reason == "Restarting" ? "Restarting" : "Error";
  set_condition(status, "Ready", ready ? "True" : "False", reason, message);
}

}  // namespace

std::string content_digest(const kube::ObjectPtr& config_map) {
  if (!config_map) return {};
  Digest digest;
  for (std::string_view part : {"data", "binaryData"}) {
    const Object& all = kube::object_at(*config_map, {part});
    std::map<std::string_view, const boost::json::value*> sorted;
    for (const auto& [key, value] : all) sorted.emplace(key, &value);
    digest.add(std::to_string(sorted.size()));
    for (const auto& [key, value] : sorted) digest.add(key).add(boost::json::serialize(*value));
  }
  return digest.text();
}

std::string selector_text(const Object& labels) {
  std::string out;
  for (const auto& [key, value] : labels) {
    if (value.is_string()) out += (out.empty() ? "" : ",") + std::string(key) + "=" + std::string(std::string_view(value.get_string()));
  }
  return out;
}

std::vector<kube::Key> WatcherController::watchers_of(const kube::Key& config_map) const {
  std::vector<kube::Key> out;
  for (const kube::ObjectPtr& one : tools_.watched[Kind::Watcher].in(config_map.space)) {
    if (kube::text_at(*one, {"spec", "configMap"}) == config_map.name) out.push_back(kube::key_of(*one));
  }
  return out;
}

bool WatcherController::reloads_live(const Object& pod, const std::string& config_map) const {
  const std::string owner = kube::label(pod, kIntegrationLabel);
  if (owner.empty()) return false;
  const kube::ObjectPtr integration = tools_.watched[Kind::Integration].get({kube::key_of(pod).space, owner});
  return integration && reads_live(gather(integration, tools_.watched, tools_.own_space), config_map);
}

Outcome<std::vector<Object>> WatcherController::pods_of(const Object& watcher) const {
  Outcome<kube::Listing> all = tools_.client.list(kube::resources::pods, {kube::key_of(watcher).space, selector_text(kube::object_at(watcher, {"spec", "podSelector"})), {}});
  if (!all) return all.error();
  const std::string config_map = kube::text_at(watcher, {"spec", "configMap"});
  std::erase_if(all->items, [&](const Object& pod) { return reloads_live(pod, config_map); });
  return std::move(all->items);
}

Next WatcherController::restart(const Object& watcher, Object& status) {
  const Outcome<std::vector<Object>> pods = pods_of(watcher);
  if (!pods) {
    tools_.log(kube::key_of(watcher).text() + ": " + pods.error().text());
    return {true};
  }
  Restart now = next_restart(*pods, uids(status));
  status["restarting"] = list(now.left);
  if (now.left.empty()) {
    tell(status, true, "UpToDate", "");
    return {};
  }
  if (!now.evict.name.empty()) {
    const Object eviction{{"apiVersion", "policy/v1"}, {"kind", "Eviction"}, {"metadata", Object{{"name", now.evict.name}, {"namespace", now.evict.space}}}};
    const Outcome<std::string> done = tools_.client.raw("POST", kube::resources::pods.path(now.evict, "eviction"), boost::json::serialize(eviction));
    if (done) tools_.events.normal(watcher, "PodRestarted", "pod " + now.evict.name + " is restarted: ConfigMap " + kube::text_at(watcher, {"spec", "configMap"}) + " has changed");
    else now.waiting = now.evict.name + " cannot be evicted now: " + done.error().text();
  }
  tell(status, false, "Restarting", std::to_string(now.left.size()) + " pods to go" + (now.waiting.empty() ? "" : "; " + now.waiting));
  return {false, kLookAgain};
}

Next WatcherController::write(const Object& watcher, const Object& status, Next next) {
  const Object patch = status_patch(kube::object_at(watcher, {"status"}), status);
  if (patch.empty()) return next;
  Outcome<Object> done = tools_.client.merge(kube::resources::watchers, kube::key_of(watcher), patch, "status");
  if (!done && !done.error().not_found()) {
    tools_.log(kube::key_of(watcher).text() + ": status: " + done.error().text());
    return {true};
  }
  if (done) tools_.watched[Kind::Watcher].put(std::move(*done));
  return next;
}

// The change is written down before anybody is evicted: whoever comes next knows what is left to do.
Next WatcherController::reconcile(const kube::WorkQueue::Work& work) {
  const kube::ObjectPtr watcher = tools_.watched[Kind::Watcher].get(work.key);
  if (!watcher || kube::is_deleting(*watcher)) return {};
  Object status = kube::object_at(*watcher, {"status"});
  status["observedGeneration"] = kube::whole_at(*watcher, {"metadata", "generation"});
  const std::string map = kube::text_at(*watcher, {"spec", "configMap"});
  const std::string digest = content_digest(tools_.watched[Kind::ConfigMap].get({work.key.space, map}));
  if (kube::object_at(*watcher, {"spec", "podSelector"}).empty()) {
    tell(status, false, "NoSelector", "spec.podSelector names no label: it would restart every pod of the namespace");
    return write(*watcher, status, {});
  }
  if (digest.empty()) {
    tell(status, false, "ConfigMapNotFound", "there is no ConfigMap " + map);
    return write(*watcher, status, {});
  }
  const std::string before = kube::text_at(status, {"digest"});
  status["digest"] = digest;
  if (before.empty()) {  // what its pods have seen is not known: it begins here
    tell(status, true, "UpToDate", "");
    return write(*watcher, status, {});
  }
  if (before != digest) {
    const Outcome<std::vector<Object>> pods = pods_of(*watcher);
    if (!pods) return {true};
    std::set<std::string> left;
    for (const Object& pod : *pods) {
      if (comes_back(pod)) left.insert(kube::text_at(pod, {"metadata", "uid"}));
    }
    status["restarting"] = list(left);
    tell(status, false, "Restarting", std::to_string(left.size()) + " pods to go");
    return write(*watcher, status, {false, std::chrono::milliseconds(0)});
  }
  const Next next = restart(*watcher, status);
  return next.failed ? next : write(*watcher, status, next);
}

}  // namespace kamel::cluster
