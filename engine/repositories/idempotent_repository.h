// IdempotentRepository: the keys of messages that have been seen, in memory or in a file.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "dsl/error.h"
#include "dsl/source.h"
#include "engine/repositories/medium.h"

namespace kamel {

class Assembler;
class Context;
class Worker;

/// Any worker. A call that cannot be answered at once gives Later and calls `done` on `worker`, later, with whether the key was new.
class IdempotentRepository {
 public:
  enum class Answer : std::uint8_t { Known, New, Later };
  using Done = std::function<void(Result<bool>)>;
  virtual ~IdempotentRepository() = default;
  /// Takes the key in, unconfirmed. Whether it was new.
  virtual Answer add(const std::string& key, Worker& worker, Done done) = 0;
  /// Whether the key would be new.
  virtual Answer look(const std::string& key, Worker& worker, Done done) = 0;
  /// The message's work has been done: the key stays for good (and is taken in, if it was not). Nobody waits for that where `done` is empty.
  virtual Answer confirm(const std::string& key, Worker& worker, Done done) = 0;
  /// Whether keys outlive the process: then a message must not be acknowledged before its key is confirmed.
  virtual bool lasts() const noexcept = 0;
  virtual void remove(const std::string& key) = 0;
  /// Where the keys are written, and the change that confirms one, for who writes to the same medium and so can make both durable at once.
  virtual const Medium* medium() const noexcept { return nullptr; }
  virtual std::optional<Change> confirmation(const std::string&) const { return std::nullopt; }
  /// That change has been written by somebody else.
  virtual void joined(const std::string&) {}
};

/// The repository that `reference` names: a bean or "#class:…". Steps that name the same bean share it; it survives live swaps. `owner` tells those without a
/// bean apart. nullptr after a report: no such bean, a class that kamel does not know, an option that it does not have, a file that cannot be used.
std::shared_ptr<IdempotentRepository> find_idempotent_repository(std::string_view reference, const std::string& owner, const Mark& mark, Assembler& assembler);

/// org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository: the last `capacity` keys.
std::shared_ptr<IdempotentRepository> memory_idempotent_repository(std::size_t capacity);
/// In a SQLite file. Keys of messages that were under way when the process died are forgotten, so that their source may send them again: no message is lost.
Result<std::shared_ptr<IdempotentRepository>> sqlite_idempotent_repository(Context& context, const std::string& file, const std::string& name);

/// Keys in memory that a medium keeps: `keys` are those that are there already. The last `capacity` of them count.
std::shared_ptr<IdempotentRepository> logged_idempotent_repository(std::shared_ptr<Medium> medium, const std::string& name, std::size_t capacity, const std::vector<std::string>& keys);

}  // namespace kamel
