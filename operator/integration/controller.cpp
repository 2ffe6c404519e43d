#include "operator/integration/controller.h"

#include <algorithm>

#include "operator/admin/health.h"
#include "operator/eventing/addresses.h"
#include "operator/integration/phase.h"

namespace kamel::cluster {
using kube::Key;
using kube::Object;
using kube::ObjectPtr;
using kube::Outcome;
using Clock = std::chrono::steady_clock;
namespace {

constexpr std::string_view kOperatorId = "camel.apache.org/operator.id";

constexpr std::chrono::milliseconds kLookAgain{10'000};

std::int64_t number(const std::string& text) { return std::strtoll(text.c_str(), nullptr, 10); }

const Object* routes_of(const Desired& want, const std::string& name) {
  for (const Object& object : want.objects) {
    if (kube::text_at(object, {"kind"}) == "ConfigMap" && kube::key_of(object).name == name + "-routes") return &object;
  }
  return nullptr;
}

bool declared_differently(const Object& a, const Object& b) {
  return kube::whole_at(a, {"metadata", "generation"}) != kube::whole_at(b, {"metadata", "generation"}) ||
         kube::object_at(a, {"metadata", "annotations"}) != kube::object_at(b, {"metadata", "annotations"});
}

// What a change of replaces the pods.
Object template_of(const Desired& want) {
  for (const Object& object : want.objects) {
    if (kube::text_at(object, {"kind"}) == "Deployment") return kube::object_at(object, {"spec", "template"});
  }
  return {};
}

// A mistake of ours in reading what somebody wrote is told to him, and takes nobody else along.
Desired understood(const Declared& declared, const Facts& facts) {
  try {
    return desired(declared, facts);
  } catch (const std::exception& error) {
    Desired out;
    out.diagnostics.error({}, std::string("this Integration cannot be understood: ") + error.what());
    return out;
  }
}

std::string errors_of(const Diagnostics& diagnostics) {
  std::string out;
  for (const Finding& finding : findings(diagnostics)) {
    if (finding.error) out += (out.empty() ? "" : "\n") + finding.text();
    if (out.size() > 8000) return out + "\n…";
  }
  return out;
}

// Pods that run and are not ready say why.
boost::json::array ask_unready(const std::vector<ObjectPtr>& pods, Workload& state) {
  if (state.ready == "True") return {};
  boost::json::array out = unready_pods(pods);
  if (const std::string why = complaints(out); !why.empty()) {
    state.phase = "Error";
    state.reason = "RuntimeNotReady";
    state.message = why;
  }
  return out;
}

}  // namespace

/// One reconcile under way.
struct IntegrationController::Round {
  Key key;
  Clock::time_point since;
  ObjectPtr integration;
  Known& known;
  Desired want;
  Facts facts;
  Version version = {};
  bool kept = false;  // the program is in its ConfigMap: pods may be told
  bool rests = false; // it waits for `kamel deploy`
  std::vector<ObjectPtr> pods = {};
  std::vector<LivePod> live = {};
};

Outcome<> IntegrationController::begin(const std::vector<std::string>& spaces) {
  Outcome<std::map<Key, Children>> found = applier_.find_all(spaces);
  if (!found) return found.error();
  Outcome<std::map<Key, History>> histories = History::find_all(tools_.client, spaces);
  if (!histories) tools_.log("the histories of Integrations cannot be read: " + histories.error().text());
  const std::lock_guard lock(mutex_);
  known_.clear();
  for (auto& [key, children] : *found) {
    auto fresh = std::make_shared<Known>();
    fresh->children = std::move(children);
    if (histories) fresh->history = std::move((*histories)[key]);
    known_.emplace(key, std::move(fresh));
  }
  return {};
}

void IntegrationController::look_again(const std::vector<std::string>& spaces) {
  if (const Outcome<> done = applier_.look_again(spaces); !done) tools_.log("what others have changed is not known: " + done.error().text());
}

std::shared_ptr<IntegrationController::Known> IntegrationController::known(const Key& key) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Known>& entry = known_[key];
  if (!entry) entry = std::make_shared<Known>();
  return entry;
}

void IntegrationController::forget(const Key& key) {
  referrers_.set(key, {});
  const std::lock_guard lock(mutex_);
  known_.erase(key);
}

// One without an id belongs to the operator that has none, or Camel K's default one.
bool IntegrationController::is_ours(const Object& integration) const {
  const std::string id = kube::annotation(integration, kOperatorId);
  if (id.empty()) return tools_.operator_id.empty() || tools_.operator_id == "camel-k" || tools_.operator_id == "kamel";
  return id == tools_.operator_id;
}

Next IntegrationController::reconcile(const kube::WorkQueue::Work& work) {
  const ObjectPtr integration = tools_.watched[Kind::Integration].get(work.key);
  if (!integration) {  // its children go with it: it owns them
    forget(work.key);
    return {};
  }
  if (kube::is_deleting(*integration) || !is_ours(*integration)) return {};
  const Clock::time_point began = Clock::now();
  const std::shared_ptr<Known> known = this->known(work.key);
  Declared declared = gather(integration, tools_.watched, tools_.own_space);
  referrers_.set(work.key, targets_of(declared, tools_.own_space));
  Facts facts = tools_.facts();
  const bool looked_up = (facts.knative_eventing || facts.knative_serving) && look_up_addresses(tools_.client, declared);
  Desired want = understood(declared, facts);
  Round round{work.key, work.since, integration, *known, std::move(want), std::move(facts)};
  Next next = this->work(round);
  if (looked_up && !next.after) next.after = kLookAgain;  // nothing tells of an address that is there at last
  tools_.metrics.reconciled("Integration", Clock::now() - began, !next.failed);
  return next;
}

Next IntegrationController::work(Round& round) {
  round.pods = tools_.watched[Kind::Pod].labelled(round.key.space, round.key.name);
  round.live = live_pods(round.pods, round.facts.admin_port);
  round.version = {kube::text_at(*round.integration, {"metadata", "uid"}), kube::whole_at(*round.integration, {"metadata", "generation"}), 0,
                   round.want.program.digest};
  if (round.want.diagnostics.has_errors()) return reject(round, errors_of(round.want.diagnostics));
  const Asked asked = cluster::asked(*round.integration, round.known.children.has_workload());
  if (asked == Asked::Rest) return rest(round);
  if (asked == Asked::Begin) round.known.begin_anew();
  // An edit that changes the pods, too, is not judged by the pods of before it: those who replace them may run it.
  const bool rollout = !round.known.good || template_of(round.want) != template_of(round.known.good->desired);
  if (!rollout && round.known.refused == round.version.digest && Clock::now() - round.known.refused_at < kTryRefusedAgain)
    return reject(round, round.known.refusal);
  const auto failed = [&](const kube::Failure& failure) { return fail(round, failure); };
  if (const Outcome<> done = tools_.authority.provide(round.key.space); !done) return failed(done.error());
  if (const Outcome<> done = apply_routes(round); !done) return failed(done.error());
  push(round);
  const Summary now = summary(round.live, round.version, round.known.delivered);
  if (now.invalid && !rollout) {
    round.known.refused = round.version.digest;
    round.known.refusal = now.problems.front();
    round.known.refused_at = Clock::now();
    return reject(round, round.known.refusal);
  }
  if (!now.invalid) round.known.good = Good{round.want, round.version.generation};
  if (const Outcome<> done = apply_others(round); !done) return failed(done.error());
  return conclude(round, !now.invalid, now.invalid ? now.problems.front() : "");
}

Next IntegrationController::fail(Round& round, const kube::Failure& failure) {
  tools_.log(round.key.text() + ": " + failure.text());
  if (failure.status == 400 || failure.status == 403 || failure.status == 422) (void)conclude(round, false, failure.text());
  return {true};
}

// Its routes are good, and nothing of it is in the cluster.
Next IntegrationController::rest(Round& round) {
  if (const Outcome<> done = applier_.remove_others({}, round.key.space, round.known.children); !done) return fail(round, done.error());
  round.known.begin_anew();
  round.rests = true;
  return conclude(round, true, "");
}

// What is there stays: the pods, and the ConfigMap for pods to come.
Next IntegrationController::reject(Round& round, const std::string& why) {
  tools_.metrics.rejected();
  const std::string told = "rejected " + why;
  if (round.known.told != told) {
    round.known.told = told;
    tools_.log(round.key.text() + ": generation " + std::to_string(round.version.generation) + " is not taken over: " + why);
    tools_.events.warning(*round.integration, "RoutesRejected", why);
  }
  if (round.known.good) {
    round.want = round.known.good->desired;
    round.version.digest = round.want.program.digest;
    round.version.generation = round.known.good->generation;
    if (apply_routes(round)) push(round);
  }
  Next next = conclude(round, false, why);
  if (!round.known.refused.empty()) next.after = kTryRefusedAgain;
  return next;
}

// The ConfigMap first: its version is the program's place in the order of all pushes.
Outcome<> IntegrationController::apply_routes(Round& round) {
  const Object* routes = routes_of(round.want, round.key.name);
  if (routes == nullptr) return kube::Failure(0, "", "there are no routes to apply");
  const Outcome<std::string> version = applier_.apply(*routes, round.known.children);
  if (!version) return version.error();
  round.version.revision = number(*version);
  round.kept = true;
  return {};
}

Outcome<> IntegrationController::apply_others(Round& round) {
  for (const Object& object : round.want.objects) {
    const Outcome<std::string> done = applier_.apply(object, round.known.children);
    if (!done) return kube::Failure(done.error().status, done.error().reason, kube::text_at(object, {"kind"}) + " " + kube::key_of(object).name + ": " + done.error().message);
  }
  if (!round.want.collect_garbage) return {};
  return applier_.remove_others(round.want.objects, round.key.space, round.known.children);
}

void IntegrationController::push(Round& round) {
  Delivered& delivered = round.known.delivered;
  if (delivered.digest != round.version.digest) {
    const bool edit = !delivered.digest.empty() && !round.live.empty();
    delivered.digest = round.version.digest;
    delivered.since = round.since;
    delivered.took = {};
    delivered.timed = false;
    delivered.edit = edit;
  }
  for (const Delivery& one : deliver(tools_.pusher, round.want.program, round.version, Authority::server_name(round.key.space), round.live, delivered))
    tools_.metrics.pushed(one.status, one.took);
  const Summary now = summary(round.live, round.version, delivered);
  if (!delivered.edit || delivered.timed || now.pods == 0 || now.live != now.pods) return;
  delivered.timed = true;
  delivered.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - delivered.since);
  tools_.metrics.reloaded(Clock::now() - delivered.since);
  tools_.log(round.key.text() + ": " + summary(round.live, round.version, delivered).text);
}

// What all pods run may be wanted back some day. What a Pipe made is the Pipe's to tell.
void IntegrationController::keep_history(Round& round) {
  if (!kube::label(*round.integration, "camel.apache.org/created.by.name").empty()) return;
  if (const Outcome<> done = round.known.history.keep(tools_.client, *round.integration); !done)
    tools_.log(round.key.text() + ": its history is not kept: " + done.error().text());
}

void IntegrationController::tell_phase(Round& round, const std::string& before, const std::string& after) {
  if (before == after) return;
  tools_.events.normal(*round.integration, "IntegrationPhaseUpdated",
                       "Integration \"" + round.key.name + "\" in phase \"" + after + "\"" + (before.empty() ? "" : ", was \"" + before + "\""));
}

Workload IntegrationController::state_of(const Round& round, const ObjectPtr& deployment) {
  if (round.rests) return {"Build Complete", "False", "BuildComplete", "`kamel deploy " + round.key.name + "` starts it", 0};
  for (const Object& object : round.want.objects) {
    const std::string kind = kube::text_at(object, {"kind"});
    const std::string api_version = kube::text_at(object, {"apiVersion"});
    if (kind == "CronJob") return {"Running", "True", "CronJobCreated", "cronjob name is " + round.key.name, 0};
    if (kind != "Service" || !api_version.starts_with("serving.knative.dev/")) continue;
    const Outcome<kube::Resource> resource = tools_.client.discover(api_version, kind);
    const Outcome<Object> there = resource ? tools_.client.get(*resource, round.key) : Outcome<Object>(resource.error());
    return knative_state(there ? *there : Object(), static_cast<std::int64_t>(round.live.size()));
  }
  return workload_state(deployment, round.pods);
}

Next IntegrationController::conclude(Round& round, bool accepted, const std::string& why) {
  const Object before = kube::object_at(*round.integration, {"status"});
  Object after = before;
  const ObjectPtr deployment = tools_.watched[Kind::Deployment].get(round.key);
  Workload state = state_of(round, deployment);
  if (!accepted && !deployment) state = {"Error", "False", "InitializationFailed", why, 0};
  if (accepted) take_hints(after, round.want.status);
  const Summary now = summary(round.live, round.version, round.known.delivered);
  const boost::json::array unready = round.rests ? boost::json::array() : ask_unready(round.pods, state);
  after["observedGeneration"] = kube::whole_at(*round.integration, {"metadata", "generation"});
  after["phase"] = state.phase;
  after["replicas"] = state.replicas;
  set_condition(after, "Ready", state.ready, state.reason, state.message, unready);
  set_condition(after, "RoutesAccepted", accepted ? "True" : "False", accepted ? "RoutesAccepted" : "RoutesRejected", accepted ? "" : why);
  const bool live = accepted && !round.rests && now.pods > 0 && now.live == now.pods;
  const std::string text = round.rests ? state.message : round.kept ? now.text : "what runs is not known to this operator";
  set_condition(after, "RoutesLive", live ? "True" : "False", live ? "Receipts" : accepted ? "ReceiptsMissing" : "RoutesRejected", text);
  bool missed = false;
  if (const Object patch = status_patch(before, after); !patch.empty()) {
    Outcome<Object> done = tools_.client.merge(kube::resources::integrations, round.key, patch, "status");
    if (!done && !done.error().not_found()) {
      tools_.log(round.key.text() + ": status: " + done.error().text());
      return {true};
    }
    if (done) {  // the answer may hold an edit that came meanwhile: nobody else will tell of it
      missed = declared_differently(*done, *round.integration);
      tools_.watched[Kind::Integration].put(std::move(*done));
    }
    tell_phase(round, kube::text_at(before, {"phase"}), state.phase);
  }
  if (accepted) round.known.told.clear();
  if (accepted && !round.rests && now.live == now.pods) keep_history(round);
  if (missed) return {false, std::chrono::milliseconds(0)};
  if (now.invalid) return {false, kTryRefusedAgain};
  if (state.reason == "KnativeServiceNotReady") return {false, kLookAgain / 5};
  if (!unready.empty() && now.live == now.pods) return {false, kLookAgain};  // nothing tells of what a pod says of itself
  return {round.kept && now.live < now.pods};  // who has not answered is asked again, soon at first
}

}  // namespace kamel::cluster
