// Schema: a JSON schema, and what it has to say about a document.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/value.h"

namespace kamel::languages {
class Pattern;
}

namespace kamel::json_schema {

/// Drafts 4 to 7, 2019-09 and 2020-12, by $schema (2020-12 where it says none). Immutable: any thread may check with it. Written here because the
/// library at hand ends at draft 7, knows no formats, and cannot say what Camel's validator says.
class Schema {
 public:
  /// `path`: where it comes from, for references to other files. Fails as Jackson does on what is no JSON, or with
  /// com.networknt.schema.JsonSchemaException on patterns and references that cannot be used.
  static Result<std::shared_ptr<const Schema>> parse(const Slice& text, const std::string& path);
  ~Schema();
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;

  /// All that is wrong, as Camel's validator words it: "$.a: string found, integer expected". Empty: valid. nullptr: a document without content.
  std::vector<std::string> check(const Value* document) const;

 private:
  friend class Check;
  Schema();
  Result<> prepare(const Value& node, const std::string& file, std::size_t depth);
  Result<> note_reference(const std::string& reference, const std::string& file);
  Result<const Value*> file(const std::string& path);
  /// What a $ref of a schema in `file` leads to, and the file that it is in; nullptr when nowhere.
  struct Place {
    const Value* schema = nullptr;
    const std::string* file = nullptr;
  };
  Place resolve(std::string_view reference, const std::string& file) const;
  /// Where a schema stands in its file: "$.properties.a.not".
  std::string place_of(const Value& schema, const std::string& file) const;

  // Never copied once shared: the counts of Values are not for several threads.
  std::map<std::string, Value> files_;                       // path → content
  std::map<std::string, const Value*> anchors_;              // file + "#" + anchor
  std::map<std::string, Place> ids_;                         // $id → schema
  std::map<std::string, std::shared_ptr<const languages::Pattern>> patterns_;
  std::string path_;
  bool formats_ = true;   // asserted, as up to draft 7
  bool siblings_ = true;  // of $ref count, as from 2019-09 on
};

}  // namespace kamel::json_schema
