// What the observe server's paths answer.
#include "dsl/json.h"
#include "kamel-cli/observe/server.h"

namespace kamel::cli {
namespace {

constexpr const char* kText = "text/plain; charset=utf-8";

Value whole(std::uint64_t n) { return Value(static_cast<std::int64_t>(n)); }

std::string written(Value value) { return json::write(value, json::Style::Compact).str() + "\n"; }

Reply health(bool up, const Runtime* routes) {
  List checks;
  if (routes != nullptr) {
    for (const RouteStatus& route : routes->status()) {
      checks.push_back(Value(Map{{"name", "route:" + route.id},
                                 {"status", !up && route.state == "Stopped" ? "DOWN" : "UP"},
                                 {"data", Value(Map{{"state", route.state}})}}));
    }
  }
  return {up ? 200U : 503U, written(Value(Map{{"status", up ? "UP" : "DOWN"}, {"checks", Value(std::move(checks))}}))};
}

Reply routes(const Runtime& runtime) {
  List list;
  for (const RouteStatus& route : runtime.status()) {
    list.push_back(Value(Map{{"id", route.id},
                             {"from", route.from_uri},
                             {"state", route.state},
                             {"exchanges", whole(route.exchanges)},
                             {"failed", whole(route.failed)},
                             {"inFlight", whole(route.in_flight)}}));
  }
  return {200, written(Value(std::move(list)))};
}

}  // namespace

Reply observe(const Runtime& runtime, std::string_view path, bool draining) {
  path = path.substr(0, path.find('?'));
  if (path.starts_with("/observe/"))
    path.remove_prefix(8);
  else if (path.starts_with("/q/"))
    path.remove_prefix(2);
  else
    return {404, "try /observe/health, /observe/metrics or /observe/routes\n", kText};
  if (path == "/health/live") return health(true, nullptr);
  if (draining) return health(false, nullptr);  // the runtime is busy with ending: nobody may be kept waiting for it
  if (path == "/health/ready" || path == "/health") return health(runtime.healthy(), &runtime);
  if (path == "/metrics") return {200, runtime.metrics(), "text/plain; version=0.0.4; charset=utf-8"};
  if (path == "/routes") return routes(runtime);
  return {404, "there are /observe/health, /observe/health/live, /observe/health/ready, /observe/metrics and /observe/routes\n", kText};
}

}  // namespace kamel::cli
