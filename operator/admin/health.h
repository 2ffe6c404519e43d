// Health: what pods that run and are not ready say of themselves.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>
#include <vector>

#include "operator/kube/object.h"

namespace kamel::cluster {

/// The body behind a URL, whatever its status; "" when nobody answers within half a second. Blocks.
std::string ask_health(const std::string& url);

/// Where the integration's container is asked whether it is ready; "" where it has no such probe, or no address yet.
std::string readiness_url(const kube::Object& pod);

/// The entries of conditions[Ready].pods, as Camel K has them: {name, condition, health: [{name, status, data}]}, of at most five pods that run and are not
/// ready. `ask` is ask_health, but for tests.
boost::json::array unready_pods(const std::vector<kube::ObjectPtr>& pods, const std::function<std::string(const std::string&)>& ask = ask_health);

/// "orders-7d9f: route:orders is DOWN (Failed)", a line each; "" when no pod complains.
std::string complaints(const boost::json::array& unready);

}  // namespace kamel::cluster
