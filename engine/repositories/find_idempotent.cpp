// From a bean's class to the idempotent repository that stands for it.
#include <algorithm>
#include <cstdint>

#include "engine/beans.h"
#include "engine/repositories/idempotent_repository.h"
#include "engine/repositories/repository_bean.h"

namespace kamel {
namespace {

constexpr std::string_view kMemory = "org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository";
constexpr std::string_view kJdbc = "org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository";
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

using Repository = std::shared_ptr<IdempotentRepository>;

Repository in_memory(Assembler& assembler, const std::string& key, std::size_t capacity) {
  return assembler.context().shared<IdempotentRepository>("idempotent:" + key, [capacity] { return memory_idempotent_repository(capacity); });
}

Repository in_sqlite(const BeanReference& bean, const std::string& key, const Mark& mark, Assembler& assembler) {
  const Options options = read_bean_options(bean.bean != nullptr ? bean.bean->node : nullptr, bean.java_class, kJdbcFields, mark, assembler);
  const auto file = sqlite_file(options, mark, assembler);
  if (!file || assembler.diagnostics().has_errors()) return nullptr;
  const std::string name = options.maybe_text("processorName").value_or(key);
  if (in_memory_only(assembler)) return in_memory(assembler, *file + ":" + name, SIZE_MAX);
  Error failed;
  auto repository = assembler.context().shared<IdempotentRepository>("idempotent:" + *file + ":" + name, [&]() -> Repository {
    auto opened = sqlite_idempotent_repository(assembler.context(), *file, name);
    if (opened) return *opened;
    failed = opened.error();
    return nullptr;
  });
  if (!repository) assembler.error(mark, std::string(failed.message()), "the folder must be there and writable, and no other process may use the file", std::string(failed.type()));
  return repository;
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
  assembler.error(mark, "there is no idempotent repository '" + bean.java_class + "'", "there are " + std::string(kMemory) + " and " + std::string(kJdbc) + " (a SQLite file)");
  return nullptr;
}

}  // namespace kamel
