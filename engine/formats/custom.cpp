// custom: a data format that is declared under `dataFormats:`, by its id.
#include "engine/assembler.h"

namespace kamel::formats {
namespace {

constexpr Field kFields[] = {
    {.name = "ref", .summary = "the id of a declared data format", .required = true},
};

struct Found {
  const FormatSpec* spec = nullptr;
  const Node::Entry* entry = nullptr;
};

/// `dataFormats: [{json: {id: mine, …}}, …]`
Found find(std::string_view id, Assembler& assembler) {
  for (const ElementDecl& element : assembler.set().elements) {
    if (element.name != "dataFormats") continue;
    for (const Node& item : element.value.items) {
      for (const Node::Entry& entry : item.entries) {
        const Node* given = entry.value.find("id");
        if (given != nullptr && given->text == id) return {assembler.registry().format(entry.key), &entry};
      }
    }
  }
  return {};
}

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler& assembler) {
  std::string id = decl.options.text("ref");
  for (const std::string_view prefix : {"#bean:", "#"}) {
    if (id.starts_with(prefix)) id.erase(0, prefix.size());
  }
  const Found found = find(id, assembler);
  if (found.entry == nullptr) {
    assembler.error(decl.options.mark("ref"), "no data format with the id '" + id + "'", "declare it: dataFormats: [{json: {id: " + id + "}}]",
                    "org.apache.camel.NoSuchBeanException");
    return nullptr;
  }
  if (found.spec == nullptr) {
    assembler.error(found.entry->mark, "unknown data format '" + found.entry->key + "'", did_you_mean(found.entry->key, assembler.registry().format_names()));
    return nullptr;
  }
  FieldRules rules;
  rules.what = "data format '" + found.entry->key + "'";
  const FormatDecl inner{*found.spec, found.entry->mark, Options::read(found.entry->value, found.spec->fields, rules, assembler.diagnostics())};
  return found.spec->compile(inner, assembler);
}

}  // namespace

FormatSpec custom() {
  return {.name = "custom", .summary = "A data format declared under dataFormats, by its id.", .fields = kFields, .example = "custom: {ref: mine}", .compile = compile};
}

}  // namespace kamel::formats
