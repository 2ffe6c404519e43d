// The keys seen lately, in memory.
#include <deque>
#include <mutex>
#include <unordered_set>

#include "engine/repositories/idempotent_repository.h"

namespace kamel {
namespace {

class MemoryRepository final : public IdempotentRepository {
 public:
  explicit MemoryRepository(std::size_t capacity) : capacity_(capacity) {}

  Answer add(const std::string& key, Worker&, Done) override { return take(key) ? Answer::New : Answer::Known; }
  Answer look(const std::string& key, Worker&, Done) override {
    const std::lock_guard lock(mutex_);
    return keys_.contains(key) ? Answer::Known : Answer::New;
  }
  Answer confirm(const std::string& key, Worker&, Done) override { return take(key) ? Answer::New : Answer::Known; }
  bool lasts() const noexcept override { return false; }
  void remove(const std::string& key) override {
    const std::lock_guard lock(mutex_);
    if (keys_.erase(key) != 0) std::erase(order_, key);
  }

 private:
  bool take(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (!keys_.insert(key).second) return false;
    order_.push_back(key);
    if (order_.size() > capacity_) {
      keys_.erase(order_.front());
      order_.pop_front();
    }
    return true;
  }

  std::mutex mutex_;
  std::size_t capacity_;
  std::unordered_set<std::string> keys_;
  std::deque<std::string> order_;
};

}  // namespace

std::shared_ptr<IdempotentRepository> memory_idempotent_repository(std::size_t capacity) { return std::make_shared<MemoryRepository>(capacity); }

}  // namespace kamel
