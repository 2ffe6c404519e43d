#include "operator/integration/delivery.h"

#include <algorithm>

namespace kamel::cluster {
using kube::Object;
namespace {

constexpr std::chrono::milliseconds kConnect{1'000};  // a pod that is there answers within one or two
constexpr std::chrono::milliseconds kLimit{40'000};   // a route whose source was replaced drains the old one, for half a minute at most

// The id of the integration's container while it runs; "" when it does not. Its name may be another one (trait container).
std::string running_container(const Object& pod) {
  const std::string given = kube::annotation(pod, "kubectl.kubernetes.io/default-container");
  const std::string_view wanted = given.empty() ? "integration" : std::string_view(given);
  for (const boost::json::value& one : kube::list_at(pod, {"status", "containerStatuses"})) {
    if (!one.is_object() || kube::find(one.get_object(), {"state", "running"}) == nullptr) continue;
    if (kube::text_at(one.get_object(), {"name"}) == wanted) return kube::text_at(one.get_object(), {"containerID"}, "?");
  }
  return {};
}

bool is_ready(const Object& pod) {
  for (const boost::json::value& one : kube::list_at(pod, {"status", "conditions"})) {
    if (one.is_object() && kube::text_at(one.get_object(), {"type"}) == "Ready") return kube::text_at(one.get_object(), {"status"}) == "True";
  }
  return false;
}

Push push_of(const Program& program, const Version& version) {
  Push push{version, {}, {}, program.secrets};
  for (const ProgramFile& file : program.sources) push.sources.push_back({file.name, file.text});
  for (const ProgramFile& file : program.kamelets) push.kamelets.push_back({file.name, file.text});
  for (const auto& [key, value] : program.properties) push.properties.insert_or_assign(key, value);
  return push;
}

std::string first_error(const Receipt& receipt) {
  for (const Finding& finding : receipt.diagnostics) {
    if (finding.error) return finding.text();
  }
  return receipt.problem;
}

void take_down(const Delivery& delivery, const Version& version, Told& told) {
  if (delivery.status == 200) {
    told = {delivery.receipt.running.digest, {}, {}, {}, delivery.receipt.milliseconds};
  } else if (delivery.status == 422) {
    told.refused = version.digest;
    told.refused_at = std::chrono::steady_clock::now();
    told.problem = first_error(delivery.receipt);
  } else {
    told.problem = delivery.problem;
  }
}

}  // namespace

std::vector<LivePod> live_pods(const std::vector<kube::ObjectPtr>& pods, int port) {
  std::vector<LivePod> out;
  for (const kube::ObjectPtr& pod : pods) {
    const std::string ip = kube::text_at(*pod, {"status", "podIP"});
    const std::string container = running_container(*pod);
    if (kube::is_deleting(*pod) || ip.empty() || container.empty()) continue;
    const std::string host = ip.find(':') == std::string::npos ? ip : "[" + ip + "]";
    const std::string name = kube::key_of(*pod).name;
    out.push_back({name, host + ":" + std::to_string(port), name + "/" + container, is_ready(*pod)});
  }
  std::ranges::sort(out, {}, &LivePod::name);
  return out;
}

std::vector<Delivery> deliver(Pusher& pusher, const Program& program, const Version& version, const std::string& server_name,
                              const std::vector<LivePod>& pods, Delivered& delivered) {
  std::erase_if(delivered.containers, [&](const auto& entry) {
    return std::ranges::find(pods, entry.first, &LivePod::container) == pods.end();
  });
  std::vector<Pod> targets;
  std::vector<const LivePod*> asked;
  for (const LivePod& pod : pods) {
    const Told& told = delivered.containers[pod.container];
    const bool refused = told.refused == version.digest && std::chrono::steady_clock::now() - told.refused_at < kTryRefusedAgain;
    if (told.digest == version.digest || refused) continue;
    targets.push_back({pod.name, pod.address, server_name});
    asked.push_back(&pod);
  }
  if (targets.empty()) return {};
  std::vector<Delivery> deliveries = pusher.push(write(push_of(program, version)), targets, kConnect, kLimit);
  for (std::size_t i = 0; i < deliveries.size(); ++i) take_down(deliveries[i], version, delivered.containers[asked[i]->container]);
  return deliveries;
}

Summary summary(const std::vector<LivePod>& pods, const Version& version, const Delivered& delivered) {
  Summary out;
  out.pods = pods.size();
  for (const LivePod& pod : pods) {
    const auto told = delivered.containers.find(pod.container);
    if (told != delivered.containers.end() && told->second.digest == version.digest) {
      ++out.live;
      continue;
    }
    const bool refused = told != delivered.containers.end() && told->second.refused == version.digest;
    out.invalid = out.invalid || refused;
    const std::string why = told != delivered.containers.end() && !told->second.problem.empty() ? told->second.problem : "has not answered yet";
    out.problems.push_back(pod.name + ": " + why);
  }
  out.text = "generation " + std::to_string(version.generation) + " live in " + std::to_string(out.live) + "/" + std::to_string(out.pods) + " pods";
  if (delivered.timed && delivered.digest == version.digest) out.text += ", " + std::to_string(delivered.took.count()) + " ms";
  for (const std::string& problem : out.problems) out.text += "\n" + problem;
  return out;
}

}  // namespace kamel::cluster
