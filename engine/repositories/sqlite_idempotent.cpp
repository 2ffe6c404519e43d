// The keys that were seen, in a SQLite file.
#include "engine/repositories/idempotent_repository.h"
#include "engine/repositories/sqlite_store.h"
#include "engine/worker.h"

namespace kamel {
namespace {

class SqliteRepository final : public IdempotentRepository {
 public:
  SqliteRepository(std::shared_ptr<SqliteStore> store, std::string name) : store_(std::move(store)), name_(std::move(name)) {}

  // Two messages with one key in the same transaction: the second changes nothing, and is known.
  Answer add(const std::string& key, Worker& worker, Done done) override {
    store_->write("INSERT OR IGNORE INTO kamel_seen VALUES (?1, ?2, 0)", {name_, key}, told(worker, std::move(done)));
    return Answer::Later;
  }

  Answer look(const std::string& key, Worker& worker, Done done) override {
    store_->read("SELECT 1 FROM kamel_seen WHERE repository = ?1 AND key = ?2", {name_, key}, [&worker, done = std::move(done)](const Result<std::vector<SqliteStore::Row>>& rows) {
      const Result<bool> answer = rows ? Result<bool>(rows->empty()) : Result<bool>(rows.error());
      worker.post([done, answer] { done(answer); });
    });
    return Answer::Later;
  }

  Answer confirm(const std::string& key, Worker& worker, Done done) override {
    Medium::Done told = nullptr;
    if (done) {
      told = [&worker, done = std::move(done)](const Result<>& written) {
        worker.post([done, answer = written ? Result<bool>(true) : Result<bool>(written.error())] { done(answer); });
      };
    }
    store_->write({*confirmation(key)}, std::move(told));
    return Answer::Later;
  }
  bool lasts() const noexcept override { return true; }
  void remove(const std::string& key) override { store_->write({{Change::Kind::Forget, name_, key}}, nullptr); }
  const Medium* medium() const noexcept override { return store_.get(); }
  std::optional<Change> confirmation(const std::string& key) const override { return Change{Change::Kind::Confirm, name_, key}; }

 private:
  static SqliteStore::Done told(Worker& worker, Done done) {
    if (!done) return nullptr;
    return [&worker, done = std::move(done)](Result<std::int64_t> changed) {
      worker.post([done, changed] { done(changed ? Result<bool>(*changed != 0) : Result<bool>(changed.error())); });
    };
  }

  std::shared_ptr<SqliteStore> store_;
  std::string name_;
};

}  // namespace

Result<std::shared_ptr<IdempotentRepository>> sqlite_idempotent_repository(Context& context, const std::string& file, const std::string& name) {
  const auto store = SqliteStores::of(context)->open(file);
  if (!store) return store.error();
  // What was under way when the last process died.
  const auto forgotten = (*store)->read_and_wait("DELETE FROM kamel_seen WHERE repository = ?1 AND confirmed = 0", {name});
  if (!forgotten) return forgotten.error();
  return std::static_pointer_cast<IdempotentRepository>(std::make_shared<SqliteRepository>(*store, name));
}

}  // namespace kamel
