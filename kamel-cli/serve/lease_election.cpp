#include "kamel-cli/serve/lease_election.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "kamel-cli/output/paint.h"
#include "operator/kube/leader.h"

namespace kamel::cli {
namespace {

// A name as Kubernetes takes it.
std::string as_label(std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::isalnum(c) != 0 ? static_cast<char>(std::tolower(c)) : '-'; });
  return name;
}

/// One Lease and the thread that keeps it.
class Holder final : public connectors::Candidacy {
 public:
  Holder(kube::Client& client, kube::LeaderOptions options, std::function<void(bool)> changed)
      : leader_(client, std::move(options)), changed_(std::move(changed)), thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() override {
    thread_.request_stop();
    thread_.join();
  }

  void leave(std::function<void()> left) override {
    {
      const std::lock_guard lock(mutex_);
      if (!over_) {
        left_ = std::move(left);
        left = nullptr;
      }
    }
    thread_.request_stop();
    if (left) left();
  }

 private:
  // Stopped while it leads, it stays the leader until the lease is given back: who asked for the stop has ended the work before.
  void run(std::stop_token stop) {
    while (!stop.stop_requested() && leader_.acquire(stop)) {
      changed_(true);
      const bool kept = leader_.hold(stop);
      if (kept) leader_.release();
      else changed_(false);
    }
    std::function<void()> left;
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
      left = std::move(left_);
    }
    if (left) left();
  }

  kube::Leader leader_;  // the thread's
  const std::function<void(bool)> changed_;
  std::mutex mutex_;  // guards the two below
  std::function<void()> left_;
  bool over_ = false;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace

LeaseElection::LeaseElection(kube::Access access, std::string space, std::string prefix, std::string identity)
    : client_(std::move(access)), space_(std::move(space)), prefix_(std::move(prefix)), identity_(std::move(identity)) {}

std::unique_ptr<connectors::Candidacy> LeaseElection::stand(const std::string& name, std::function<void(bool)> changed) {
  return std::make_unique<Holder>(client_, kube::LeaderOptions{{space_, prefix_ + "-" + as_label(name)}, identity_}, std::move(changed));
}

std::shared_ptr<connectors::Election> pod_election() {
  const char* prefix = std::getenv("KAMEL_MASTER_LEASE");
  const char* pod = std::getenv("POD_NAME");
  if (prefix == nullptr) return nullptr;
  kube::Outcome<kube::Access> access = kube::in_cluster_access();
  if (!access || pod == nullptr) {
    print("master: no election: " + (access ? std::string("POD_NAME is not set") : access.error().message) + "\n", stderr);
    return nullptr;
  }
  const std::string space = access->space;
  return std::make_shared<LeaseElection>(std::move(*access), space, prefix, pod);
}

}  // namespace kamel::cli
