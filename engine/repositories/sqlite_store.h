// SqliteStore: a SQLite file that is written without anybody waiting in line for the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/repositories/medium.h"
#include "engine/repositories/write_queue.h"

struct sqlite3;
struct sqlite3_stmt;

namespace kamel {

class Context;

/// One file and the one thread that uses it. All writes that come while a transaction is being written go into the next one, so that a busy
/// route pays for a flush of the disk per hundreds of messages. A write that has been told as done survives kill -9 and a power failure (WAL,
/// synchronous=FULL). Any thread may call.
class SqliteStore final : public Medium {
 public:
  /// Opens the file, made if it is not there.
  static Result<std::shared_ptr<SqliteStore>> open(const std::string& path);
  /// Writes what was asked for, then closes.
  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  /// Called on the store's thread once the write is durable, with the rows that it changed; or with java.sql.SQLException.
  using Done = std::function<void(Result<std::int64_t>)>;
  /// `sql` must be a literal: statements are kept by it. `done` may be empty.
  void write(std::string_view sql, std::vector<std::string> values, Done done);
  using Row = std::vector<std::string>;
  /// Rows, on the store's thread, after the writes that were asked for before.
  void read(std::string_view sql, std::vector<std::string> values, std::function<void(Result<std::vector<Row>>)> done);
  /// The same, waiting. Not from a worker.
  Result<std::vector<Row>> read_and_wait(std::string_view sql, std::vector<std::string> values);
  /// Changes of state go into the table kamel_state, of messages' keys into kamel_seen; see sqlite_tables().
  void write(Changes changes, Medium::Done done) override;
  Result<std::vector<Stored>> load(const std::string& repository) override;
  void read(const std::string& repository, const std::string& key, Found found) override;

 private:
  struct Job {
    std::string_view sql;
    std::vector<std::string> values;
    Done written;
    std::function<void(Result<std::vector<Row>>)> rows;
    Changes changes = {};  // instead of `sql`
    Medium::Done changed = nullptr;
  };
  explicit SqliteStore(sqlite3* db) : db_(db) {}
  void transact(WriteQueue<Job>::Jobs jobs);
  Result<> apply(const Changes& changes);
  Result<sqlite3_stmt*> statement(std::string_view sql);
  Result<std::int64_t> change(const Job& job);
  Result<std::vector<Row>> rows_of(const Job& job);
  Result<> execute(const char* sql);
  Error error() const;

  sqlite3* db_;
  std::unordered_map<std::string_view, sqlite3_stmt*> statements_;
  WriteQueue<Job> jobs_;
};

/// The open files of a context: one store for each, however many repositories are in it. Any thread.
class SqliteStores {
 public:
  static std::shared_ptr<SqliteStores> of(Context& context);
  SqliteStores() = default;
  /// Flushes: whoever waits is told while the workers are still there.
  ~SqliteStores() { flush(); }
  SqliteStores(const SqliteStores&) = delete;
  SqliteStores& operator=(const SqliteStores&) = delete;
  /// The store of a file, with the tables that `setup` makes (a literal; it may be run again).
  /// With the tables that kamel keeps its state in, if `setup` is not given.
  Result<std::shared_ptr<SqliteStore>> open(const std::string& path);
  Result<std::shared_ptr<SqliteStore>> open(const std::string& path, std::string_view setup);
  /// Waits until all that was asked for is durable: before the process ends.
  void flush();

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<SqliteStore>> stores_;
};

}  // namespace kamel
