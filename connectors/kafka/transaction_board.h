// TransactionBoard: which transaction the exchanges of a route belong to, and by which name the brokers know it.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exchange.h"

namespace kamel {
class Context;
class Worker;
}  // namespace kamel

namespace kamel::kafka {

class Transaction;

class TransactionBoard {
 public:
  /// The context's. Any thread.
  static std::shared_ptr<TransactionBoard> shared(Context& context);
  explicit TransactionBoard(std::size_t workers) : workers_(workers != 0 ? workers : 1) {}

  /// The transaction of the exchange's record, whichever route it is in now; nullptr: none. The exchange's worker.
  Transaction* of(const Exchange& exchange) const noexcept;
  /// Exchanges that came in by the intake with this route id (the very object) belong to `transaction`. Its worker.
  void put(const Worker& worker, const std::string& route_id, Transaction& transaction);
  void take(const Worker& worker, const Transaction& transaction);

  /// A name out of `wanted` that nobody in this process has. Any thread; `give_back` when it is not used any more.
  std::string claim(const std::string& wanted);
  void give_back(const std::string& name);

 private:
  struct Entry {
    const char* route = nullptr;  // the address of the intake's route id
    Transaction* transaction = nullptr;
  };
  std::vector<std::vector<Entry>> workers_;  // each its worker's
  std::mutex mutex_;                         // guards what is below
  std::set<std::string> names_;
};

/// What tells this process from others that run the same route, and stays the same when it is started again, even after a kill -9: the host's name, and the
/// first number that no living process of this host has taken for `purpose` (a locked file in the directory for temporary files). Any thread.
std::string instance_name(const std::string& purpose);

}  // namespace kamel::kafka
