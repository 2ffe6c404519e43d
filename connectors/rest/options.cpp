// The options of a REST operation: its own, else its service's, else those of restConfiguration.
#include <algorithm>

#include "connectors/rest/binding.h"

namespace kamel::rest {
namespace {

std::optional<std::string> text_of(const Node* map, std::string_view key) {
  const Node* node = map != nullptr ? map->find(key) : nullptr;
  return node != nullptr && node->is_scalar() ? std::optional(node->text) : std::nullopt;
}

const std::vector<Node>& items_of(const Node* map, std::string_view key) {
  static const std::vector<Node> kNone;
  const Node* list = map != nullptr ? map->find(key) : nullptr;
  return list != nullptr ? list->items : kNone;
}

// [a, b], or [{value: a}, {value: b}]
std::string values_of(const Node& param) {
  std::string out;
  for (const Node& item : items_of(&param, "allowableValues")) {
    out += (out.empty() ? "" : ",") + (item.is_scalar() ? item.text : text_of(&item, "value").value_or(""));
  }
  return out;
}

void add_param(const Node& param, BindingOptions& options) {
  const std::string name = text_of(&param, "name").value_or("");
  const std::string type = text_of(&param, "type").value_or("path");
  const bool required = text_of(&param, "required").value_or("true") == "true";
  if (type == "body") options.body_required = options.body_required || required;
  if (type != "query" && type != "header") return;
  if (const auto value = text_of(&param, "defaultValue"); value && !value->empty()) options.defaults.emplace_back(name, *value);
  if (const std::string values = values_of(param); !values.empty()) options.allowed.emplace_back(name, values);
  if (required) (type == "query" ? options.required_queries : options.required_headers).push_back(name);
}

void add_response(const Node& response, BindingOptions& options) {
  if (const auto type = text_of(&response, "contentType")) options.response_types.emplace_back(text_of(&response, "code").value_or("200"), *type);
  for (const Node& header : items_of(&response, "header")) options.response_headers.push_back(text_of(&header, "name").value_or(""));
}

}  // namespace

BindingOptions common_options(const RestConfiguration& configuration) {
  BindingOptions options;
  options.mode = configuration.text_or("bindingMode", "off");
  options.skip_on_error_code = configuration.flag("skipBindingOnErrorCode", true);
  options.validates_request = configuration.flag("clientRequestValidation", false);
  options.validates_response = configuration.flag("clientResponseValidation", false);
  options.cors = configuration.flag("enableCORS", false);
  options.no_content = configuration.flag("enableNoContentResponse", false);
  options.cors_headers = configuration.properties("corsHeaders");
  options.format_options = configuration.properties("dataFormatProperty");
  return options;
}

BindingOptions operation_options(const Node& binding, const RestConfiguration& configuration) {
  const Node *verb = binding.find("verb"), *rest = binding.find("rest");
  BindingOptions options = common_options(configuration);
  const auto given = [&](std::string_view key) {
    auto own = text_of(verb, key);
    return own ? own : text_of(rest, key);
  };
  const auto flag = [&](std::string_view key, bool& value) {
    if (const auto text = given(key)) value = *text == "true";
  };
  options.mode = given("bindingMode").value_or(options.mode);
  options.consumes = given("consumes");
  options.produces = given("produces");
  flag("skipBindingOnErrorCode", options.skip_on_error_code);
  flag("clientRequestValidation", options.validates_request);
  flag("clientResponseValidation", options.validates_response);
  flag("enableCORS", options.cors);
  flag("enableNoContentResponse", options.no_content);
  for (const Node& param : items_of(verb, "param")) add_param(param, options);
  for (const Node& response : items_of(verb, "responseMessage")) add_response(response, options);
  return options;
}

namespace {

// The options below json.in. or json.out., and those without a prefix.
Node format_options(const Pairs& all, std::string_view prefix, const Mark& mark) {
  Node map;
  map.kind = Node::Kind::Map;
  map.mark = mark;
  for (const auto& [key, value] : all) {
    const bool known = key.starts_with("json.") || key.starts_with("xml.");
    if (known && !key.starts_with(prefix)) continue;
    Node text;
    text.kind = Node::Kind::Scalar;
    text.text = value;
    text.mark = mark;
    map.entries.push_back({known ? key.substr(prefix.size()) : key, mark, std::move(text)});
  }
  return map;
}

}  // namespace

std::unique_ptr<const DataFormat> json_format(const Pairs& all, std::string_view prefix, const Mark& mark, Assembler& assembler) {
  const FormatSpec* spec = assembler.registry().format("json");
  if (spec == nullptr) return nullptr;
  const Node given = format_options(all, prefix, mark);
  FieldRules rules;
  rules.what = "dataFormatProperty";
  const FormatDecl decl{*spec, mark, Options::read(given, spec->fields, rules, assembler.diagnostics())};
  return spec->compile(decl, assembler);
}

std::shared_ptr<const RestBinding> make_binding(BindingOptions options, const Mark& mark, Assembler& assembler) {
  auto in = json_format(options.format_options, "json.in.", mark, assembler);
  auto out = json_format(options.format_options, "json.out.", mark, assembler);
  if (in == nullptr || out == nullptr) return nullptr;
  return std::make_shared<RestBinding>(std::move(options), std::move(in), std::move(out));
}

}  // namespace kamel::rest
