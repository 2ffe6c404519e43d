// Events: what `kubectl describe` shows of what the operator did.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "operator/kube/client.h"

namespace kamel::kube {

/// Writes Events about objects. The same one again within ten minutes counts up instead of being a new one. Any thread; a failure to write is nobody's concern.
class Events {
 public:
  Events(Client& client, std::string component) : client_(client), component_(std::move(component)) {}
  void normal(const Object& about, std::string_view reason, std::string_view message) { write(about, "Normal", reason, message); }
  void warning(const Object& about, std::string_view reason, std::string_view message) { write(about, "Warning", reason, message); }

 private:
  struct Written {
    Key key;
    std::int64_t count = 1;
    std::chrono::steady_clock::time_point at;
  };
  void write(const Object& about, std::string_view type, std::string_view reason, std::string_view message);
  bool count_up(const std::string& same);
  Client& client_;
  const std::string component_;
  std::mutex mutex_;
  std::map<std::string, Written> written_;
  unsigned next_ = 0;
};

}  // namespace kamel::kube
