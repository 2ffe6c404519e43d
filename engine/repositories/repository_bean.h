// RepositoryBean: a repository as `beans:` declares it, with its options checked.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dsl/fields.h"
#include "engine/assembler.h"

namespace kamel {

/// Reads the properties of a repository's bean by `fields`; those that are refused or unknown are reported.
Options read_bean_options(const Node* bean, std::string_view java_class, std::span<const Field> fields, const Mark& mark, Assembler& assembler);

/// The SQLite file that a Jdbc…Repository is to use: its own `file`, or the URL (jdbc:sqlite:state.db) of itself or of its `dataSource` bean. nullopt after a report.
std::optional<std::string> sqlite_file(const Options& options, const Mark& mark, Assembler& assembler);

/// Whether repositories are to be kept in memory whatever they are declared as (kamel.repositories=memory): tests of routes leave no trace.
bool in_memory_only(Assembler& assembler);

}  // namespace kamel
