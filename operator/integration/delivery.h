// Delivery: a program on its way to the pods that run.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "operator/admin/pusher.h"
#include "operator/integration/desired.h"
#include "operator/kube/object.h"

namespace kamel::cluster {

/// Why a pod cannot run a program may lie in the world, and pass: then it is asked again.
inline constexpr std::chrono::milliseconds kTryRefusedAgain{60'000};

/// What is known of one running container of an Integration.
struct Told {
  std::string digest;       // of the program that it said to run; "": nothing is known
  std::string refused;      // digest of the program that it said it cannot run
  std::chrono::steady_clock::time_point refused_at{};
  std::string problem;      // its last word, where that was no receipt
  double milliseconds = 0;  // of its last receipt
};

/// How the pods of one Integration stand. One thread at a time.
struct Delivered {
  std::map<std::string, Told> containers;  // by "pod/container id": a restarted container knows nothing of what its predecessor was told
  std::string digest;                      // that `since` is about
  std::chrono::steady_clock::time_point since{};
  bool edit = false;                       // pods ran another program before
  bool timed = false;                      // whether `took` is known: no pod was missing any more
  std::chrono::milliseconds took{0};       // from the edit to the last receipt
};

/// The pods that could be told something, in the order of their names.
struct LivePod {
  std::string name, address;  // "10.0.0.1:9443"
  std::string container;      // key into Delivered
  bool ready = false;
};
/// Those of an Integration whose container runs and that are not on their way out.
std::vector<LivePod> live_pods(const std::vector<kube::ObjectPtr>& pods, int port);

struct Summary {
  std::size_t pods = 0, live = 0;    // of them, how many said to run the program
  std::vector<std::string> problems; // "pod: why not", a line each
  bool invalid = false;              // some pod cannot run it, and says why
  std::string text;                  // "generation 7 live in 3/3 pods, 84 ms"
};

/// Pushes `program` to each pod that has not said to run it, all at once, and takes their receipts down.
std::vector<Delivery> deliver(Pusher& pusher, const Program& program, const Version& version, const std::string& server_name,
                              const std::vector<LivePod>& pods, Delivered& delivered);
Summary summary(const std::vector<LivePod>& pods, const Version& version, const Delivered& delivered);

}  // namespace kamel::cluster
