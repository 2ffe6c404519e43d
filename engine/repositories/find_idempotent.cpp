// From a bean's class to the idempotent repository that stands for it.
#include <algorithm>
#include <cstdint>

#include "engine/beans.h"
#include "engine/repositories/idempotent_repository.h"
#include "engine/repositories/key_file.h"
#include "engine/repositories/media.h"
#include "engine/repositories/repository_bean.h"

namespace kamel {
namespace {

constexpr std::string_view kMemory = "org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository";
constexpr std::string_view kJdbc = "org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository";
constexpr std::string_view kFile = "org.apache.camel.support.processor.idempotent.FileIdempotentRepository";
constexpr std::string_view kKafka = "org.apache.camel.processor.idempotent.kafka.KafkaIdempotentRepository";
constexpr std::string_view kLocked = "it is part of how Java and a database server are put together; leave it out";

constexpr Field kMemoryFields[] = {
    {.name = "cacheSize", .type = FieldType::Int, .summary = "How many keys are kept, the latest", .fallback = "1000"},
    {.name = "cache", .type = FieldType::Any, .refused = "it is a Java map; give cacheSize instead"},
};
constexpr Field kJdbcFields[] = {
    {.name = "file", .summary = "The SQLite file"},
    {.name = "url", .summary = "The same as jdbc:sqlite:FILE"},
    {.name = "dataSource", .type = FieldType::Reference, .summary = "A bean with that url"},
    {.name = "processorName", .summary = "Tells repositories in one file apart; the bean's name unless given"},
    {.name = "createTableIfNotExists", .type = FieldType::Bool, .ignored = "the table is always made"},
    {.name = "tableName", .refused = "the table is kamel's own, kamel_seen; leave it out"},
    {.name = "jdbcTemplate", .type = FieldType::Reference, .refused = kLocked},
    {.name = "transactionTemplate", .type = FieldType::Reference, .refused = kLocked},
};
constexpr Field kFileFields[] = {
    {.name = "fileStore", .summary = "The file: one key a line", .required = true},
    {.name = "maxFileStoreSize", .type = FieldType::Int, .summary = "From how many bytes on the oldest keys are dropped; 0: never", .fallback = "32768000"},
    {.name = "dropOldestFileStore", .type = FieldType::Int, .summary = "How many keys are dropped then", .fallback = "1000"},
    {.name = "cacheSize", .type = FieldType::Int, .ignored = "all keys of the file are kept in memory"},
    {.name = "cache", .type = FieldType::Any, .refused = "it is a Java map; leave it out"},
};
constexpr Field kKafkaFields[] = {
    {.name = "topic", .summary = "The topic that keys are written to; it should be compacted", .required = true},
    {.name = "bootstrapServers", .summary = "The brokers; without: those of kafka: endpoints"},
    {.name = "groupId", .ignored = "the topic is read without a group"},
    {.name = "maxCacheSize", .type = FieldType::Int, .summary = "How many keys are kept, the latest", .fallback = "1000"},
    {.name = "pollDurationMs", .type = FieldType::Duration, .fallback = "100", .ignored = "the topic is read at the start"},
    {.name = "startupOnly", .type = FieldType::Bool, .fallback = "false", .ignored = "the topic is read at the start: one process uses a topic at a time"},
    {.name = "producerConfig", .type = FieldType::Any, .refused = "give bootstrapServers, and what is about security as properties camel.component.kafka.*"},
    {.name = "consumerConfig", .type = FieldType::Any, .refused = "give bootstrapServers, and what is about security as properties camel.component.kafka.*"},
};

using Repository = std::shared_ptr<IdempotentRepository>;

Repository in_memory(Assembler& assembler, const std::string& key, std::size_t capacity) {
  return assembler.context().shared<IdempotentRepository>("idempotent:" + key, [capacity] { return memory_idempotent_repository(capacity); });
}

using Opened = Result<Repository>;

/// The repository of that key, made by `open`; reports why there is none.
Repository shared(const std::string& key, const Mark& mark, std::string hint, Assembler& assembler, const std::function<Opened()>& open) {
  Error failed;
  auto repository = assembler.context().shared<IdempotentRepository>("idempotent:" + key, [&]() -> Repository {
    auto opened = open();
    if (opened) return *opened;
    failed = opened.error();
    return nullptr;
  });
  if (!repository) assembler.error(mark, std::string(failed.message()), std::move(hint), std::string(failed.type()));
  return repository;
}

Options read_bean(const BeanReference& bean, std::span<const Field> fields, const Mark& mark, Assembler& assembler) {
  return read_bean_options(bean.bean != nullptr ? bean.bean->node : nullptr, bean.java_class, fields, mark, assembler);
}

Repository in_sqlite(const BeanReference& bean, const std::string& key, const Mark& mark, Assembler& assembler) {
  const Options options = read_bean(bean, kJdbcFields, mark, assembler);
  const auto file = sqlite_file(options, mark, assembler);
  if (!file || assembler.diagnostics().has_errors()) return nullptr;
  const std::string name = options.maybe_text("processorName").value_or(key);
  if (in_memory_only(assembler)) return in_memory(assembler, *file + ":" + name, SIZE_MAX);
  return shared(*file + ":" + name, mark, "the folder must be there and writable, and no other process may use the file", assembler,
                [&] { return sqlite_idempotent_repository(assembler.context(), *file, name); });
}

/// Keys that a medium has at the start, in memory.
Opened logged(const Result<std::shared_ptr<Medium>>& medium, const std::string& name, std::size_t capacity) {
  if (!medium) return medium.error();
  const Result<std::vector<Stored>> stored = (*medium)->load(name);
  if (!stored) return stored.error();
  std::vector<std::string> keys;
  for (const Stored& key : *stored) keys.push_back(key.key);
  return logged_idempotent_repository(*medium, name, capacity, keys);
}

std::size_t positive(const Options& options, std::string_view name) { return static_cast<std::size_t>(std::max<std::int64_t>(options.integer(name), 0)); }

Repository in_file(const BeanReference& bean, const Mark& mark, Assembler& assembler) {
  const Options options = read_bean(bean, kFileFields, mark, assembler);
  if (assembler.diagnostics().has_errors()) return nullptr;
  const std::string file = options.text("fileStore");
  if (in_memory_only(assembler)) return in_memory(assembler, file, SIZE_MAX);
  return shared(file, mark, "the folder must be writable, and no other process may use the file", assembler, [&] {
    const auto open = [&]() -> Result<std::shared_ptr<Medium>> {
      auto opened = KeyFile::open(file, positive(options, "maxFileStoreSize"), positive(options, "dropOldestFileStore"));
      if (!opened) return opened.error();
      return std::static_pointer_cast<Medium>(*opened);
    };
    return logged(Media::of(assembler.context())->open("keys:" + file, open), file, SIZE_MAX);
  });
}

Repository in_kafka(const BeanReference& bean, const Mark& mark, Assembler& assembler) {
  const Options options = read_bean(bean, kKafkaFields, mark, assembler);
  if (assembler.diagnostics().has_errors()) return nullptr;
  const std::string topic = options.text("topic");
  const std::string brokers = options.text("bootstrapServers");
  const std::size_t capacity = std::max<std::size_t>(positive(options, "maxCacheSize"), 1);
  if (in_memory_only(assembler)) return in_memory(assembler, brokers + "/" + topic, capacity);
  return shared(brokers + "/" + topic, mark, "the brokers must be there, and the topic must be one that may be read and written", assembler,
                [&] { return logged(Media::of(assembler.context())->kafka(brokers), topic, capacity); });
}

}  // namespace

Repository find_idempotent_repository(std::string_view reference, const std::string& owner, const Mark& mark, Assembler& assembler) {
  const BeanReference bean = find_bean(reference, assembler);
  if (bean.java_class.empty()) {
    assembler.error(mark, "no bean '" + std::string(reference) + "'", "declare it under beans:", "org.apache.camel.NoSuchBeanException");
    return nullptr;
  }
  const std::string key = bean.bean != nullptr ? bean.bean->name : owner;
  if (bean.java_class.ends_with("MemoryIdempotentRepository")) {
    const Options options = read_bean_options(bean.bean != nullptr ? bean.bean->node : nullptr, bean.java_class, kMemoryFields, mark, assembler);
    return in_memory(assembler, key, static_cast<std::size_t>(std::max<std::int64_t>(options.integer("cacheSize"), 1)));
  }
  if (bean.java_class.ends_with("JdbcMessageIdRepository")) return in_sqlite(bean, key, mark, assembler);
  if (bean.java_class.ends_with("FileIdempotentRepository")) return in_file(bean, mark, assembler);
  if (bean.java_class.ends_with("KafkaIdempotentRepository")) return in_kafka(bean, mark, assembler);
  assembler.error(mark, "there is no idempotent repository '" + bean.java_class + "'",
                  "there are " + std::string(kMemory) + ", " + std::string(kFile) + ", " + std::string(kJdbc) + " (a SQLite file) and " + std::string(kKafka));
  return nullptr;
}

}  // namespace kamel
