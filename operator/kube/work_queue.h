// WorkQueue: what is to be reconciled, each key once.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "operator/kube/object.h"

namespace kamel::kube {

/// A key that is added while it waits stays one; one that is added while it is worked on comes again after that, so that no key is ever in two
/// hands. Failures come back later and later: 20 ms, doubled up to 30 s. Any thread.
class WorkQueue {
 public:
  using Clock = std::chrono::steady_clock;

  /// A key with when it was first asked for: how long people wait is counted from there.
  struct Work {
    Key key;
    Clock::time_point since;
  };

  void add(const Key& key);
  void add_after(const Key& key, std::chrono::milliseconds delay);
  /// Back after a failure.
  void retry(const Key& key);
  /// It went well: the next failure begins with a short delay again.
  void forget(const Key& key);

  /// Waits for work; nullopt when the queue was closed. Say done() afterwards.
  std::optional<Work> take();
  void done(const Key& key);
  void close();
  std::size_t size() const;

 private:
  void add_locked(const Key& key);
  void move_due();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> ready_;
  std::set<Key> waiting_;                    // in ready_
  std::set<Key> working_;
  std::map<Key, Clock::time_point> again_;   // added while worked on
  std::map<Key, Clock::time_point> later_;   // when it is due
  std::map<Key, unsigned> failures_;
  bool closed_ = false;
};

}  // namespace kamel::kube
