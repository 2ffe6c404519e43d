#include "engine/repositories/repository_bean.h"

#include "engine/beans.h"

namespace kamel {
namespace {

constexpr std::string_view kScheme = "jdbc:sqlite:";

std::optional<std::string> file_of(const std::string& url, const Mark& mark, Assembler& assembler) {
  if (url.starts_with(kScheme) && url.size() > kScheme.size()) return url.substr(kScheme.size());
  assembler.error(mark, "'" + url + "' is no SQLite database", "write url: jdbc:sqlite:state.db, or file: state.db; other databases are not there");
  return std::nullopt;
}

}  // namespace

Options read_bean_options(const Node* bean, std::string_view java_class, std::span<const Field> fields, const Mark& mark, Assembler& assembler) {
  const Node* given = bean != nullptr ? bean->find("properties") : nullptr;
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::Map;
  node->mark = given != nullptr ? given->mark : mark;
  if (given != nullptr && given->is_map()) node->entries = given->entries;
  assembler.program().kept.push_back(node);
  FieldRules rules;
  rules.common = false;
  rules.what = std::string(java_class.substr(java_class.rfind('.') + 1));
  return Options::read(*node, fields, rules, assembler.diagnostics());
}

std::optional<std::string> sqlite_file(const Options& options, const Mark& mark, Assembler& assembler) {
  if (options.has("file")) return options.text("file");
  if (options.has("url")) return file_of(options.text("url"), options.mark("url"), assembler);
  if (!options.has("dataSource")) {
    assembler.error(mark, "the repository has no database", "give its bean the property file: state.db, or url: jdbc:sqlite:state.db");
    return std::nullopt;
  }
  const BeanReference source = find_bean(options.text("dataSource"), assembler);
  const std::string url = source.bean != nullptr ? source.bean->property("url") + source.bean->property("jdbcUrl") : "";
  if (!url.empty()) return file_of(url, options.mark("dataSource"), assembler);
  assembler.error(options.mark("dataSource"), "data source '" + options.text("dataSource") + "' is no bean with a url", "declare it under beans: with the property url: jdbc:sqlite:state.db",
                  "org.apache.camel.NoSuchBeanException");
  return std::nullopt;
}

bool in_memory_only(Assembler& assembler) { return assembler.context().property("kamel.repositories").value_or("") == "memory"; }

}  // namespace kamel
