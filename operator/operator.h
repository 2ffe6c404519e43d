// The operator: watches, queues, controllers, one leader.
#pragma once

#include <atomic>
#include <thread>

#include "operator/integration/controller.h"
#include "operator/kamelet/controller.h"
#include "operator/kube/leader.h"
#include "operator/pipe/controller.h"
#include "operator/platform/controller.h"
#include "operator/watcher/controller.h"

namespace kamel::cluster {

struct OperatorOptions {
  std::vector<std::string> spaces;  // namespaces to look after; empty: all
  std::string own_space;            // its own: certificates, the lease, Kamelets for all
  std::string id;                   // camel.apache.org/operator.id
  std::string identity;             // of this process, for the lease
  std::string image, pull_policy;   // of the pods
  bool elect = true;                // false: it is known to be the only one
  unsigned workers = 4;
  std::chrono::seconds resync{600};  // after so long everything is looked at again
  std::chrono::seconds start_limit{60};
};

/// Any thread may ask; run() is called once.
class Operator {
 public:
  using Check = std::function<Diagnostics(const RouteSet&)>;
  Operator(kube::Client& client, OperatorOptions options, Check check, std::function<void(const std::string&)> log);
  ~Operator();

  /// Works until stopped. Fails when it cannot begin, or when another one has taken the lease: then the process should end.
  kube::Outcome<> run(std::stop_token stop);
  bool ready() const noexcept { return ready_; }  // it watches: as the leader or behind it
  std::string metrics() const;
  /// For people: what keeps it from being up to date; "" when nothing does.
  std::string problem() const { return watched_.problem(); }

 private:
  void seen(Kind kind, kube::Change change, const kube::ObjectPtr& object, const kube::ObjectPtr& before);
  void add_all(const std::string& space);
  kube::Outcome<> begin();
  void discover();
  void work(kube::WorkQueue& queue, const std::function<Next(const kube::WorkQueue::Work&)>& reconcile);
  void keep_up(std::stop_token stop);
  Facts facts() const;

  kube::Client& client_;
  const OperatorOptions options_;
  const Check check_;
  const std::function<void(const std::string&)> log_;
  mutable Metrics metrics_;
  kube::WorkQueue integrations_, pipes_, kamelets_, platforms_, watchers_;
  Watched watched_;
  kube::Events events_;
  Authority authority_;
  std::unique_ptr<Pusher> pusher_;
  std::unique_ptr<IntegrationController> integration_controller_;
  std::unique_ptr<PipeController> pipe_controller_;
  std::unique_ptr<KameletController> kamelet_controller_;
  std::unique_ptr<PlatformController> platform_controller_;
  std::unique_ptr<WatcherController> watcher_controller_;
  std::atomic<bool> ready_ = false, leading_ = false;
  mutable std::mutex facts_mutex_;
  Facts facts_;
};

}  // namespace kamel::cluster
