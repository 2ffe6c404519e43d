// Cache: the objects of one kind as the API server has them, kept up by a watch.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "operator/kube/client.h"

namespace kamel::kube {

/// Lists, then watches from there on, for ever: resumes at the version last seen (bookmarks keep it fresh), lists again when that is too old, waits
/// longer and longer while the server is away. Objects are shared and immutable: any thread may read them.
class Cache {
 public:
  /// Told on the cache's own thread of each object that was added, changed or deleted, after the cache has it; also once for each by the first list.
  using Changed = std::function<void(Change, const ObjectPtr& object, const ObjectPtr& before)>;

  /// `client` must outlive it. An object's managedFields are dropped: nobody reads them, and they are half of what lists weigh.
  Cache(Client& client, Resource resource, Selection selection, Changed changed);
  ~Cache();
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  void start();
  void request_stop() { thread_.request_stop(); }
  void stop();  // within a second or so
  /// Waits until the first list is here. False: it did not come in time, and `problem` says why.
  bool wait(std::chrono::milliseconds limit);
  std::string problem() const;

  ObjectPtr get(const Key& key) const;
  std::vector<ObjectPtr> all() const;
  std::vector<ObjectPtr> in(const std::string& space) const;
  /// Those whose label `name` is `value`, by an index that exists for the label given to `index_by`.
  std::vector<ObjectPtr> labelled(const std::string& space, const std::string& value) const;
  /// Before start().
  void index_by(std::string label) { index_label_ = std::move(label); }
  /// What a write gave back is newer than what the watch has told: readers shall not see the past.
  void put(Object object);
  std::size_t size() const;
  const Resource& resource() const noexcept { return resource_; }

 private:
  void run(std::stop_token stop);
  Outcome<> list();
  void take(Change change, Object object);
  void store(const ObjectPtr& object);
  void drop(const Key& key, const Object& object);

  Client& client_;
  const Resource resource_;
  const Selection selection_;
  const Changed changed_;
  std::string index_label_;
  mutable std::mutex mutex_;
  std::condition_variable_any synced_changed_;
  std::map<Key, ObjectPtr> objects_;
  std::map<Key, std::map<std::string, ObjectPtr>> index_;  // {namespace, label's value} → name → object
  std::string version_;                                    // the watch's; its thread alone uses it
  std::string problem_;
  bool synced_ = false;
  std::jthread thread_;
};

/// Whether resourceVersion `a` is later than `b`: they count up in every API server there is.
bool is_later(std::string_view a, std::string_view b) noexcept;

}  // namespace kamel::kube
