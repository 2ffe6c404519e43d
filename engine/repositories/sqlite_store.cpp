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
  store->thread_ = std::thread([raw = store.get()] { raw->run(); });
  return store;
}

SqliteStore::~SqliteStore() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(db_);
}

void SqliteStore::write(std::string_view sql, std::vector<std::string> values, Done done) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back({sql, std::move(values), std::move(done), nullptr});
  changed_.notify_one();
}

void SqliteStore::read(std::string_view sql, std::vector<std::string> values, std::function<void(Result<std::vector<Row>>)> done) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back({sql, std::move(values), nullptr, std::move(done)});
  changed_.notify_one();
}

Result<std::vector<SqliteStore::Row>> SqliteStore::read_and_wait(std::string_view sql, std::vector<std::string> values) {
  std::promise<Result<std::vector<Row>>> answer;
  read(sql, std::move(values), [&](Result<std::vector<Row>> rows) { answer.set_value(std::move(rows)); });
  return answer.get_future().get();
}

void SqliteStore::run() {
  for (;;) {
    std::deque<Job> jobs;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return closing_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      jobs.swap(jobs_);
    }
    transact(std::move(jobs));
  }
}

// Nothing is told before the commit: then all of it is. When the commit fails, all of it has failed.
void SqliteStore::transact(std::deque<Job> jobs) {
  Result<> begun = execute("BEGIN IMMEDIATE");
  std::vector<std::function<void(const Result<>&)>> told;
  for (Job& job : jobs) {
    if (job.rows) {
      Result<std::vector<Row>> rows = begun ? rows_of(job) : Result<std::vector<Row>>(begun.error());
      told.emplace_back([done = std::move(job.rows), rows = std::move(rows)](const Result<>& committed) mutable { done(committed ? std::move(rows) : Result<std::vector<Row>>(committed.error())); });
      continue;
    }
    const Result<std::int64_t> changed = begun ? change(job) : Result<std::int64_t>(begun.error());
    if (job.written) told.emplace_back([done = std::move(job.written), changed](const Result<>& committed) { done(committed ? changed : Result<std::int64_t>(committed.error())); });
  }
  Result<> committed = begun ? execute("COMMIT") : begun;
  if (begun && !committed) (void)execute("ROLLBACK");
  for (const auto& tell : told) tell(committed);
}

Result<sqlite3_stmt*> SqliteStore::statement(const Job& job) {
  sqlite3_stmt*& kept = statements_[job.sql];
  if (kept == nullptr && sqlite3_prepare_v3(db_, job.sql.data(), static_cast<int>(job.sql.size()), SQLITE_PREPARE_PERSISTENT, &kept, nullptr) != SQLITE_OK) return error();
  sqlite3_reset(kept);
  bind(kept, job.values);
  return kept;
}

Result<std::int64_t> SqliteStore::change(const Job& job) {
  const Result<sqlite3_stmt*> prepared = statement(job);
  if (!prepared) return prepared.error();
  const int stepped = sqlite3_step(*prepared);
  const Error failed = stepped == SQLITE_DONE || stepped == SQLITE_ROW ? Error() : error();
  sqlite3_reset(*prepared);
  if (failed) return failed;
  return sqlite3_changes64(db_);
}

Result<std::vector<SqliteStore::Row>> SqliteStore::rows_of(const Job& job) {
  const Result<sqlite3_stmt*> prepared = statement(job);
  if (!prepared) return prepared.error();
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

void SqliteStores::flush() {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, weak] : stores_) {
    if (const auto store = weak.lock()) store->flush();
  }
}

}  // namespace kamel
