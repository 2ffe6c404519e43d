#include "connectors/file/consumer.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <random>

#include "connectors/file/finish.h"
#include "connectors/threads/lane.h"
#include "connectors/threads/pulse.h"
#include "engine/compare.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace fs = std::filesystem;
namespace {

// What a Camel user may see in the header that resumable consumers have: an object, not worth looking into.
class Resumable final : public Object {
 public:
  std::string_view java_class() const noexcept override { return "org.apache.camel.support.resume.Resumables$AnonymousResumable"; }
  std::string text() const override { return "org.apache.camel.support.resume.Resumables$AnonymousResumable@1f"; }
};

std::string_view content_type(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"txt", "text/plain"}, {"csv", "text/csv"}, {"json", "application/json"}, {"xml", "application/xml"}, {"html", "text/html"}, {"pdf", "application/pdf"},
      {"zip", "application/zip"}, {"gz", "application/gzip"}, {"png", "image/png"}, {"jpg", "image/jpeg"}, {"yaml", "application/yaml"}};
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const auto found = std::ranges::find(kTypes, name.substr(dot + 1), [](const auto& type) { return type.first; });
  return found == std::end(kTypes) ? std::string_view() : found->second;
}

}  // namespace

void describe(const FileEntry& entry, Headers& headers) {
  const auto set = [&](std::string_view name, Value value) { headers.set(Slice::literal(name), std::move(value)); };
  set("CamelFileAbsolute", entry.absolute);
  set("CamelFileAbsolutePath", entry.absolute_path());
  static const Value resumable{std::unique_ptr<Object>(new Resumable)};
  set("CamelFileInitialOffset", resumable);
  set("CamelFileLastModified", entry.modified_ms);
  set("CamelFileLength", entry.size);
  const Slice name(entry.relative);
  set("CamelFileName", name);
  set("CamelFileNameConsumed", name);
  set("CamelFileNameOnly", entry.only_name());
  set("CamelFileParent", entry.parent());
  set("CamelFilePath", entry.path);
  set("CamelFileRelativePath", name);
  set("CamelMessageTimestamp", entry.modified_ms);
}

// All on one worker; files themselves are touched by its pool.
struct FileSource::State : std::enable_shared_from_this<State> {
  State(std::shared_ptr<const FilePlan> the_plan, Intake& the_intake) : plan(std::move(the_plan)), intake(the_intake), worker(the_intake.worker()) {}

  std::shared_ptr<const FilePlan> plan;
  Intake& intake;
  Worker& worker;
  Lane lane;
  std::shared_ptr<Ticker> ticker;
  std::vector<FileEntry> batch;
  std::size_t next_file = 0;
  bool preparing = false;  // a file is being locked and read
  bool polling = false, paused = false, asked = false;
  std::int64_t polls = 0, idle = 0, skip = 0;
  std::size_t finishing = 0;
  std::unordered_set<std::string> in_progress, seen;
  std::deque<std::string> seen_order;
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
    polling = true;
    ++polls;
    auto entries = std::make_shared<std::vector<FileEntry>>();
    worker.offload([plan = plan, entries] { *entries = scan(plan->filter); },
                   [self = shared_from_this(), entries] { self->scanned(std::move(*entries)); });
  }

  // An exchange to evaluate expressions about a file on, before it has one of its own.
  template <class Use>
  auto about(const FileEntry& entry, Use use) {
    Exchange& exchange = worker.acquire();
    describe(entry, exchange.message.headers);
    auto result = use(exchange);
    exchange.discard();
    return result;
  }

  std::string evaluate(const PathExpression& expression, const FileEntry& entry) {
    return about(entry, [&](Exchange& exchange) {
      const Value body{std::unique_ptr<Object>(new FileBody(entry, plan->charset))};
      exchange.properties.set(Slice::literal("CamelFileExchangeFile"), body);
      exchange.message.body = body;
      auto value = expression->evaluate(exchange);
      return value ? to_text(*value).str() : std::string();
    });
  }

  // Where a file goes is a matter of the file, even if the route has removed or replaced its headers.
  std::string evaluate_at_end(const PathExpression& expression, const Exchange& ended, const FileEntry& entry) {
    Exchange& exchange = worker.acquire();
    exchange.message = ended.message;
    exchange.properties = ended.properties;
    exchange.variables = ended.variables;
    describe(entry, exchange.message.headers);
    const auto value = expression->evaluate(exchange);
    std::string text = value ? to_text(*value).str() : std::string();
    exchange.discard();
    return text;
  }

  std::string key_of(const FileEntry& entry) { return plan->idempotent_key ? evaluate(plan->idempotent_key, entry) : entry.absolute_path(); }

  bool wanted(const FileEntry& entry) {
    if (in_progress.contains(entry.path)) return false;
    if (plan->file_name) {
      const std::string name = evaluate(plan->file_name, entry);
      if (name != entry.relative && name != entry.only_name()) return false;
    }
    if (plan->filter_file && evaluate(plan->filter_file, entry) != "true") return false;
    return !plan->idempotent || !seen.contains(key_of(entry));
  }

  void scanned(std::vector<FileEntry> files) {
    std::erase_if(files, [&](const FileEntry& entry) { return !wanted(entry); });
    sort(files);
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(plan->max_messages, 0));
    if (most > 0 && files.size() > most) files.resize(most);
    batch = std::move(files);
    next_file = 0;
    if (batch.empty()) return nothing();
    idle = 0;
    go_on();
  }

  void sort(std::vector<FileEntry>& files) {
    if (plan->shuffle) std::ranges::shuffle(files, std::mt19937(std::random_device{}()));
    if (plan->sort.empty()) return;
    std::vector<std::pair<std::vector<Value>, FileEntry>> keyed;
    for (FileEntry& entry : files) {
      std::vector<Value> keys;
      for (const auto& key : plan->sort) keys.push_back(sort_value(key, entry));
      keyed.emplace_back(std::move(keys), std::move(entry));
    }
    std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) {
      for (std::size_t i = 0; i < plan->sort.size(); ++i) {
        const int order = compare(a.first[i], b.first[i]).value_or(0);
        if (order != 0) return plan->sort[i].reverse ? order > 0 : order < 0;
      }
      return false;
    });
    for (std::size_t i = 0; i < files.size(); ++i) files[i] = std::move(keyed[i].second);
  }

  Value sort_value(const FilePlan::SortKey& key, const FileEntry& entry) {
    if (key.what == "modified") return entry.modified_ms;
    if (key.what == "length" || key.what == "size") return entry.size;
    std::string text = key.value ? evaluate(key.value, entry) : key.what == "onlyname" ? entry.only_name() : entry.relative;
    if (key.ignore_case) std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return Value(text);
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
    if (!polling || lane.busy() || preparing || asked) return;
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
    if (swept) return end_sweep();
    if (plan->schedule.times > 0 && polls >= plan->schedule.times) return ticker->stop();
    ticker->done(any && plan->schedule.greedy);
  }

  void prepare(std::size_t index) {
    preparing = true;
    auto task = std::make_shared<FileTask>();
    task->entry = batch[index];
    task->index = index;
    if (plan->pre_move) task->target = path_of(*plan, evaluate(plan->pre_move, task->entry));
    in_progress.insert(task->entry.path);
    worker.offload([plan = plan, task] { take(*plan, *task); }, [self = shared_from_this(), task] { self->prepared(task); });
  }

  void prepared(const std::shared_ptr<FileTask>& task) {
    preparing = false;
    if (!task->held || stopped) {
      in_progress.erase(batch[task->index].path);
      return go_on();
    }
    task->key = plan->idempotent ? key_of(task->entry) : "";
    if (plan->idempotent && plan->idempotent_eager) remember(task->key);
    Exchange& exchange = lane.prepare(intake, plan->pattern);
    describe(task->entry, exchange.message.headers);
    if (plan->probes_type) {
      if (const auto type = content_type(task->entry.relative); !type.empty()) exchange.message.headers.set(Slice::literal("CamelFileContentType"), Slice::literal(type));
    }
    number(exchange, task->index, batch.size());
    if (!plan->charset.empty()) exchange.properties.set(Slice::literal("CamelCharsetName"), plan->charset);
    exchange.properties.set(Slice::literal("CamelFileExchangeFile"), task->body);
    exchange.message.body = task->body;
    exchange.on_completion(std::make_unique<Finish>(shared_from_this(), task, batch[task->index].path));
    found = true;
    lane.start(exchange);
    go_on();
  }

  void remember(const std::string& key) {
    constexpr std::size_t kRemembered = 1000;  // Camel's memory repository holds as many
    if (!seen.insert(key).second) return;
    seen_order.push_back(key);
    if (seen_order.size() > kRemembered) {
      seen.erase(seen_order.front());
      seen_order.pop_front();
    }
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
    if (const PathExpression& where = task->failed ? plan->move_failed : plan->move) task->target = path_of(*plan, evaluate_at_end(where, exchange, task->entry));
    if (plan->idempotent && task->failed) seen.erase(task->key);
    if (plan->idempotent && !task->failed) remember(task->key);
    ++finishing;
    worker.offload([plan = plan, task] { give_back(*plan, *task); },
                   [self = shared_from_this(), task, path] {
                     if (!task->problem.empty()) self->worker.context().report(LogLevel::Warn, self->plan->endpoint + ": " + task->problem);
                     self->in_progress.erase(path);
                     --self->finishing;
                     if (self->stopped) self->finish();
                   });
  }

  void finish() {
    if (stopped && lane.in_flight() == 0 && finishing == 0 && !preparing) std::exchange(stopped, nullptr)();
  }

  void end(std::function<void()> done) {
    if (ticker) ticker->stop();
    polling = false;
    stopped = std::move(done);
    finish();
  }
};

FileSource::~FileSource() = default;

Result<> FileSource::start(std::span<Intake* const> intakes) {
  std::error_code failed;
  const fs::path directory(plan_->filter.directory);
  if (!fs::exists(directory, failed)) {
    if (plan_->must_exist) return Error("java.io.FileNotFoundException", "Starting directory does not exist: " + directory.string());
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
