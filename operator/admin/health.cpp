#include "operator/admin/health.h"

#include <curl/curl.h>

#include <memory>

namespace kamel::cluster {
namespace json = boost::json;
using kube::Object;
namespace {

constexpr std::size_t kMostPods = 5;
constexpr std::size_t kMostBody = 64U << 10;
constexpr long kMilliseconds = 500;

std::size_t take(char* data, std::size_t, std::size_t size, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size > kMostBody) return 0;
  body.append(data, size);
  return size;
}

const Object* named(const json::array& list, std::string_view key, std::string_view value) {
  for (const json::value& one : list) {
    if (one.is_object() && kube::text_at(one.get_object(), {key}) == value) return &one.get_object();
  }
  return nullptr;
}

// Checks that are not up. A body that is no health tells nothing.
json::array down(const std::string& body) {
  json::array out;
  json::error_code failed;
  const json::value parsed = json::parse(body, failed);
  if (failed || !parsed.is_object()) return out;
  for (const json::value& check : kube::list_at(parsed.get_object(), {"checks"})) {
    if (check.is_object() && kube::text_at(check.get_object(), {"status"}) == "DOWN") out.push_back(check);
  }
  return out;
}

}  // namespace

std::string ask_health(const std::string& url) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  std::string body;
  if (!curl) return body;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYPEER, 0L);  // as the kubelet asks: it knows no names of pods
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, kMilliseconds);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  return curl_easy_perform(curl.get()) == CURLE_OK ? body : std::string();
}

std::string readiness_url(const Object& pod) {
  const std::string given = kube::annotation(pod, "kubectl.kubernetes.io/default-container"), ip = kube::text_at(pod, {"status", "podIP"});
  const Object* container = named(kube::list_at(pod, {"spec", "containers"}), "name", given.empty() ? "integration" : std::string_view(given));
  if (container == nullptr || ip.empty()) return {};
  const Object& get = kube::object_at(*container, {"readinessProbe", "httpGet"});
  const std::int64_t port = kube::whole_at(get, {"port"});
  if (port == 0) return {};
  const std::string host = ip.find(':') == std::string::npos ? ip : "[" + ip + "]";
  return (kube::text_at(get, {"scheme"}) == "HTTPS" ? "https://" : "http://") + host + ":" + std::to_string(port) + kube::text_at(get, {"path"}, "/");
}

json::array unready_pods(const std::vector<kube::ObjectPtr>& pods, const std::function<std::string(const std::string&)>& ask) {
  json::array out;
  for (const kube::ObjectPtr& pod : pods) {
    const Object* ready = named(kube::list_at(*pod, {"status", "conditions"}), "type", "Ready");
    const bool waits = ready != nullptr && kube::text_at(*ready, {"status"}) != "True" && kube::text_at(*pod, {"status", "phase"}) == "Running";
    if (!waits || kube::is_deleting(*pod) || out.size() == kMostPods) continue;
    const std::string url = readiness_url(*pod);
    out.push_back(Object{{"name", kube::key_of(*pod).name}, {"condition", *ready}, {"health", url.empty() ? json::array() : down(ask(url))}});
  }
  return out;
}

std::string complaints(const json::array& unready) {
  std::string out;
  for (const json::value& pod : unready) {
    for (const json::value& check : kube::list_at(pod.get_object(), {"health"})) {
      const std::string state = kube::text_at(check.get_object(), {"data", "state"});
      out += (out.empty() ? "" : "\n") + kube::text_at(pod.get_object(), {"name"}) + ": " + kube::text_at(check.get_object(), {"name"}) + " is DOWN" +
             (state.empty() ? "" : " (" + state + ")");
    }
  }
  return out;
}

}  // namespace kamel::cluster
