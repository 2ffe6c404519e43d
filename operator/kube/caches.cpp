#include "operator/kube/caches.h"

#include <algorithm>

namespace kamel::kube {

Caches::Caches(Client& client, const Resource& resource, const std::vector<std::string>& spaces, const Selection& selection, const Cache::Changed& changed)
    : spaces_(spaces) {
  if (spaces_.empty()) {
    caches_.push_back(std::make_unique<Cache>(client, resource, selection, changed));
    return;
  }
  for (const std::string& space : spaces_) {
    Selection one = selection;
    one.space = space;
    caches_.push_back(std::make_unique<Cache>(client, resource, one, changed));
  }
}

void Caches::index_by(const std::string& label) {
  for (const auto& cache : caches_) cache->index_by(label);
}

void Caches::start() {
  for (const auto& cache : caches_) cache->start();
}

void Caches::request_stop() {
  for (const auto& cache : caches_) cache->request_stop();
}

void Caches::stop() {
  for (const auto& cache : caches_) cache->stop();
}

bool Caches::wait(std::chrono::milliseconds limit) {
  return std::ranges::all_of(caches_, [&](const auto& cache) { return cache->wait(limit); });
}

std::string Caches::problem() const {
  for (const auto& cache : caches_) {
    if (std::string problem = cache->problem(); !problem.empty()) return problem;
  }
  return {};
}

Cache* Caches::of(const std::string& space) const {
  if (spaces_.empty()) return caches_.front().get();
  const auto found = std::ranges::find(spaces_, space);
  return found != spaces_.end() ? caches_[static_cast<std::size_t>(found - spaces_.begin())].get() : nullptr;
}

ObjectPtr Caches::get(const Key& key) const {
  const Cache* cache = of(key.space);
  return cache != nullptr ? cache->get(key) : nullptr;
}

std::vector<ObjectPtr> Caches::all() const {
  std::vector<ObjectPtr> out;
  for (const auto& cache : caches_) {
    for (ObjectPtr& object : cache->all()) out.push_back(std::move(object));
  }
  return out;
}

std::vector<ObjectPtr> Caches::in(const std::string& space) const {
  const Cache* cache = of(space);
  return cache != nullptr ? cache->in(space) : std::vector<ObjectPtr>();
}

std::vector<ObjectPtr> Caches::labelled(const std::string& space, const std::string& value) const {
  const Cache* cache = of(space);
  return cache != nullptr ? cache->labelled(space, value) : std::vector<ObjectPtr>();
}

void Caches::put(Object object) {
  if (Cache* cache = of(key_of(object).space); cache != nullptr) cache->put(std::move(object));
}

std::size_t Caches::size() const {
  std::size_t sum = 0;
  for (const auto& cache : caches_) sum += cache->size();
  return sum;
}

}  // namespace kamel::kube
