#include "operator/watched.h"

#include "operator/integration/desired.h"

namespace kamel::cluster {
using kube::Outcome;
using kube::Resource;
namespace {

struct Entry {
  Kind kind;
  Resource resource;
  kube::Selection selection = {};
};

const std::vector<Entry>& entries() {
  static const kube::Selection with_label{"", std::string(kIntegrationLabel), ""};
  static const std::vector<Entry> all{
      {Kind::Integration, kube::resources::integrations},
      {Kind::Pipe, kube::resources::pipes},
      {Kind::Binding, kube::resources::bindings},
      {Kind::Kamelet, kube::resources::kamelets},
      {Kind::Profile, kube::resources::profiles},
      {Kind::Platform, kube::resources::platforms},
      {Kind::Pod, kube::resources::pods, with_label},
      {Kind::Deployment, kube::resources::deployments, with_label},
      {Kind::ConfigMap, kube::resources::config_maps},
      {Kind::Secret, kube::resources::secrets, {"", "", "type!=kubernetes.io/service-account-token,type!=helm.sh/release.v1"}},
      {Kind::Watcher, kube::resources::watchers},
  };
  return all;
}

}  // namespace

Watched::Watched(kube::Client& client, const std::vector<std::string>& spaces, Seen seen) : client_(client) {
  for (const Entry& entry : entries()) {
    const auto changed = [seen, kind = entry.kind](kube::Change change, const kube::ObjectPtr& object, const kube::ObjectPtr& before) {
      seen(kind, change, object, before);
    };
    caches_.push_back(std::make_unique<kube::Caches>(client, entry.resource, spaces, entry.selection, changed));
  }
  (*this)[Kind::Pod].index_by(std::string(kIntegrationLabel));
}

Watched::~Watched() { stop(); }

Outcome<> Watched::start(std::chrono::milliseconds limit) {
  for (const Entry& entry : entries()) {
    const Outcome<Resource> known = client_.discover(entry.resource.api_version, entry.resource.kind);
    if (!known && known.error().not_found() && entry.kind != Kind::Integration) continue;
    if (!known && known.error().not_found())
      return kube::Failure(404, "NotFound", "the cluster does not know Integrations; `kamel install` adds what is missing");
    if (!known) return known.error();
    (*this)[entry.kind].start();
    started_.push_back(&(*this)[entry.kind]);
  }
  const auto end = std::chrono::steady_clock::now() + limit;
  for (kube::Caches* caches : started_) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (caches->wait(std::max(left, std::chrono::milliseconds(1)))) continue;
    return kube::Failure(0, "", "the API server did not list everything in time: " + problem());
  }
  return {};
}

void Watched::stop() {
  for (kube::Caches* caches : started_) caches->request_stop();
  for (kube::Caches* caches : started_) caches->stop();
  started_.clear();
}

std::string Watched::problem() const {
  for (const kube::Caches* caches : started_) {
    if (std::string problem = caches->problem(); !problem.empty()) return problem;
  }
  return {};
}

}  // namespace kamel::cluster
