#include "engine/context.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <list>
#include <random>
#include <unordered_map>

#include "dsl/uri.h"
#include "engine/assembler.h"
#include "engine/routes_in_use.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::string_view kLevels[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"};
thread_local constinit const Context::LocalProperties::List* local_properties = nullptr;

constexpr std::size_t kDynamicProducers = 1000;  // Camel's default cacheSize of toD

spdlog::level::level_enum spd(LogLevel level) noexcept {
  constexpr spdlog::level::level_enum table[] = {spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
                                                 spdlog::level::warn,  spdlog::level::err,   spdlog::level::off};
  return table[static_cast<std::size_t>(level)];
}

class SpdlogSink final : public LogSink {
 public:
  bool enabled(std::string_view, LogLevel level) const noexcept override { return spdlog::should_log(spd(level)); }
  void log(std::string_view logger, LogLevel level, std::string_view message) override { spdlog::log(spd(level), "{}: {}", logger, message); }
  void report(LogLevel level, std::string_view message) override { spdlog::log(spd(level), "{}", message); }
};

std::string process_id() {
  std::random_device random;
  char text[32];
  std::snprintf(text, sizeof text, "%08X%07X", random(), random() & 0xFFFFFFF);
  return text;
}

}  // namespace

std::string_view name_of(LogLevel level) noexcept { return kLevels[static_cast<std::size_t>(level)]; }

LogLevel parse_log_level(std::string_view name, LogLevel otherwise) noexcept {
  for (std::size_t i = 0; i < std::size(kLevels); ++i) {
    if (same_ignoring_case(name, kLevels[i])) return static_cast<LogLevel>(i);
  }
  return same_ignoring_case(name, "WARNING") ? LogLevel::Warn : otherwise;
}

std::unique_ptr<LogSink> spdlog_sink() { return std::make_unique<SpdlogSink>(); }

struct Context::Tables {
  std::mutex mutex;
  std::shared_ptr<const Properties> properties = std::make_shared<const Properties>();
  std::shared_ptr<const RouteSet> routes = std::make_shared<const RouteSet>();
  std::unordered_map<std::string, std::uint32_t> entries;
  struct Key {
    std::type_index type;
    std::string name;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept { return key.type.hash_code() ^ std::hash<std::string>()(key.name); }
  };
  std::unordered_map<Key, std::weak_ptr<void>, Hash> shared;
  std::vector<std::shared_ptr<void>> kept;
  std::list<std::pair<std::string, std::shared_ptr<const Step>>> producers;  // the most recently used first
  std::unordered_map<std::string_view, decltype(producers)::iterator> producer_index;
  std::unordered_map<std::string, std::unique_ptr<std::string>> interned;
  std::recursive_mutex making;  // one object is made at a time: who asks second gets the first one's
  const std::string process = process_id();
  std::atomic<std::uint64_t> exchanges{0};
};

Context::Context(const Registry& registry, std::string name)
    : registry_(registry), name_(std::move(name)), log_(spdlog_sink()), tables_(std::make_unique<Tables>()) {}
Context::~Context() = default;

std::shared_ptr<const Properties> Context::properties() const {
  const std::lock_guard lock(tables_->mutex);
  return tables_->properties;
}

Context::LocalProperties::LocalProperties(const List* list) noexcept : before_(std::exchange(local_properties, list)) {}
Context::LocalProperties::~LocalProperties() { local_properties = before_; }

std::optional<std::string> Context::property(std::string_view key) const {
  if (local_properties != nullptr) {
    const auto found = std::ranges::find(*local_properties, key, &std::pair<std::string, std::string>::first);
    if (found != local_properties->end()) return found->second;
  }
  return properties()->get(key);
}

void Context::set_properties(Properties properties) {
  auto snapshot = std::make_shared<const Properties>(std::move(properties));
  const std::lock_guard lock(tables_->mutex);
  tables_->properties = std::move(snapshot);
}

// Producers made for the old routes may name a Kamelet that has changed.
void Context::set_routes(std::shared_ptr<const RouteSet> set) {
  RoutesInUse::of(*this)->set(set);
  const std::lock_guard lock(tables_->mutex);
  tables_->routes = std::move(set);
  tables_->producer_index.clear();
  tables_->producers.clear();
}

std::uint32_t Context::entry(std::string_view name) {
  const std::lock_guard lock(tables_->mutex);
  return tables_->entries.try_emplace(std::string(name), static_cast<std::uint32_t>(tables_->entries.size())).first->second;
}

Slice Context::intern(std::string_view text) {
  const std::lock_guard lock(tables_->mutex);
  auto& kept = tables_->interned[std::string(text)];
  if (!kept) kept = std::make_unique<std::string>(text);
  return Slice::literal(*kept);
}

std::shared_ptr<void> Context::shared_object(std::type_index type, const std::string& key, const std::function<std::shared_ptr<void>()>& make) {
  const auto find = [&]() -> std::shared_ptr<void> {
    const std::lock_guard lock(tables_->mutex);
    const auto found = tables_->shared.find({type, key});
    return found == tables_->shared.end() ? nullptr : found->second.lock();
  };
  if (auto object = find()) return object;
  if (!make) return nullptr;
  const std::lock_guard making(tables_->making);
  if (auto object = find()) return object;
  auto object = make();
  const std::lock_guard lock(tables_->mutex);
  std::erase_if(tables_->shared, [](const auto& entry) { return entry.second.expired(); });
  tables_->shared[{type, key}] = object;
  return object;
}

void Context::keep(std::shared_ptr<void> object) {
  const std::lock_guard lock(tables_->mutex);
  if (std::find(tables_->kept.begin(), tables_->kept.end(), object) == tables_->kept.end()) tables_->kept.push_back(std::move(object));
}

void Context::close() {
  tables_->producer_index.clear();
  tables_->producers.clear();
  tables_->kept.clear();
}

namespace {

// What Camel calls it when a message asks for an endpoint that cannot be found or made: nothing of YAML then.
std::string_view class_of_unmade(const Diagnostic& why, std::string_view uri) {
  if (why.message.starts_with("unknown component") || (why.message.ends_with("has no scheme") && (uri.find(':') == uri.npos || uri.find('?') < uri.find(':')))) return "org.apache.camel.NoSuchEndpointException";
  if (uri.starts_with("kamelet:") && why.java_class == "java.lang.IllegalArgumentException") return "org.apache.camel.ResolveEndpointFailedException";
  const bool of_yaml = why.java_class.starts_with("org.apache.camel.dsl.yaml.");
  return why.java_class.empty() || of_yaml ? std::string_view("org.apache.camel.ResolveEndpointFailedException") : std::string_view(why.java_class);
}

// As Camel words it.
std::string no_endpoint(const std::string& uri) {
  Diagnostics unused;
  const auto parsed = parse_uri(uri, {}, unused);
  return "No endpoint could be found for: " + (parsed ? parsed->text() : uri.substr(0, uri.find('?'))) + ", please check your classpath contains the needed Camel component jar.";
}

}  // namespace

Result<std::shared_ptr<const Step>> Context::producer(const std::string& uri) {
  {
    const std::lock_guard lock(tables_->mutex);
    const auto found = tables_->producer_index.find(uri);
    if (found != tables_->producer_index.end()) {
      tables_->producers.splice(tables_->producers.begin(), tables_->producers, found->second);
      return found->second->second;
    }
  }
  Diagnostics diagnostics;
  std::shared_ptr<const RouteSet> set;
  {
    const std::lock_guard lock(tables_->mutex);
    set = tables_->routes;
  }
  Assembler assembler(*this, *set, "", diagnostics);
  std::shared_ptr<const Step> step = assembler.producer(uri, nullptr, {});
  if (diagnostics.has_errors() || !step) {
    const Diagnostic& why = diagnostics.list().front();
    const std::string_view java_class = class_of_unmade(why, uri);
    return Error(java_class, java_class == "org.apache.camel.NoSuchEndpointException" ? no_endpoint(uri) : why.message);
  }
  const std::lock_guard lock(tables_->mutex);
  tables_->producers.emplace_front(uri, step);
  tables_->producer_index[tables_->producers.front().first] = tables_->producers.begin();
  if (tables_->producers.size() > kDynamicProducers) {
    tables_->producer_index.erase(tables_->producers.back().first);
    tables_->producers.pop_back();
  }
  return step;
}

// The process's name, a dash, and sixteen digits.
Slice Context::next_exchange_id() {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const std::string& process = tables_->process;
  SliceBuilder id(process.size() + 17);
  id.append(process);
  id.push_back('-');
  const std::uint64_t number = tables_->exchanges.fetch_add(1, std::memory_order_relaxed) + 1;
  char* digits = id.reserve(16);
  for (unsigned i = 0; i < 16; ++i) digits[i] = kDigits[(number >> (60 - 4 * i)) & 15];
  id.commit(16);
  return id.finish();
}

}  // namespace kamel
