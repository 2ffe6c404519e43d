#include "connectors/file/consumer.h"

#include <filesystem>
#include <unordered_set>

#include "connectors/file/describe.h"
#include "connectors/file/finish.h"
#include "connectors/file/selection.h"
#include "connectors/threads/lane.h"
#include "connectors/threads/pulse.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/intake.h"
#include "engine/repositories/idempotent_repository.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace fs = std::filesystem;

// All on one worker; files themselves are touched by its pool. What a repository's thread calls back holds it weakly: that thread must not be the last to let the
// repository go.
struct FileSource::State : std::enable_shared_from_this<State> {
  State(std::shared_ptr<const FilePlan> the_plan, Intake& the_intake) : plan(std::move(the_plan)), intake(the_intake), worker(the_intake.worker()) {}

  std::shared_ptr<const FilePlan> plan;
  Intake& intake;
  Worker& worker;
  Lane lane;
  std::shared_ptr<Ticker> ticker;
  std::shared_ptr<FileSelection> selection;  // of the latest look
  std::vector<ChosenFile> batch;
  std::size_t next_file = 0;
  bool preparing = false;  // a file is being locked and read
  bool polling = false, paused = false, asked = false;
  bool looking = false;  // the directory is being read: there is no batch yet, whoever else becomes free
  std::int64_t polls = 0, idle = 0, skip = 0;
  bool again = false;  // out of greed: such a poll does not count
  std::size_t finishing = 0;
  std::unordered_set<std::string> in_progress;
  std::function<void()> stopped;
  std::function<void()> swept, next_sweep;  // who told it to look, and wants to know when there was nothing
  bool found = false;           // in this look

  void begin() {
    lane.on_free = [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->go_on();
    };
    ticker = Ticker::create(worker, plan->schedule.ticks, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->poll();
    });
    if (plan->schedule.enabled) ticker->start();
  }

  void poll() {
    if (paused || !intake.has_credit()) return ticker->done();
    if (skip > 0) {
      --skip;
      return ticker->done();
    }
    look();
  }

  void sweep(std::function<void()> nothing) {
    if (polling) {
      next_sweep = std::move(nothing);
      return;
    }
    swept = std::move(nothing);
    found = false;
    look();
  }

  void end_sweep() {
    const auto nothing = std::exchange(swept, nullptr);
    if (!found) nothing();
    if (auto next = std::exchange(next_sweep, nullptr)) sweep(std::move(next));
  }

  void look() {
    polling = looking = true;
    if (!std::exchange(again, false)) ++polls;
    struct Sight {
      std::vector<FileEntry> entries;
      bool absent = false;
    };
    const auto sight = std::make_shared<Sight>();
    worker.offload(
        [plan = plan, sight] {
          std::error_code failed;
          sight->entries = scan(plan->filter);
          sight->absent = plan->warns_without && !fs::is_directory(plan->filter.directory, failed);
        },
        [self = shared_from_this(), sight] {
          if (sight->absent) self->worker.context().report(LogLevel::Warn, self->plan->endpoint + ": Directory does not exist: " + self->plan->filter.directory);
          self->scanned(std::move(sight->entries));
        });
  }

  std::string evaluate(const PathExpression& expression, const FileEntry& entry) { return evaluate_text(expression, entry, *plan, worker); }

  void scanned(std::vector<FileEntry> files) {
    selection = std::make_shared<FileSelection>(plan, worker, std::move(files), [weak = weak_from_this()](std::vector<ChosenFile> files_chosen) {
      if (const auto self = weak.lock()) self->chosen(std::move(files_chosen));
    });
    selection->choose(in_progress);
  }

  void chosen(std::vector<ChosenFile> files) {
    looking = false;
    batch = std::move(files);
    next_file = 0;
    if (stopped) return release_batch();
    if (batch.empty()) return nothing();
    idle = 0;
    go_on();
  }

  // What was chosen and is not begun may be chosen again.
  void release_batch() {
    for (; next_file < batch.size(); ++next_file) forget(batch[next_file].key);
  }
  void forget(const std::string& key) {
    if (plan->keys && plan->idempotent_eager) plan->keys->remove(key);
  }

  void nothing() {
    ++idle;
    if (plan->sends_empty) {
      Exchange& exchange = lane.prepare(intake, plan->pattern);
      number(exchange, 0, 1);
      found = true;
      lane.start(exchange);
    } else if (plan->schedule.backoff > 0 && plan->schedule.backoff_idle > 0 && idle >= plan->schedule.backoff_idle) {
      skip = plan->schedule.backoff;
      idle = 0;
    }
    go_on();
  }

  static void number(Exchange& exchange, std::size_t index, std::size_t size) {
    exchange.properties.set(Slice::literal("CamelBatchIndex"), static_cast<std::int32_t>(index));
    exchange.properties.set(Slice::literal("CamelBatchSize"), static_cast<std::int32_t>(size));
    exchange.properties.set(Slice::literal("CamelBatchComplete"), index + 1 == size);
  }

  // The next file of the batch, or the end of the poll.
  void go_on() {
    if (stopped) return finish();
    if (!polling || looking || lane.busy() || preparing || asked) return;
    if (next_file == batch.size()) return polled();
    if (!intake.has_credit()) {
      asked = true;
      return intake.when_credit([self = shared_from_this()] {
        self->asked = false;
        self->go_on();
      });
    }
    prepare(next_file++);
  }

  void polled() {
    polling = false;
    const bool any = !batch.empty();
    batch.clear();
    next_file = 0;
    if (swept) return end_sweep();
    again = any && plan->schedule.greedy;
    if (!again && plan->schedule.times > 0 && polls >= plan->schedule.times) return ticker->stop();
    ticker->done(again);
  }

  void prepare(std::size_t index) {
    preparing = true;
    auto task = std::make_shared<FileTask>();
    task->entry = batch[index].entry;
    task->key = batch[index].key;
    task->index = index;
    in_progress.insert(task->entry.path);
    if (!plan->locks) return begin(task);
    const auto answer = plan->locks->add(task->entry.absolute_path(), worker, [weak = weak_from_this(), task](const Result<bool>& is_new) {
      if (const auto self = weak.lock()) self->locked(task, is_new && *is_new);
    });
    if (answer != IdempotentRepository::Answer::Later) locked(task, answer == IdempotentRepository::Answer::New);
  }

  void locked(const std::shared_ptr<FileTask>& task, bool free) {
    if (!free) return prepared(task);
    task->lock_key = task->entry.absolute_path();
    begin(task);
  }

  void begin(const std::shared_ptr<FileTask>& task) {
    if (plan->pre_move) {
      std::string& to = task->entry.moved_to = evaluate(plan->pre_move, task->entry);
      task->target = path_of(*plan, to);
      const std::string base = plan->filter.directory + "/";
      if (!task->entry.absolute && to.starts_with(base)) to.erase(0, base.size());
    }
    worker.offload([plan = plan, task] { take(*plan, *task); }, [self = shared_from_this(), task] { self->prepared(task); });
  }

  void prepared(const std::shared_ptr<FileTask>& task) {
    preparing = false;
    const std::string& path = batch[task->index].entry.path;
    if (!task->held || stopped) {
      if (!task->lock_key.empty()) plan->locks->remove(task->lock_key);
      forget(task->key);
      in_progress.erase(path);
      return go_on();
    }
    Exchange& exchange = lane.prepare(intake, plan->pattern);
    describe(task->entry, exchange.message.headers);
    if (plan->probes_type) describe_type(task->entry, exchange.message.headers);
    if (task->attributes) exchange.message.headers.set(Slice::literal("CamelFileExtendedAttributes"), Value(attributes_of(*task->attributes, plan->attributes)));
    if (!task->held->marker().empty() || task->held->locked()) describe_lock(*task->held, path, exchange.properties);
    number(exchange, task->index, batch.size());
    if (!plan->charset.empty()) exchange.properties.set(Slice::literal("CamelCharsetName"), plan->charset);
    exchange.properties.set(Slice::literal("CamelFileExchangeFile"), task->body);
    exchange.message.body = task->body;
    exchange.on_completion(std::make_unique<Finish>(shared_from_this(), task, path));
    found = true;
    lane.start(exchange);
    go_on();
  }

  // Commits or rolls back when the exchange ends, on whichever exchange that is by then (a queue may have taken the file over).
  struct Finish final : Completion {
    Finish(std::shared_ptr<State> the_state, std::shared_ptr<FileTask> the_task, std::string the_path)
        : state(std::move(the_state)), task(std::move(the_task)), path(std::move(the_path)) {}
    std::shared_ptr<State> state;
    std::shared_ptr<FileTask> task;
    std::string path;
    void completed(Exchange& exchange) noexcept override { state->ended(exchange, task, path); }
  };

  void ended(Exchange& exchange, const std::shared_ptr<FileTask>& task, const std::string& path) {
    task->failed = exchange.failed() || exchange.rollback_only;
    const Value* last = exchange.properties.find("CamelBatchComplete");
    task->last = last != nullptr && to_bool(*last).value_or(false);
    if (const PathExpression& where = task->failed ? plan->move_failed : plan->move) {
      task->target = path_of(*plan, evaluate_at_end(where, exchange, task->entry, worker));
    }
    ++finishing;
    if (!plan->keys) return end_of(task, path);
    if (task->failed) {
      plan->keys->remove(task->key);
      return end_of(task, path);
    }
    // The key first: a file that is moved away before its key is kept might be lost to a crash, one that comes again is not.
    const auto answer = plan->keys->confirm(task->key, worker, [weak = weak_from_this(), task, path](const Result<bool>&) {
      if (const auto self = weak.lock()) self->end_of(task, path);
    });
    if (answer != IdempotentRepository::Answer::Later) end_of(task, path);
  }

  void end_of(const std::shared_ptr<FileTask>& task, const std::string& path) {
    worker.offload([plan = plan, task] { give_back(*plan, *task); },
                   [self = shared_from_this(), task, path] {
                     if (!task->problem.empty()) self->worker.context().report(LogLevel::Warn, self->plan->endpoint + ": " + task->problem);
                     self->unlock(*task);
                     self->in_progress.erase(path);
                     --self->finishing;
                     if (self->stopped) self->finish();
                   });
  }

  void unlock(const FileTask& task) {
    if (task.lock_key.empty()) return;
    if (task.failed ? plan->unlocks_failed : plan->unlocks_done) return plan->locks->remove(task.lock_key);
    (void)plan->locks->confirm(task.lock_key, worker, nullptr);
  }

  void finish() {
    if (stopped && lane.in_flight() == 0 && finishing == 0 && !preparing) std::exchange(stopped, nullptr)();
  }

  void end(std::function<void()> done) {
    if (ticker) ticker->stop();
    polling = false;
    stopped = std::move(done);
    release_batch();
    finish();
  }
};

FileSource::~FileSource() = default;

Result<> FileSource::start(std::span<Intake* const> intakes) {
  std::error_code failed;
  const fs::path directory(plan_->filter.directory);
  if (!fs::exists(directory, failed)) {
    if (plan_->must_exist && !plan_->creates_directory) return Error("java.io.FileNotFoundException", "Starting directory does not exist: " + directory.string());
    if (plan_->creates_directory) fs::create_directories(directory, failed);
  }
  if (plan_->lock.kind != ReadLock::Kind::None) remove_orphans(directory.string());
  state_ = std::make_shared<State>(plan_, *intakes[home_of(plan_->filter.directory, intakes.size())]);
  state_->worker.post([state = state_] { state->begin(); });
  return {};
}

void FileSource::stop(std::function<void()> stopped) {
  if (!state_) return stopped();
  state_->worker.post([state = state_, stopped = std::move(stopped)]() mutable { state->end(std::move(stopped)); });
}

void FileSource::sweep(std::function<void()> nothing) {
  state_->worker.post([state = state_, nothing = std::move(nothing)]() mutable { state->sweep(std::move(nothing)); });
}

void FileSource::pause(bool paused) {
  if (state_) state_->worker.post([state = state_, paused] { state->paused = paused; });
}

}  // namespace kamel::connectors
