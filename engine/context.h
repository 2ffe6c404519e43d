// Context: what steps and connectors of one integration share.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "dsl/placeholders.h"
#include "dsl/value.h"
#include "engine/program.h"
#include "engine/registry.h"

namespace kamel {

class Worker;
struct RouteSet;

enum class LogLevel : std::uint8_t { Trace, Debug, Info, Warn, Error, Off };
std::string_view name_of(LogLevel level) noexcept;  // "INFO"
LogLevel parse_log_level(std::string_view name, LogLevel otherwise) noexcept;

/// Where routes' log messages go. Called from any worker.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual bool enabled(std::string_view logger, LogLevel level) const noexcept = 0;
  virtual void log(std::string_view logger, LogLevel level, std::string_view message) = 0;
  /// What kamel itself has to say (a failed delivery, a lost broker), as opposed to what a route logs.
  virtual void report(LogLevel level, std::string_view message) = 0;
};
/// Through spdlog, to standard error.
std::unique_ptr<LogSink> spdlog_sink();

/// A bean of the integration: what `beans:` declares, or a stand-in for a Java class that Camel users name. Found by name.
class Bean {
 public:
  virtual ~Bean() = default;
  virtual std::string_view java_class() const noexcept = 0;
};

/// Lives as long as the runtime. Look-ups by name are for assembly and cold paths; steps keep what they found.
class Context {
 public:
  Context(const Registry& registry, std::string name);
  ~Context();

  const Registry& registry() const noexcept { return registry_; }
  const std::string& name() const noexcept { return name_; }
  void rename(std::string name) { name_ = std::move(name); }
  LogSink& log() const noexcept { return *log_; }
  void set_log(std::unique_ptr<LogSink> sink) { log_ = std::move(sink); }
  void log(std::string_view logger, LogLevel level, std::string_view message) const {
    if (log_->enabled(logger, level)) log_->log(logger, level, message);
  }
  void report(LogLevel level, std::string_view message) const { log_->report(level, message); }

  /// The properties of the set that was applied last. Any thread; a snapshot.
  std::shared_ptr<const Properties> properties() const;
  void set_properties(Properties properties);
  /// One property, by its snapshot. Within a LocalProperties of this thread, those come first.
  std::optional<std::string> property(std::string_view key) const;
  /// While one of these lives, its thread also sees the properties that only one route has: a template's parameters, while Camel makes the route.
  class LocalProperties {
   public:
    using List = std::vector<std::pair<std::string, std::string>>;
    /// `list` outlives this. nullptr: none.
    explicit LocalProperties(const List* list) noexcept;
    ~LocalProperties();
    LocalProperties(const LocalProperties&) = delete;
    LocalProperties& operator=(const LocalProperties&) = delete;

   private:
    const List* before_;
  };

  const std::vector<std::unique_ptr<Worker>>& workers() const noexcept { return workers_; }
  /// The number of a name that intakes can be bound to ("direct:orders"). Any thread; the same name, the same number, for ever.
  std::uint32_t entry(std::string_view name);

  /// An object shared by all that ask with the same type and key (a Kafka producer by its brokers and settings), made by the first
  /// and kept while anybody holds it, so that a swapped route goes on with its predecessor's. Any thread.
  template <class T>
  std::shared_ptr<T> shared(const std::string& key, const std::function<std::shared_ptr<T>()>& make) {
    return std::static_pointer_cast<T>(shared_object(typeid(T), key, [&] { return std::static_pointer_cast<void>(make()); }));
  }
  /// The same, if there is one.
  template <class T>
  std::shared_ptr<T> find_shared(const std::string& key) {
    return std::static_pointer_cast<T>(shared_object(typeid(T), key, nullptr));
  }
  /// Keeps an object for as long as the context lives.
  template <class T>
  std::shared_ptr<T> service(const std::function<std::shared_ptr<T>()>& make) {
    auto object = shared<T>("", make);
    keep(object);
    return object;
  }

  /// The set that runs, for what is made at run time (a dynamic Kamelet).
  void set_routes(std::shared_ptr<const RouteSet> set);
  /// A producer for a URI known only at run time (toD, recipientList). Compiled once, kept in a bounded cache. Worker threads.
  Result<std::shared_ptr<const Step>> producer(const std::string& uri);

  /// The text, kept for as long as the process lives: for names that steps attach to messages without counting.
  Slice intern(std::string_view text);

  /// Unique per process, as Camel's exchange ids: "3F2A…-0000000000000001".
  Slice next_exchange_id();

 private:
  friend class Runtime;
  std::shared_ptr<void> shared_object(std::type_index type, const std::string& key, const std::function<std::shared_ptr<void>()>& make);
  void keep(std::shared_ptr<void> object);
  void close();  // drops services and cached producers while the workers still exist

  const Registry& registry_;
  std::string name_;
  std::unique_ptr<LogSink> log_;
  std::vector<std::unique_ptr<Worker>> workers_;
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

}  // namespace kamel
