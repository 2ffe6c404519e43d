#include "connectors/kafka/transaction_board.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <map>

#include "engine/context.h"
#include "engine/worker.h"

namespace kamel::kafka {

std::shared_ptr<TransactionBoard> TransactionBoard::shared(Context& context) {
  return context.shared<TransactionBoard>("kafka", [&] { return std::make_shared<TransactionBoard>(context.workers().size()); });
}

Transaction* TransactionBoard::of(const Exchange& exchange) const noexcept {
  const auto& entries = workers_[exchange.worker().index()];
  if (entries.empty()) return nullptr;
  const char* route = exchange.from_route_id().data();
  const auto found = std::ranges::find(entries, route, &Entry::route);
  return found != entries.end() ? found->transaction : nullptr;
}

void TransactionBoard::put(const Worker& worker, const std::string& route_id, Transaction& transaction) {
  workers_[worker.index()].push_back({route_id.data(), &transaction});
}

void TransactionBoard::take(const Worker& worker, const Transaction& transaction) {
  std::erase_if(workers_[worker.index()], [&](const Entry& entry) { return entry.transaction == &transaction; });
}

std::string TransactionBoard::claim(const std::string& wanted) {
  const std::lock_guard lock(mutex_);
  std::string name = wanted;
  for (int number = 2; !names_.insert(name).second; ++number) name = wanted + "-" + std::to_string(number);
  return name;
}

void TransactionBoard::give_back(const std::string& name) {
  const std::lock_guard lock(mutex_);
  names_.erase(name);
}

namespace {

/// The first free number; -1 where no file can be made. The lock lasts as long as the process.
int free_number(const std::string& purpose) {
  constexpr int kMost = 1000;
  std::error_code failed;
  const auto directory = std::filesystem::temp_directory_path(failed) / ("kamel-" + std::to_string(::getuid()));
  std::filesystem::create_directories(directory, failed);
  const std::string base = (directory / ("kafka-" + std::to_string(std::hash<std::string>()(purpose)))).string();
  for (int number = 0; number < kMost; ++number) {
    const int file = ::open((base + "-" + std::to_string(number) + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return -1;
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return number;
    ::close(file);
  }
  return -1;
}

}  // namespace

std::string instance_name(const std::string& purpose) {
  static std::mutex mutex;
  static auto* const names = new std::map<std::string, std::string>;
  const std::lock_guard lock(mutex);
  std::string& name = (*names)[purpose];
  if (!name.empty()) return name;
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  const int number = free_number(purpose);
  name = std::string(host.data()) + "-" + (number >= 0 ? std::to_string(number) : "pid" + std::to_string(::getpid()));
  return name;
}

}  // namespace kamel::kafka
