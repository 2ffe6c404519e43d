// Any text as the expression of a cron or quartz endpoint, and as a timer's period: a schedule for Kubernetes has five fields, or there is none.
#include <algorithm>
#include <cstdlib>

#include "operator/cron/schedule.h"

namespace {

void check(const kamel::EndpointUri& uri) {
  kamel::cluster::RouteFacts facts;
  facts.from.push_back(uri);
  const auto schedule = kamel::cluster::common_schedule(facts);
  if (!schedule) return;
  std::size_t words = 0;
  bool inside = false;
  for (const char c : *schedule) {
    words += c != ' ' && !inside ? 1 : 0;
    inside = c != ' ';
  }
  if (words != 5) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  kamel::EndpointUri uri;
  for (const auto& [scheme, name] : {std::pair{"cron", "schedule"}, {"quartz", "cron"}, {"timer", "period"}}) {
    uri.scheme = scheme;
    uri.parameters = {{name, text}};
    check(uri);
  }
  return 0;
}
