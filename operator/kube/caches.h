// Caches: one kind of object in all the namespaces that are looked at.
#pragma once

#include <memory>
#include <vector>

#include "operator/kube/cache.h"

namespace kamel::kube {

/// A Cache for each namespace, or one for all of them. Read as if it was one. Any thread.
class Caches {
 public:
  /// `spaces`: empty means all namespaces, in one cache.
  Caches(Client& client, const Resource& resource, const std::vector<std::string>& spaces, const Selection& selection, const Cache::Changed& changed);
  /// Before start().
  void index_by(const std::string& label);
  void start();
  void request_stop();
  void stop();
  bool wait(std::chrono::milliseconds limit);
  /// What keeps it from being up to date; "" when nothing does.
  std::string problem() const;

  ObjectPtr get(const Key& key) const;
  std::vector<ObjectPtr> all() const;
  /// Those of one namespace.
  std::vector<ObjectPtr> in(const std::string& space) const;
  std::vector<ObjectPtr> labelled(const std::string& space, const std::string& value) const;
  void put(Object object);
  std::size_t size() const;

 private:
  Cache* of(const std::string& space) const;
  std::vector<std::string> spaces_;
  std::vector<std::unique_ptr<Cache>> caches_;
};

}  // namespace kamel::kube
