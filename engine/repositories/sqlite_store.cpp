#include "engine/repositories/sqlite_store.h"

#include <sqlite3.h>

#include <filesystem>
#include <future>

#include "engine/context.h"

namespace kamel {
namespace {

constexpr int kBusyMs = 5000;  // another process looks at the file
constexpr std::string_view kException = "java.sql.SQLException";

void bind(sqlite3_stmt* statement, const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    sqlite3_bind_text64(statement, static_cast<int>(i + 1), values[i].data(), values[i].size(), SQLITE_STATIC, SQLITE_UTF8);
  }
}

constexpr std::string_view kTables[] = {
    "CREATE TABLE IF NOT EXISTS kamel_seen (repository TEXT NOT NULL, key TEXT NOT NULL, confirmed INTEGER NOT NULL, PRIMARY KEY (repository, key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS kamel_state (repository TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (repository, key)) WITHOUT ROWID",
};

// A key that is confirmed already is not written again.
constexpr std::string_view kStatements[] = {
    "INSERT INTO kamel_state VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = ?3",
    "DELETE FROM kamel_state WHERE repository = ?1 AND key = ?2",
    "INSERT INTO kamel_seen VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET confirmed = 1 WHERE confirmed = 0",
    "DELETE FROM kamel_seen WHERE repository = ?1 AND key = ?2",
};

void bind(sqlite3_stmt* statement, const Change& change) {
  sqlite3_bind_text64(statement, 1, change.repository.data(), change.repository.size(), SQLITE_STATIC, SQLITE_UTF8);
  sqlite3_bind_text64(statement, 2, change.key.data(), change.key.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (change.kind == Change::Kind::Put) sqlite3_bind_blob64(statement, 3, change.value.data(), change.value.size(), SQLITE_STATIC);
}

}  // namespace

Result<std::shared_ptr<SqliteStore>> SqliteStore::open(const std::string& path) {
  sqlite3* db = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::shared_ptr<SqliteStore> store(new SqliteStore(db));
  if (opened != SQLITE_OK) return Error(kException, "cannot open '" + path + "': " + (db != nullptr ? sqlite3_errmsg(db) : "out of memory"));
  sqlite3_busy_timeout(db, kBusyMs);
  for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"}) {
    const Result<> done = store->execute(pragma);
    if (!done) return Error(kException, "cannot use '" + path + "': " + std::string(done.error().message()));
  }
  store->jobs_.start([raw = store.get()](WriteQueue<Job>::Jobs jobs) { raw->transact(std::move(jobs)); });
  return store;
}

SqliteStore::~SqliteStore() {
  jobs_.close();
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(db_);
}

void SqliteStore::write(std::string_view sql, std::vector<std::string> values, Done done) {
  jobs_.put({.sql = sql, .values = std::move(values), .written = std::move(done), .rows = nullptr});
}

void SqliteStore::read(std::string_view sql, std::vector<std::string> values, std::function<void(Result<std::vector<Row>>)> done) {
  jobs_.put({.sql = sql, .values = std::move(values), .written = nullptr, .rows = std::move(done)});
}

void SqliteStore::write(Changes changes, Medium::Done done) {
  jobs_.put({.sql = {}, .values = {}, .written = nullptr, .rows = nullptr, .changes = std::move(changes), .changed = std::move(done)});
}

Result<std::vector<Stored>> SqliteStore::load(const std::string& repository) {
  Result<std::vector<Row>> rows = read_and_wait("SELECT key, value FROM kamel_state WHERE repository = ?1 ORDER BY key", {repository});
  if (!rows) return rows.error();
  std::vector<Stored> stored;
  for (Row& row : *rows) stored.push_back({std::move(row[0]), std::move(row[1])});
  return stored;
}

void SqliteStore::read(const std::string& repository, const std::string& key, Found found) {
  read("SELECT value FROM kamel_state WHERE repository = ?1 AND key = ?2", {repository, key}, [found = std::move(found)](const Result<std::vector<Row>>& rows) {
    if (!rows) return found(rows.error());
    found(rows->empty() ? std::nullopt : std::optional((*rows)[0][0]));
  });
}

Result<std::vector<SqliteStore::Row>> SqliteStore::read_and_wait(std::string_view sql, std::vector<std::string> values) {
  std::promise<Result<std::vector<Row>>> answer;
  read(sql, std::move(values), [&](Result<std::vector<Row>> rows) { answer.set_value(std::move(rows)); });
  return answer.get_future().get();
}

// Nothing is told before the commit: then all of it is. When the commit fails, or one of several changes that belong together, all of it has failed.
void SqliteStore::transact(WriteQueue<Job>::Jobs jobs) {
  Result<> begun = execute("BEGIN IMMEDIATE");
  Result<> torn;
  std::vector<std::function<void(const Result<>&)>> told;
  for (Job& job : jobs) {
    if (job.sql.empty()) {
      if (begun && torn) torn = apply(job.changes);
      if (job.changed) told.push_back(std::move(job.changed));
      continue;
    }
    if (job.rows) {
      Result<std::vector<Row>> rows = begun ? rows_of(job) : Result<std::vector<Row>>(begun.error());
      told.emplace_back([done = std::move(job.rows), rows = std::move(rows)](const Result<>& committed) mutable { done(committed ? std::move(rows) : Result<std::vector<Row>>(committed.error())); });
      continue;
    }
    const Result<std::int64_t> changed = begun ? change(job) : Result<std::int64_t>(begun.error());
    if (job.written) told.emplace_back([done = std::move(job.written), changed](const Result<>& committed) { done(committed ? changed : Result<std::int64_t>(committed.error())); });
  }
  Result<> committed = !begun ? begun : torn ? execute("COMMIT") : torn;
  if (begun && !committed) (void)execute("ROLLBACK");
  for (const auto& tell : told) tell(committed);
}

Result<> SqliteStore::apply(const Changes& changes) {
  for (const Change& change : changes) {
    const Result<sqlite3_stmt*> prepared = statement(kStatements[static_cast<std::size_t>(change.kind)]);
    if (!prepared) return prepared.error();
    bind(*prepared, change);
    const int stepped = sqlite3_step(*prepared);
    const Error failed = stepped == SQLITE_DONE ? Error() : error();
    sqlite3_reset(*prepared);
    sqlite3_clear_bindings(*prepared);
    if (failed) return failed;
  }
  return {};
}

Result<sqlite3_stmt*> SqliteStore::statement(std::string_view sql) {
  sqlite3_stmt*& kept = statements_[sql];
  if (kept == nullptr && sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &kept, nullptr) != SQLITE_OK) return error();
  sqlite3_reset(kept);
  return kept;
}

Result<std::int64_t> SqliteStore::change(const Job& job) {
  const Result<sqlite3_stmt*> prepared = statement(job.sql);
  if (!prepared) return prepared.error();
  bind(*prepared, job.values);
  const int stepped = sqlite3_step(*prepared);
  const Error failed = stepped == SQLITE_DONE || stepped == SQLITE_ROW ? Error() : error();
  sqlite3_reset(*prepared);
  if (failed) return failed;
  return sqlite3_changes64(db_);
}

Result<std::vector<SqliteStore::Row>> SqliteStore::rows_of(const Job& job) {
  const Result<sqlite3_stmt*> prepared = statement(job.sql);
  if (!prepared) return prepared.error();
  bind(*prepared, job.values);
  std::vector<Row> rows;
  int stepped = SQLITE_ROW;
  while ((stepped = sqlite3_step(*prepared)) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(*prepared); ++i) {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(*prepared, i));
      row.emplace_back(bytes != nullptr ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(*prepared, i)));
    }
    rows.push_back(std::move(row));
  }
  const Error failed = stepped == SQLITE_DONE ? Error() : error();
  sqlite3_reset(*prepared);
  if (failed) return failed;
  return rows;
}

Result<> SqliteStore::execute(const char* sql) {
  if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return {};
}

Error SqliteStore::error() const { return Error(kException, sqlite3_errmsg(db_)); }

std::shared_ptr<SqliteStores> SqliteStores::of(Context& context) {
  return context.service<SqliteStores>([] { return std::make_shared<SqliteStores>(); });
}

Result<std::shared_ptr<SqliteStore>> SqliteStores::open(const std::string& path, std::string_view setup) {
  const std::lock_guard lock(mutex_);
  std::error_code unknown;
  const std::string name = std::filesystem::weakly_canonical(path, unknown).string();
  std::shared_ptr<SqliteStore> store = stores_[name].lock();
  if (!store) {
    Result<std::shared_ptr<SqliteStore>> opened = SqliteStore::open(path);
    if (!opened) return opened;
    store = std::move(*opened);
    stores_[name] = store;
  }
  const auto made = store->read_and_wait(setup, {});
  if (!made) return made.error();
  return store;
}

Result<std::shared_ptr<SqliteStore>> SqliteStores::open(const std::string& path) {
  Result<std::shared_ptr<SqliteStore>> store = Error();
  for (const std::string_view table : kTables) {
    store = open(path, table);
    if (!store) return store;
  }
  return store;
}

void SqliteStores::flush() {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, weak] : stores_) {
    if (const auto store = weak.lock()) store->flush();
  }
}

}  // namespace kamel
