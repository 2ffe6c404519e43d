#include "connectors/rest_api/operation.h"

#include <algorithm>
#include <charconv>

#include "connectors/rest_api/reader.h"

namespace kamel::rest {
namespace {

void set_text(Map& map, std::string_view key, const std::optional<std::string>& text) {
  if (text) map.set(Slice::literal(key), *text);
}

Value schema(std::string_view type, std::string_view format = {}) {
  Map out{{"type", type}};
  if (!format.empty()) out.set("format", format);
  return Value(std::move(out));
}

// What Camel's names of types come to in a body or an array.
Value schema_of(std::string_view type) {
  struct Known {
    std::string_view name, type, format;
  };
  static constexpr Known kKnown[] = {{"int", "integer", "int32"},   {"integer", "integer", "int32"}, {"long", "integer", "int64"},  {"float", "number", "float"},
                                     {"double", "number", "double"}, {"boolean", "boolean", ""},      {"byte", "string", "byte"},    {"binary", "string", "binary"},
                                     {"date", "string", "date"},     {"date-time", "string", "date-time"}, {"password", "string", "password"}};
  for (const Known& known : kKnown) {
    if (type == known.name) return schema(known.type, known.format);
  }
  return schema("string");
}

Value body_schema(std::string type) {
  if (type.ends_with("[]")) return Value(Map{{"type", "array"}, {"items", Value(Map())}});
  if (type == "boolean") return schema("number", "boolean");
  const bool known = type == "int" || type == "long" || type == "float" || type == "double";
  return type == "file" ? schema("string", "binary") : known ? schema_of(type) : schema("string");
}

Value number_or_text(const std::string& text, bool number) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!number || failed != std::errc{} || end != text.data() + text.size()) return text;
  return value == static_cast<double>(static_cast<std::int64_t>(value)) && text.find('.') == text.npos ? Value::integer(static_cast<std::int64_t>(value)) : Value(value);
}

std::string style_of(std::string_view collection) {
  if (collection == "csv") return "form";
  if (collection == "pipes") return "pipeDelimited";
  return collection == "multi" ? "deepObject" : "spaceDelimited";
}

Value parameter_schema(const Node& param) {
  const std::string type = text_in(param, "dataType").value_or("string"), items = text_in(param, "arrayType").value_or("string");
  Map out{{"type", type}};
  set_text(out, "format", text_in(param, "dataFormat"));
  List values;
  const bool numbers = type == "array" && items != "string" && items != "boolean";
  for (const std::string& value : allowed_in(param)) values.push_back(number_or_text(value, numbers));
  if (!values.empty()) out.set("enum", Value(std::move(values)));
  if (const auto fallback = text_in(param, "defaultValue"); fallback && !fallback->empty()) out.set("default", *fallback);
  if (type == "array") out.set("items", schema_of(items));
  return Value(std::move(out));
}

void add_examples(const Node& param, Map& out) {
  Map named;
  for (const Node& example : items_in(param, "examples")) {
    const std::string key = text_in(example, "key").value_or(""), value = text_in(example, "value").value_or("");
    if (key.empty()) {
      out.set("example", value);
    } else {
      named.set(Slice(key), Value(Map{{"value", value}}));
    }
  }
  if (!named.empty()) out.set("examples", Value(std::move(named)));
}

Value parameter(const Node& param, const std::string& place) {
  Map out{{"name", text_in(param, "name").value_or("")}, {"in", place}};
  set_text(out, "description", text_in(param, "description"));
  out.set("required", flag_in(param, "required", true));
  if (const auto collection = text_in(param, "collectionFormat")) out.set("style", style_of(*collection));
  out.set("schema", parameter_schema(param));
  add_examples(param, out);
  return Value(std::move(out));
}

Value request_body(const Node& param, const std::string& consumes) {
  Map out;
  set_text(out, "description", text_in(param, "description"));
  Map content;
  for (const std::string& type : split_commas(consumes)) {
    Map media{{"schema", body_schema(text_in(param, "dataType").value_or("string"))}};
    for (const Node& example : items_in(param, "examples")) {
      if (text_in(example, "key") == type) set_text(media, "example", text_in(example, "value"));
    }
    content.set(Slice(type), Value(std::move(media)));
  }
  out.set("content", Value(std::move(content)));
  out.set("required", flag_in(param, "required", true));
  return Value(std::move(out));
}

Value response_header(const Node& header) {
  Map out;
  set_text(out, "description", text_in(header, "description"));
  std::string type = text_in(header, "dataType").value_or("string");
  if (type == "array") type = text_in(header, "arrayType").value_or("string");
  Map schema{{"type", type == "int" ? "integer" : type}};
  set_text(schema, "format", text_in(header, "dataFormat"));
  List values;
  for (const std::string& value : allowed_in(header)) values.push_back(value);
  if (!values.empty()) schema.set("enum", Value(std::move(values)));
  out.set("schema", Value(std::move(schema)));
  if (const auto example = text_in(header, "example")) out.set("examples", Value(Map{{"", Value(Map{{"value", *example}})}}));
  return Value(std::move(out));
}

Value responses(const Node& verb) {
  Map out;
  for (const Node& response : items_in(verb, "responseMessage")) {
    Map described;
    if (const auto message = text_in(response, "message"); message && !message->empty()) described.set("description", *message);
    Map headers;
    for (const Node& header : items_in(response, "header")) headers.set(Slice(text_in(header, "name").value_or("")), response_header(header));
    if (!headers.empty()) described.set("headers", Value(std::move(headers)));
    out.set(Slice(text_in(response, "code").value_or("200")), Value(std::move(described)));
  }
  if (out.empty()) out.set("default", Value(Map()));
  return Value(std::move(out));
}

// The {templates} of a path that are not declared as parameters; of its query with `query`.
struct Template {
  std::string name;
  bool query;
};
std::vector<Template> templates_of(std::string_view path) {
  std::vector<Template> out;
  const std::size_t query = path.find('?');
  for (std::size_t open = path.find('{'); open != path.npos; open = path.find('{', open + 1)) {
    const std::size_t close = path.find('}', open);
    if (close == path.npos) break;
    out.push_back({std::string(path.substr(open + 1, close - open - 1)), open > query});
  }
  return out;
}

List parameters(const Operation& operation) {
  List out;
  auto templates = templates_of(join_rest_paths(text_in(*operation.rest, "path").value_or(""), text_in(*operation.verb, "path").value_or("")));
  for (const Node& param : items_in(*operation.verb, "param")) {
    std::string place = text_in(param, "type").value_or("path");
    const auto same = [&](const Template& known) { return known.name == text_in(param, "name"); };
    if (const auto found = std::ranges::find_if(templates, same); found != templates.end()) {
      place = found->query ? "query" : "path";
      templates.erase(found);
    }
    if (place != "body") out.push_back(parameter(param, place));
  }
  for (const Template& left : templates) {
    out.push_back(Value(Map{{"name", left.name}, {"in", left.query ? "query" : "path"}, {"required", true}, {"schema", schema("string")}}));
  }
  return out;
}

std::string sort_key(const Operation& operation) {
  std::string key = text_in(*operation.verb, "path").value_or("");
  std::ranges::replace(key, '{', '_');
  return key;
}

}  // namespace

std::vector<Operation> sorted_operations(const Node& rest) {
  std::vector<Operation> out;
  for (const Node::Entry& entry : rest.entries) {
    if (std::ranges::find(rest_verbs(), entry.key) == rest_verbs().end()) continue;
    for (const Node& verb : entry.value.items) {
      if (flag_in(verb, "disabled", false) || !flag_in(verb, "apiDocs", flag_in(rest, "apiDocs", true))) continue;
      out.push_back({entry.key, join_rest_paths(text_in(rest, "path").value_or(""), text_in(verb, "path").value_or("")), &verb, &rest});
    }
  }
  std::ranges::stable_sort(out, [](const Operation& a, const Operation& b) {
    const std::string left = sort_key(a), right = sort_key(b);
    return left != right ? left < right : a.method < b.method;
  });
  return out;
}

List security_of(const std::vector<Node>& requirements) {
  List out;
  for (const Node& requirement : requirements) {
    List scopes;
    for (const std::string& scope : split_commas(text_in(requirement, "scopes").value_or(""))) scopes.push_back(scope);
    out.push_back(Value(Map{{Slice(text_in(requirement, "key").value_or("")), Value(std::move(scopes))}}));
  }
  return out;
}

Value describe(const Operation& operation, const std::vector<std::string>& tags, const DocumentOptions& options, const std::string& context_name,
               unsigned& verbs) {
  const Node& verb = *operation.verb;
  Map out;
  List names;
  for (const std::string& tag : tags) names.push_back(tag);
  if (!names.empty()) out.set("tags", Value(std::move(names)));
  set_text(out, "summary", text_in(verb, "description"));
  auto id = text_in(verb, "id");
  if (!id) id = text_in(*operation.rest, "id");
  out.set("operationId", id ? *id : "verb" + std::to_string(++verbs));
  if (List given = parameters(operation); !given.empty()) out.set("parameters", Value(std::move(given)));
  auto consumes = text_in(verb, "consumes");
  if (!consumes) consumes = text_in(*operation.rest, "consumes");
  for (const Node& param : items_in(verb, "param")) {
    if (text_in(param, "type") == "body") out.set("requestBody", request_body(param, consumes.value_or(options.consumes)));
  }
  out.set("responses", responses(verb));
  if (flag_in(verb, "deprecated", false)) out.set("deprecated", true);
  if (List security = security_of(items_in(verb, "security")); !security.empty()) out.set("security", Value(std::move(security)));
  if (options.extensions) out.set("x-camelContextId", context_name);
  return Value(std::move(out));
}

}  // namespace kamel::rest
