#include "operator/kube/cache.h"

#include <algorithm>
#include <random>

namespace kamel::kube {
namespace {

constexpr std::chrono::milliseconds kFirstPause{50};
constexpr std::chrono::milliseconds kLongestPause{5'000};

std::string version_of(const Object& object) { return text_at(object, {"metadata", "resourceVersion"}); }

void slim(Object& object) {
  if (auto* metadata = object.if_contains("metadata"); metadata != nullptr && metadata->is_object()) metadata->get_object().erase("managedFields");
}

}  // namespace

bool is_later(std::string_view a, std::string_view b) noexcept { return a.size() != b.size() ? a.size() > b.size() : a > b; }

Cache::Cache(Client& client, Resource resource, Selection selection, Changed changed)
    : client_(client), resource_(std::move(resource)), selection_(std::move(selection)), changed_(std::move(changed)) {}

Cache::~Cache() { stop(); }

void Cache::start() {
  thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void Cache::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool Cache::wait(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return synced_changed_.wait_for(lock, limit, [&] { return synced_; });
}

std::string Cache::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

ObjectPtr Cache::get(const Key& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find(key);
  return found != objects_.end() ? found->second : nullptr;
}

std::vector<ObjectPtr> Cache::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<ObjectPtr> out;
  out.reserve(objects_.size());
  for (const auto& [key, object] : objects_) out.push_back(object);
  return out;
}

std::vector<ObjectPtr> Cache::in(const std::string& space) const {
  const std::lock_guard lock(mutex_);
  std::vector<ObjectPtr> out;
  for (auto entry = objects_.lower_bound({space, {}}); entry != objects_.end() && entry->first.space == space; ++entry) out.push_back(entry->second);
  return out;
}

std::vector<ObjectPtr> Cache::labelled(const std::string& space, const std::string& value) const {
  const std::lock_guard lock(mutex_);
  std::vector<ObjectPtr> out;
  if (const auto found = index_.find({space, value}); found != index_.end()) {
    for (const auto& [name, object] : found->second) out.push_back(object);
  }
  return out;
}

std::size_t Cache::size() const {
  const std::lock_guard lock(mutex_);
  return objects_.size();
}

void Cache::store(const ObjectPtr& object) {
  const Key key = key_of(*object);
  if (const auto old = objects_.find(key); old != objects_.end()) drop(key, *old->second);
  objects_[key] = object;
  if (const std::string value = index_label_.empty() ? "" : label(*object, index_label_); !value.empty()) index_[{key.space, value}][key.name] = object;
}

void Cache::drop(const Key& key, const Object& object) {
  if (!index_label_.empty()) {
    if (const auto entry = index_.find({key.space, label(object, index_label_)}); entry != index_.end()) {
      entry->second.erase(key.name);
      if (entry->second.empty()) index_.erase(entry);
    }
  }
  objects_.erase(key);
}

void Cache::put(Object object) {
  slim(object);
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find(key_of(object));
  if (found != objects_.end() && is_later(version_of(*found->second), version_of(object))) return;
  store(std::make_shared<const Object>(std::move(object)));
}

void Cache::take(Change change, Object object) {
  const std::string version = version_of(object);
  if (is_later(version, version_)) version_ = version;
  if (change == Change::Bookmark) return;
  slim(object);
  const Key key = key_of(object);
  const auto shared = std::make_shared<const Object>(std::move(object));
  ObjectPtr before;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = objects_.find(key); found != objects_.end()) before = found->second;
    if (change == Change::Deleted) {
      if (before) drop(key, *before);
    } else if (!before || !is_later(version_of(*before), version)) {  // an own write may have been ahead
      store(shared);
    }
  }
  changed_(change, shared, before);
}

Outcome<> Cache::list() {
  Outcome<Listing> listing = client_.list(resource_, selection_);
  if (!listing) return listing.error();
  std::vector<ObjectPtr> gone;
  {
    const std::lock_guard lock(mutex_);
    std::map<Key, bool> listed;
    for (const Object& object : listing->items) listed[key_of(object)] = true;
    for (const auto& [key, object] : objects_) {
      if (!listed.contains(key)) gone.push_back(object);
    }
  }
  version_ = listing->version;
  for (const ObjectPtr& object : gone) take(Change::Deleted, *object);
  for (Object& object : listing->items) take(Change::Modified, std::move(object));
  version_ = listing->version;
  const std::lock_guard lock(mutex_);
  synced_ = true;
  problem_.clear();
  synced_changed_.notify_all();
  return {};
}

void Cache::run(std::stop_token stop) {
  std::minstd_rand random(std::random_device{}());
  auto pause = kFirstPause;
  while (!stop.stop_requested()) {
    Outcome<> done = version_.empty() ? list() : Outcome<>();
    if (done) {
      bool alive = false;
      done = client_.watch(resource_, selection_, version_, stop, [&](Change change, Object object) {
        alive = true;
        take(change, std::move(object));
      });
      if (done || alive) pause = kFirstPause;
    }
    if (done) continue;
    if (done.error().gone()) {
      version_.clear();
      continue;
    }
    std::unique_lock lock(mutex_);
    problem_ = resource_.plural + ": " + done.error().text();
    const auto jitter = std::chrono::milliseconds(random() % static_cast<unsigned>(pause.count()));
    synced_changed_.wait_for(lock, stop, pause / 2 + jitter / 2, [] { return false; });
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace kamel::kube
