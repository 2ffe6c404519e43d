// Medium: where state that outlives the process is written: a SQLite file, a file of keys, a Kafka topic.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/error.h"

namespace kamel {

/// One change of what a repository holds.
struct Change {
  enum class Kind : std::uint8_t {
    Put,      // the key has this value from now on
    Remove,   // the key is there no more
    Confirm,  // a message's key (see IdempotentRepository::confirm)
    Forget,   // the opposite of Confirm
  };
  Kind kind = Kind::Put;
  std::string repository;
  std::string key;
  std::string value = {};
};
using Changes = std::vector<Change>;

struct Stored {
  std::string key, value;
};

/// Changes that are written together, and who is told.
struct WriteJob {
  Changes changes;
  std::function<void(const Result<>&)> done;
};

/// Writes in the order of the calls, and many of them at once where they come faster than the medium can flush. Any thread may call.
class Medium {
 public:
  using Done = std::function<void(const Result<>&)>;
  using Found = std::function<void(const Result<std::optional<std::string>>&)>;
  virtual ~Medium() = default;
  /// All of the changes or none of them. `done` (may be empty) is called on a thread of the medium's once they are durable: they survive kill -9 then.
  virtual void write(Changes changes, Done done) = 0;
  /// What a repository holds, sorted by key. Waits: not from a worker.
  virtual Result<std::vector<Stored>> load(const std::string& repository) = 0;
  /// One value, nullopt when the key is not there, after the writes that were asked for before. On a thread of the medium's.
  virtual void read(const std::string& repository, const std::string& key, Found found) = 0;
  /// Waits until all that was asked for is durable. Not from a worker.
  void flush();
};

}  // namespace kamel
