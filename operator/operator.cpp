#include "operator/operator.h"

#include <malloc.h>

#include <cstdlib>

#include "operator/integration/plan.h"

namespace kamel::cluster {
using kube::Key;
using kube::Object;
using kube::ObjectPtr;
using kube::Outcome;
namespace {

constexpr std::chrono::seconds kDiscovery{60};  // an API that was added is used from then on

bool same_version(const Object& a, const Object& b) {
  return kube::text_at(a, {"metadata", "resourceVersion"}) == kube::text_at(b, {"metadata", "resourceVersion"});
}

// Whether a person (or another controller) changed what is declared, not we the status. `kamel deploy` and its like ask for a phase.
bool is_edit(const Object& object, const Object& before) {
  if (kube::text_at(object, {"status", "phase"}) != kube::text_at(before, {"status", "phase"})) return true;
  for (std::string_view key : {"generation", "labels", "annotations", "deletionTimestamp", "uid"}) {
    const boost::json::value* a = kube::find(object, {"metadata", key});
    const boost::json::value* b = kube::find(before, {"metadata", key});
    if ((a == nullptr) != (b == nullptr) || (a != nullptr && *a != *b)) return true;
  }
  return false;
}

std::string owning_pipe(const Object& object) {
  for (const boost::json::value& owner : kube::list_at(object, {"metadata", "ownerReferences"})) {
    if (!owner.is_object()) continue;
    const std::string kind = kube::text_at(owner.get_object(), {"kind"});
    if (kind == "Pipe" || kind == "KameletBinding") return kube::text_at(owner.get_object(), {"name"});
  }
  return {};
}

}  // namespace

Operator::Operator(kube::Client& client, OperatorOptions options, Check check, std::function<void(const std::string&)> log)
    : client_(client),
      options_(std::move(options)),
      check_(std::move(check)),
      log_(std::move(log)),
      watched_(client, options_.spaces, [this](auto kind, auto change, const auto& object, const auto& before) { seen(kind, change, object, before); }),
      events_(client, "kamel-operator"),
      authority_(client, options_.own_space) {}

Operator::~Operator() = default;

void Operator::add_all(const std::string& space) {
  const bool everywhere = space.empty() || space == options_.own_space;
  for (const ObjectPtr& one : everywhere ? watched_[Kind::Integration].all() : watched_[Kind::Integration].in(space)) integrations_.add(kube::key_of(*one));
}

// On a cache's thread: only says who is to be looked at.
void Operator::seen(Kind kind, kube::Change change, const ObjectPtr& object, const ObjectPtr& before) {
  if (!leading_) return;  // whoever becomes the leader looks at everything
  const Key key = kube::key_of(*object);
  if (kind == Kind::Integration) {  // its Pipe shows its status, which we wrote ourselves
    if (const std::string pipe = owning_pipe(*object); !pipe.empty()) pipes_.add({key.space, pipe});
  }
  const bool changed = change == kube::Change::Deleted || !before || !same_version(*object, *before);
  if (!changed) return;
  const bool fresh = change != kube::Change::Deleted && !before;
  if (kind == Kind::Integration) {
    if (change == kube::Change::Deleted || !before || is_edit(*object, *before)) integrations_.add(key);
    return;
  }
  if (kind == Kind::Pipe || kind == Kind::Binding) return pipes_.add(key);
  if (kind == Kind::Watcher) {
    if (change != kube::Change::Deleted && (!before || is_edit(*object, *before))) watchers_.add(key);
    return;
  }
  if (kind == Kind::Platform || kind == Kind::Profile) {
    platforms_.add(key);
    if (before && change != kube::Change::Deleted && !is_edit(*object, *before)) return;  // its status, which we wrote ourselves
  }
  if (kind == Kind::Kamelet && change != kube::Change::Deleted) kamelets_.add(key);
  if (kind == Kind::Platform || (fresh && (kind == Kind::Kamelet || kind == Kind::Profile))) return add_all(key.space);
  if (const std::string owner = kube::label(*object, kIntegrationLabel); !owner.empty()) integrations_.add({key.space, owner});
  if (!integration_controller_) return;
  if (kind == Kind::ConfigMap) {
    for (const Key& watcher : watcher_controller_->watchers_of(key)) watchers_.add(watcher);
  }
  for (const Key& referrer : integration_controller_->referrers(kind, key)) integrations_.add(referrer);
}

void Operator::discover() {
  Facts fresh;
  {
    const std::lock_guard lock(facts_mutex_);
    fresh = facts_;
  }
  const Outcome<std::string> groups = client_.raw("GET", "/apis");
  if (groups) {
    const auto has = [&](std::string_view group) { return groups->find("\"" + std::string(group) + "\"") != std::string::npos; };
    fresh.knative_serving = has("serving.knative.dev");
    fresh.knative_eventing = has("eventing.knative.dev");
    fresh.keda = has("keda.sh");
    fresh.prometheus = has("monitoring.coreos.com");
    fresh.gateway = has("gateway.networking.k8s.io");
    fresh.openshift = has("route.openshift.io");
  }
  const std::lock_guard lock(facts_mutex_);
  facts_ = std::move(fresh);
}

Facts Operator::facts() const {
  const std::lock_guard lock(facts_mutex_);
  return facts_;
}

Outcome<> Operator::begin() {
  facts_.image = options_.image;
  facts_.image_pull_policy = options_.pull_policy;
  facts_.version = KAMEL_VERSION;
  facts_.operator_id = options_.id;
  facts_.admin_secret = kAdminSecret;
  facts_.check = check_;
  for (const char* name : {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}) {
    if (const char* value = std::getenv(name); value != nullptr) facts_.proxy[name] = value;
  }
  if (const char* keys = std::getenv("TOLERATION_TAINTS_ALLOWED_KEYS"); keys != nullptr && *keys != '\0') facts_.toleration_keys = parts(keys, ',');
  discover();
  if (const Outcome<> opened = authority_.open(); !opened) return opened.error();
  pusher_ = std::make_unique<Pusher>(authority_.certificate(), authority_.client_pair());
  const Tools tools{client_, watched_, authority_, *pusher_, events_, metrics_, options_.own_space, options_.id, [this] { return facts(); }, log_};
  integration_controller_ = std::make_unique<IntegrationController>(tools);
  pipe_controller_ = std::make_unique<PipeController>(tools);
  kamelet_controller_ = std::make_unique<KameletController>(tools);
  platform_controller_ = std::make_unique<PlatformController>(tools);
  watcher_controller_ = std::make_unique<WatcherController>(tools);
  if (const Outcome<> begun = integration_controller_->begin(options_.spaces); !begun) return begun.error();
  leading_ = true;
  metrics_.leading(true);
  add_all({});
  for (const auto& [kind, queue] : {std::pair{Kind::Kamelet, &kamelets_}, {Kind::Watcher, &watchers_}, {Kind::Pipe, &pipes_}, {Kind::Binding, &pipes_},
                                    {Kind::Platform, &platforms_}, {Kind::Profile, &platforms_}}) {
    for (const ObjectPtr& one : watched_[kind].all()) queue->add(kube::key_of(*one));
  }
  return {};
}

void Operator::work(kube::WorkQueue& queue, const std::function<Next(const kube::WorkQueue::Work&)>& reconcile) {
  while (const auto work = queue.take()) {
    Next next{true};
    try {
      next = reconcile(*work);
    } catch (const std::exception& error) {  // one object must not keep the others from being looked after
      log_(work->key.text() + ": " + error.what());
    }
    if (next.failed) {
      queue.retry(work->key);
    } else {
      queue.forget(work->key);
      if (next.after) queue.add_after(work->key, *next.after);
    }
    queue.done(work->key);
    metrics_.waiting(queue.size());
  }
}

// Now and then everything is looked at again: what no watch tells is found then.
void Operator::keep_up(std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  auto last = std::chrono::steady_clock::now();
  while (!changed.wait_for(lock, stop, std::min(kDiscovery, options_.resync), [&] { return stop.stop_requested(); })) {
    discover();
    if (std::chrono::steady_clock::now() - last < options_.resync) continue;
    last = std::chrono::steady_clock::now();
    integration_controller_->look_again(options_.spaces);
    add_all({});
  }
}

Outcome<> Operator::run(std::stop_token stop) {
  if (const Outcome<> started = watched_.start(options_.start_limit); !started) return started.error();
  ready_ = true;
  kube::Leader leader(client_, {{options_.own_space, "kamel-operator" + (options_.id.empty() ? "" : "-" + options_.id)}, options_.identity});
  if (options_.elect) {
    log_("waiting for the lease of namespace " + options_.own_space);
    if (!leader.acquire(stop)) return {};
  }
  if (const Outcome<> begun = begin(); !begun) return begun.error();
  malloc_trim(0);  // of all that was listed, little was kept
  log_("looking after " + std::to_string(watched_[Kind::Integration].size()) + " Integrations");
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < options_.workers; ++i)
    threads.emplace_back([this] { work(integrations_, [this](const auto& one) { return integration_controller_->reconcile(one); }); });
  threads.emplace_back([this] { work(pipes_, [this](const auto& one) { return pipe_controller_->reconcile(one); }); });
  threads.emplace_back([this] { work(kamelets_, [this](const auto& one) { return kamelet_controller_->reconcile(one); }); });
  threads.emplace_back([this] { work(platforms_, [this](const auto& one) { return platform_controller_->reconcile(one); }); });
  threads.emplace_back([this] { work(watchers_, [this](const auto& one) { return watcher_controller_->reconcile(one); }); });
  threads.emplace_back([this](std::stop_token own) { keep_up(std::move(own)); });
  bool kept = true;
  if (options_.elect) {
    kept = leader.hold(stop);
  } else {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait(lock, stop, [&] { return stop.stop_requested(); });
  }
  integrations_.close();
  pipes_.close();
  kamelets_.close();
  platforms_.close();
  watchers_.close();
  threads.back().request_stop();
  threads.clear();
  if (options_.elect && kept) leader.release();
  watched_.stop();
  if (!kept) return kube::Failure(0, "", "another operator has taken the lease");
  return {};
}

std::string Operator::metrics() const { return metrics_.text(); }

}  // namespace kamel::cluster
