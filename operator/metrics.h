// What the operator counts and measures, for Prometheus.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace kamel::cluster {

/// Any thread.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  using Time = std::chrono::steady_clock::duration;
  void reconciled(std::string_view kind, Time took, bool well);
  /// From the moment an edit was seen to the last pod's receipt.
  void reloaded(Time took);
  void pushed(long status, Time took);  // one pod's answer
  void rejected();                      // routes that were not taken over
  void leading(bool yes);
  void waiting(std::size_t keys);       // in the work queue
  /// Prometheus' text format.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kamel::cluster
