#include "kamel-cli/cluster/progress.h"

#include <chrono>
#include <thread>

#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

/// What has been told already.
struct Told {
  std::string phase, live;

  void tell(const std::string& name, const kube::Object& integration) {
    const std::string now = kube::text_at(integration, {"status", "phase"});
    if (!now.empty() && now != phase) print("Progress: integration \"" + name + "\" in phase " + (phase = now) + "\n");
    const std::string receipts = condition_message(integration, "RoutesLive", "True");
    if (!receipts.empty() && receipts != live) print(name + ": " + (live = receipts) + "\n");
  }
};

// Nothing to wait for any more: the exit code.
std::optional<int> ended(const std::string& name, const kube::Object& integration, std::int64_t generation) {
  if (kube::whole_at(integration, {"status", "observedGeneration"}) < generation) return std::nullopt;
  const std::string rejected = condition_message(integration, "RoutesAccepted", "False"), phase = kube::text_at(integration, {"status", "phase"});
  if (!rejected.empty() || phase == "Error") {
    const std::string why = rejected.empty() ? condition_message(integration, "Ready", "False") : rejected;
    return failed("integration \"" + name + "\" deployment failed" + (why.empty() ? "" : ": " + why));
  }
  if (phase == "Build Complete") return kOk;
  const std::string receipts = condition_message(integration, "RoutesLive");
  return phase == "Running" && (receipts.empty() || !condition_message(integration, "RoutesLive", "True").empty()) ? std::optional(kOk) : std::nullopt;
}

}  // namespace

std::string condition_message(const kube::Object& object, std::string_view type, std::string_view status) {
  for (const auto& item : kube::list_at(object, {"status", "conditions"})) {
    if (!item.is_object() || kube::text_at(item.get_object(), {"type"}) != type) continue;
    if (status.empty() || kube::text_at(item.get_object(), {"status"}) == status) return kube::text_at(item.get_object(), {"message"});
  }
  return {};
}

int wait_until_running(Connection& connection, const std::string& name, std::int64_t generation, std::stop_token stop) {
  Told told;
  while (!stop.stop_requested()) {
    const auto found = connection.client.get(kube::resources::integrations, connection.key(name));
    if (!found && found.error().not_found()) return failed("integration \"" + name + "\" has been deleted");
    if (!found && found.error().status != 0) return failed(found.error());
    if (found) {
      told.tell(name, *found);
      if (const auto code = ended(name, *found, generation)) return *code;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return kOk;
}

}  // namespace kamel::cli
