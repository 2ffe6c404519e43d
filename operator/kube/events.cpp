#include "operator/kube/events.h"

#include <chrono>
#include <cstdio>
#include <optional>

namespace kamel::kube {
namespace {

constexpr std::size_t kMostRemembered = 2000;
constexpr std::size_t kLongestMessage = 1024;  // the API server takes no more
constexpr std::chrono::minutes kSame{10};

Object reference(const Object& about) {
  const Key key = key_of(about);
  return {{"apiVersion", text_at(about, {"apiVersion"})},
          {"kind", text_at(about, {"kind"})},
          {"namespace", key.space},
          {"name", key.name},
          {"uid", text_at(about, {"metadata", "uid"})},
          {"resourceVersion", text_at(about, {"metadata", "resourceVersion"})}};
}

}  // namespace

bool Events::count_up(const std::string& same) {
  std::optional<Written> again;
  {
    const std::lock_guard lock(mutex_);
    const auto found = written_.find(same);
    if (found == written_.end() || std::chrono::steady_clock::now() - found->second.at > kSame) return false;
    found->second.count += 1;
    found->second.at = std::chrono::steady_clock::now();
    again = found->second;
  }
  return client_.merge(resources::events, again->key, {{"count", again->count}, {"lastTimestamp", now_text()}}).has_value();
}

void Events::write(const Object& about, std::string_view type, std::string_view reason, std::string_view message) {
  const Key key = key_of(about);
  const std::string text(message.substr(0, kLongestMessage));
  const std::string same = key.text() + "\n" + std::string(reason) + "\n" + text;
  if (count_up(same)) return;
  char suffix[40];
  {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    std::snprintf(suffix, sizeof suffix, ".%llx%02x", static_cast<unsigned long long>(now), next_++ & 255U);
  }
  const Key own{key.space, key.name.substr(0, 200) + suffix};
  const std::string now = now_text();
  const Object event{{"apiVersion", "v1"},
                     {"kind", "Event"},
                     {"metadata", Object{{"namespace", own.space}, {"name", own.name}}},
                     {"involvedObject", reference(about)},
                     {"type", type},
                     {"reason", reason},
                     {"message", text},
                     {"source", Object{{"component", component_}}},
                     {"firstTimestamp", now},
                     {"lastTimestamp", now},
                     {"count", 1}};
  if (!client_.create(resources::events, event)) return;
  const std::lock_guard lock(mutex_);
  if (written_.size() >= kMostRemembered) written_.clear();
  written_[same] = {own, 1, std::chrono::steady_clock::now()};
}

}  // namespace kamel::kube
