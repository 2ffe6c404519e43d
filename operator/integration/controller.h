// The controller of Integrations: makes the cluster what one of them declares, and keeps it so.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "operator/admin/authority.h"
#include "operator/integration/children.h"
#include "operator/integration/delivery.h"
#include "operator/integration/gather.h"
#include "operator/integration/history.h"
#include "operator/integration/status.h"
#include "operator/kube/events.h"
#include "operator/kube/work_queue.h"
#include "operator/metrics.h"

namespace kamel::cluster {

/// What is to happen with a key after it was worked on.
struct Next {
  bool failed = false;                                  // again, later and later
  std::optional<std::chrono::milliseconds> after = {};  // again then
};

/// What all controllers work with. All of it outlives them.
struct Tools {
  kube::Client& client;
  const Watched& watched;
  Authority& authority;
  Pusher& pusher;
  kube::Events& events;
  Metrics& metrics;
  std::string own_space;                 // the operator's namespace
  std::string operator_id;               // Integrations that name another one are left alone
  std::function<Facts()> facts;          // what the cluster is like now
  std::function<void(const std::string&)> log;
};

/// Level based: what happened does not matter, only what is declared and what is there. Several threads may reconcile different Integrations.
class IntegrationController {
 public:
  explicit IntegrationController(const Tools& tools)
      : tools_(tools), applier_(tools.client, tools.watched[Kind::ConfigMap], tools.watched[Kind::Deployment]) {}

  /// Before the first reconcile, and after each time when somebody else may have worked.
  kube::Outcome<> begin(const std::vector<std::string>& spaces);
  Next reconcile(const kube::WorkQueue::Work& work);
  /// Before all are looked at again: finds what others have done to children that are not watched.
  void look_again(const std::vector<std::string>& spaces);
  /// Who must be looked at when an object changes that others refer to.
  std::set<kube::Key> referrers(Kind kind, const kube::Key& key) const { return referrers_.of(kind, key); }

 private:
  struct Good {
    Desired desired;
    std::int64_t generation = 0;
  };
  /// What is remembered of one Integration. Losing it costs writes that change nothing.
  struct Known {
    Children children;
    Delivered delivered;
    std::optional<Good> good;      // what was applied last
    std::string refused;           // digest of a program that pods said they cannot run
    std::string refusal;           // and why
    std::chrono::steady_clock::time_point refused_at{};
    std::string told;              // what the last event said
    History history;               // of what ran in all pods
    /// Everything is applied and pushed again.
    void begin_anew() {
      children.begin_anew();
      delivered = {};
      good.reset();
      refused.clear();
    }
  };
  struct Round;
  std::shared_ptr<Known> known(const kube::Key& key);
  void forget(const kube::Key& key);
  bool is_ours(const kube::Object& integration) const;
  Next work(Round& round);
  Next fail(Round& round, const kube::Failure& failure);
  Next rest(Round& round);
  Next reject(Round& round, const std::string& why);
  kube::Outcome<> apply_routes(Round& round);
  kube::Outcome<> apply_others(Round& round);
  void push(Round& round);
  Workload state_of(const Round& round, const kube::ObjectPtr& deployment);
  Next conclude(Round& round, bool accepted, const std::string& why);
  void keep_history(Round& round);
  void tell_phase(Round& round, const std::string& before, const std::string& after);

  Tools tools_;
  Applier applier_;
  Referrers referrers_;
  std::mutex mutex_;
  std::map<kube::Key, std::shared_ptr<Known>> known_;
};

}  // namespace kamel::cluster
