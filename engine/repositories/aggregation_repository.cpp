#include "engine/repositories/aggregation_repository.h"

#include "engine/aggregator.h"
#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/claims/shared_claims.h"
#include "engine/repositories/media.h"
#include "engine/repositories/repository_bean.h"
#include "engine/repositories/sqlite_store.h"

namespace kamel {
namespace {

constexpr std::string_view kMemory = "org.apache.camel.processor.aggregate.MemoryAggregationRepository";
constexpr std::string_view kJdbc = "org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository";
constexpr std::string_view kLevelDb = "org.apache.camel.component.leveldb.LevelDBAggregationRepository";
constexpr std::string_view kKafka = "org.apache.camel.processor.aggregate.kafka.KafkaAggregationRepository";
constexpr std::string_view kWhole = "messages are kept whole";
constexpr std::string_view kDatabase = "it is part of how Java and a database server are put together; leave it out";
constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr std::string_view kUnusable = "it must be there, writable, and used by no other process";
constexpr std::string_view kOneProcess = "a repository belongs to one process, which never is in its own way";

// What Camel's RecoverableAggregationRepository has.
#define KAMEL_RECOVERY_FIELDS                                                                                                                             \
  {.name = "useRecovery", .type = FieldType::Bool, .summary = "Deliver completed exchanges again that have failed or were under way at a crash", .fallback = "true"}, \
      {.name = "recoveryInterval", .type = FieldType::Duration, .summary = "How often to look for them", .fallback = "5000"},                             \
      {.name = "maximumRedeliveries", .type = FieldType::Int, .summary = "How often one is delivered again; 0: without end"},                             \
      {.name = "deadLetterUri", .summary = "Where those go that have been delivered too often"},                                                          \
      {.name = "returnOldExchange", .type = FieldType::Bool, .ignored = "it is for Java code"},                                                           \
      {.name = "serializer", .type = FieldType::Reference, .refused = kNoJava}, {.name = "deserializationFilter", .ignored = "no Java classes are read"}

constexpr Field kMemoryFields[] = {{.name = "optimisticLocking", .type = FieldType::Bool, .ignored = kOneProcess}};
constexpr Field kJdbcFields[] = {
    {.name = "file", .summary = "The SQLite file"},
    {.name = "url", .summary = "The same as jdbc:sqlite:FILE"},
    {.name = "dataSource", .type = FieldType::Reference, .summary = "A bean with that url"},
    {.name = "repositoryName", .summary = "Tells repositories in one file apart; the bean's name unless given"},
    KAMEL_RECOVERY_FIELDS,
    {.name = "storeBodyAsText", .type = FieldType::Bool, .ignored = kWhole},
    {.name = "headersToStoreAsText", .type = FieldType::Any, .ignored = kWhole},
    {.name = "allowSerializedHeaders", .type = FieldType::Bool, .ignored = kWhole},
    {.name = "recoveryByInstance", .type = FieldType::Bool, .ignored = kOneProcess},
    {.name = "instanceId", .ignored = kOneProcess},
    {.name = "transactionManager", .type = FieldType::Reference, .ignored = "each change is a transaction"},
    {.name = "propagationBehavior", .type = FieldType::Int, .ignored = "each change is a transaction"},
    {.name = "propagationBehaviorName", .ignored = "each change is a transaction"},
    {.name = "jdbcOptimisticLockingExceptionMapper", .type = FieldType::Reference, .ignored = kOneProcess},
    {.name = "jdbcTemplate", .type = FieldType::Reference, .refused = kDatabase},
    {.name = "lobHandler", .type = FieldType::Reference, .refused = kDatabase},
};
constexpr Field kLevelDbFields[] = {
    {.name = "persistentFileName", .summary = "The SQLite file that stands for it", .required = true},
    {.name = "repositoryName", .summary = "Tells repositories in one file apart; the bean's name unless given"},
    KAMEL_RECOVERY_FIELDS,
    {.name = "levelDBFile", .type = FieldType::Reference, .refused = "give persistentFileName"},
    {.name = "sync", .type = FieldType::Bool, .ignored = "a message goes on when it is on the disk"},
    {.name = "allowSerializedHeaders", .type = FieldType::Bool, .ignored = kWhole},
};
constexpr Field kKafkaFields[] = {
    {.name = "topic", .summary = "The topic of one repository, which should be compacted", .required = true},
    {.name = "bootstrapServers", .summary = "The brokers; without: those of kafka: endpoints"},
    KAMEL_RECOVERY_FIELDS,
};
#undef KAMEL_RECOVERY_FIELDS

using Opened = Result<std::shared_ptr<Medium>>;

/// A repository as its bean declares it, before it is opened.
struct Declared {
  Options options;
  std::string name;
  bool lasts = false;
  std::function<Opened()> open = nullptr;
  std::string place = {};  // tells media apart
};

Opened open_sqlite(Context& context, const std::string& file) {
  auto store = SqliteStores::of(context)->open(file);
  if (!store) return store.error();
  return std::static_pointer_cast<Medium>(*store);
}

std::optional<Declared> declared(const BeanReference& bean, const std::string& key, const Mark& mark, Assembler& assembler) {
  const Node* node = bean.bean != nullptr ? bean.bean->node : nullptr;
  const auto read = [&](std::span<const Field> fields) { return read_bean_options(node, bean.java_class, fields, mark, assembler); };
  Context* context = &assembler.context();
  if (bean.java_class.ends_with("MemoryAggregationRepository")) return Declared{.options = read(kMemoryFields), .name = key};
  if (bean.java_class.ends_with("JdbcAggregationRepository") || bean.java_class.ends_with("PostgresAggregationRepository")) {
    Declared made{.options = read(kJdbcFields), .name = key, .lasts = true};
    const auto file = sqlite_file(made.options, mark, assembler);
    if (!file) return std::nullopt;
    made.place = *file;
    made.open = [context, file = *file] { return open_sqlite(*context, file); };
    made.name = made.options.maybe_text("repositoryName").value_or(key);
    return made;
  }
  if (bean.java_class.ends_with("LevelDBAggregationRepository")) {
    Declared made{.options = read(kLevelDbFields), .name = key, .lasts = true};
    made.place = made.options.text("persistentFileName");
    made.open = [context, file = made.place] { return open_sqlite(*context, file); };
    made.name = made.options.maybe_text("repositoryName").value_or(key);
    return made;
  }
  if (bean.java_class.ends_with("KafkaAggregationRepository")) {
    Declared made{.options = read(kKafkaFields), .name = key, .lasts = true};
    made.place = made.options.text("bootstrapServers");
    made.open = [context, brokers = made.place] { return Media::of(*context)->kafka(brokers); };
    made.name = made.options.text("topic");
    return made;
  }
  assembler.error(mark, "there is no aggregation repository '" + bean.java_class + "'",
                  "there are " + std::string(kMemory) + ", " + std::string(kJdbc) + " and " + std::string(kLevelDb) + " (a SQLite file), and " + std::string(kKafka));
  return std::nullopt;
}

Result<AggregationRepository> open(const Declared& from) {
  AggregationRepository repository;
  const Opened medium = from.open();
  if (!medium) return medium.error();
  repository.medium = *medium;
  repository.name = from.name;
  Result<std::vector<Stored>> rows = repository.medium->load(from.name);
  if (!rows) return rows.error();
  repository.rows = std::move(*rows);
  repository.recovers = from.options.flag("useRecovery");
  repository.recovery_interval = from.options.duration("recoveryInterval");
  repository.maximum_redeliveries = from.options.maybe_integer("maximumRedeliveries").value_or(0);
  return repository;
}

/// Camel's words for a dead letter that would never be used.
bool dead_letter_is_sound(const Options& options, Assembler& assembler) {
  if (!options.has("deadLetterUri") || options.maybe_integer("maximumRedeliveries").value_or(0) > 0) return true;
  assembler.error(options.mark("deadLetterUri"), "Option maximumRedeliveries must be a positive number, was: " + std::to_string(options.maybe_integer("maximumRedeliveries").value_or(0)),
                  "say after how many redeliveries an exchange goes to deadLetterUri", "java.lang.IllegalArgumentException");
  return false;
}

/// The bean that `reference` names, read; nullopt after a report.
std::optional<Declared> find_declared(std::string_view reference, const std::string& owner, const Mark& mark, Assembler& assembler) {
  const BeanReference bean = find_bean(reference, assembler);
  if (bean.java_class.empty()) {
    assembler.error(mark, "no bean '" + std::string(reference) + "'", "declare it under beans:", "org.apache.camel.NoSuchBeanException");
    return std::nullopt;
  }
  auto from = declared(bean, bean.bean != nullptr ? bean.bean->name : owner, mark, assembler);
  if (!from || assembler.diagnostics().has_errors()) return std::nullopt;
  from->lasts = from->lasts && !in_memory_only(assembler);
  return from;
}

/// The state of all steps of a kind that name the repository, made by the first. nullptr after a report.
template <class T>
std::shared_ptr<T> shared_state(const Declared& from, const std::string& kind, const Mark& mark, Assembler& assembler) {
  Error failed;
  auto state = assembler.context().shared<T>(kind + ":" + from.place + ":" + from.name, [&]() -> std::shared_ptr<T> {
    if (!from.lasts) return std::make_shared<T>(AggregationRepository());
    auto opened = open(from);
    if (opened) return std::make_shared<T>(std::move(*opened));
    failed = opened.error();
    return nullptr;
  });
  if (!state) assembler.error(mark, std::string(failed.message()), std::string(kUnusable), std::string(failed.type()));
  return state;
}

}  // namespace

std::optional<AggregationRepository> open_repository(std::string_view reference, const std::string& owner, const Mark& mark, Assembler& assembler) {
  const auto from = find_declared(reference, owner, mark, assembler);
  if (!from) return std::nullopt;
  if (!from->lasts) return AggregationRepository();
  Result<AggregationRepository> opened = open(*from);
  if (opened) return std::move(*opened);
  assembler.error(mark, std::string(opened.error().message()), std::string(kUnusable), std::string(opened.error().type()));
  return std::nullopt;
}

std::shared_ptr<Aggregator> find_aggregator(std::string_view reference, const std::string& owner, const Mark& mark, Assembler& assembler, std::string& dead_letter) {
  const auto from = find_declared(reference, owner, mark, assembler);
  if (!from) return nullptr;
  if (from->lasts) {
    if (!dead_letter_is_sound(from->options, assembler)) return nullptr;
    dead_letter = from->options.text("deadLetterUri");
  }
  return shared_state<Aggregator>(*from, "aggregation", mark, assembler);
}

std::shared_ptr<SharedClaims> find_claims(std::string_view reference, const Mark& mark, Assembler& assembler) {
  const auto from = find_declared(reference, std::string(reference), mark, assembler);
  return from ? shared_state<SharedClaims>(*from, "claims", mark, assembler) : nullptr;
}

}  // namespace kamel
