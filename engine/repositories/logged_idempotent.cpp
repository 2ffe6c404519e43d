// The keys that were seen, in memory, with a log of the confirmed ones in a medium.
#include <deque>
#include <mutex>
#include <unordered_map>

#include "engine/repositories/idempotent_repository.h"
#include "engine/worker.h"

namespace kamel {
namespace {

/// A key is in memory from the moment that its message comes, and in the log when the message's work is done: what was under way when the process died is
/// let in again.
class LoggedRepository final : public IdempotentRepository {
 public:
  LoggedRepository(std::shared_ptr<Medium> medium, std::string name, std::size_t capacity) : medium_(std::move(medium)), name_(std::move(name)), capacity_(capacity) {}

  void known(const std::string& key) {
    const std::lock_guard lock(mutex_);
    keys_[key] = true;
    keep(key);
  }

  Answer add(const std::string& key, Worker&, Done) override {
    const std::lock_guard lock(mutex_);
    return keys_.try_emplace(key, false).second ? Answer::New : Answer::Known;
  }
  Answer look(const std::string& key, Worker&, Done) override {
    const std::lock_guard lock(mutex_);
    return keys_.contains(key) ? Answer::Known : Answer::New;
  }

  Answer confirm(const std::string& key, Worker& worker, Done done) override {
    const std::lock_guard lock(mutex_);
    const auto [place, fresh] = keys_.try_emplace(key, false);
    if (std::exchange(place->second, true)) return Answer::Known;
    keep(key);
    Medium::Done told = nullptr;
    if (done) {
      told = [&worker, done = std::move(done), fresh](const Result<>& written) {
        worker.post([done, answer = written ? Result<bool>(fresh) : Result<bool>(written.error())] { done(answer); });
      };
    }
    medium_->write({*confirmation(key)}, std::move(told));
    return Answer::Later;
  }
  bool lasts() const noexcept override { return true; }

  void remove(const std::string& key) override {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(key);
    if (found == keys_.end()) return;
    const bool logged = found->second;
    keys_.erase(found);
    if (!logged) return;
    std::erase(order_, key);
    medium_->write({{Change::Kind::Forget, name_, key}}, nullptr);
  }
  const Medium* medium() const noexcept override { return medium_.get(); }
  std::optional<Change> confirmation(const std::string& key) const override { return Change{Change::Kind::Confirm, name_, key}; }
  void joined(const std::string& key) override { known(key); }

 private:
  // With the lock held. What is under way is never dropped.
  void keep(const std::string& key) {
    order_.push_back(key);
    if (order_.size() <= capacity_) return;
    keys_.erase(order_.front());
    order_.pop_front();
  }

  std::shared_ptr<Medium> medium_;
  std::string name_;
  std::size_t capacity_;
  std::mutex mutex_;                           // guards the next two
  std::unordered_map<std::string, bool> keys_;  // whether it is confirmed
  std::deque<std::string> order_;              // the confirmed ones, the oldest first
};

}  // namespace

std::shared_ptr<IdempotentRepository> logged_idempotent_repository(std::shared_ptr<Medium> medium, const std::string& name, std::size_t capacity,
                                                                   const std::vector<std::string>& keys) {
  auto repository = std::make_shared<LoggedRepository>(std::move(medium), name, capacity);
  for (const std::string& key : keys) repository->known(key);
  return repository;
}

}  // namespace kamel
