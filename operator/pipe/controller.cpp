#include "operator/pipe/controller.h"

#include "operator/pipe/pipe.h"

namespace kamel::cluster {
using kube::Object;
using kube::ObjectPtr;

Next PipeController::reconcile(const kube::WorkQueue::Work& work) {
  const auto began = std::chrono::steady_clock::now();
  ObjectPtr pipe = tools_.watched[Kind::Pipe].get(work.key);
  const bool binding = !pipe;
  if (binding) pipe = tools_.watched[Kind::Binding].get(work.key);
  const std::lock_guard lock(mutex_);
  if (!pipe || kube::is_deleting(*pipe)) {  // its Integration goes with it
    applied_.erase(work.key);
    return {};
  }
  const Object want = integration_of(*pipe);
  const std::size_t hash = std::hash<std::string>{}(boost::json::serialize(want));
  ObjectPtr integration = tools_.watched[Kind::Integration].get(work.key);
  Applied& applied = applied_[work.key];
  const auto failed = [&](const kube::Failure& failure) {
    tools_.log(work.key.text() + ": " + failure.text());
    tools_.metrics.reconciled("Pipe", std::chrono::steady_clock::now() - began, false);
    return Next{true};
  };
  const bool edited = integration && kube::whole_at(*integration, {"metadata", "generation"}) > applied.generation;
  if (!integration || edited || applied.hash != hash) {
    const kube::Outcome<Object> done = tools_.client.apply(kube::resources::integrations, want, kFieldOwner);
    if (!done) return failed(done.error());
    applied = {hash, kube::whole_at(*done, {"metadata", "generation"})};
  }
  const kube::Resource& resource = binding ? kube::resources::bindings : kube::resources::pipes;
  const Object before = kube::object_at(*pipe, {"status"});
  if (const Object patch = status_patch(before, pipe_status(*pipe, integration)); !patch.empty()) {
    const kube::Outcome<Object> done = tools_.client.merge(resource, work.key, patch, "status");
    if (!done && !done.error().not_found()) return failed(done.error());
  }
  tools_.metrics.reconciled("Pipe", std::chrono::steady_clock::now() - began, true);
  return {};
}

}  // namespace kamel::cluster
