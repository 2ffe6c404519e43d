#include "kamel-cli/eval/lang.h"

#include <fstream>
#include <iostream>

#include "dsl/json.h"
#include "engine/assembler.h"
#include "engine/catalogs.h"
#include "engine/convert.h"
#include "engine/worker.h"
#include "kamel-cli/eval/json_values.h"
#include "kamel-cli/eval/well_formed.h"

namespace kamel::cli {
namespace {

const Value* member(const Map& line, std::string_view name) {
  const Value* found = line.find(name);
  return found != nullptr && !found->is_null() ? found : nullptr;
}

std::string text_of(const Map& line, std::string_view name, std::string_view otherwise) {
  const Value* found = member(line, name);
  return found != nullptr ? to_text(*found).str() : std::string(otherwise);
}

Node scalar(std::string_view text, const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.mark = mark;
  node.text = text;
  node.quoted = true;
  return node;
}

/// The namespaces of xpath: {prefix: uri} as the list of pairs that YAML has.
Node pairs(const Map& map, const Mark& mark) {
  Node list;
  list.kind = Node::Kind::List;
  list.mark = mark;
  for (const auto& [key, value] : map) {
    Node pair;
    pair.kind = Node::Kind::Map;
    pair.mark = mark;
    pair.entries = {{"key", mark, scalar(key, mark)}, {"value", mark, scalar(to_text(value), mark)}};
    list.items.push_back(std::move(pair));
  }
  return list;
}

/// What would stand in YAML under the language's name. Without options the text is taken as it is.
Node declaration(const Map& line, const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Map;
  node.mark = mark;
  node.entries.push_back({"expression", mark, scalar(text_of(line, "expr", ""), mark)});
  const Value* options = member(line, "options");
  if (options == nullptr || !options->is_map()) {
    node.entries.push_back({"trim", mark, scalar("false", mark)});
    return node;
  }
  for (const auto& [name, value] : options->map()) {
    node.entries.push_back({name.str(), mark, value.is_map() ? pairs(value.map(), mark) : scalar(to_text(value), mark)});
  }
  return node;
}

/// {name: value} into headers, properties or variables.
template <class Named>
void fill(Named& named, const Map& line, std::string_view name) {
  const Value* values = member(line, name);
  if (values == nullptr || !values->is_map()) return;
  for (const auto& [key, value] : values->map()) named.set(key, input_value(value));
}

/// All that lives as long as the file.
class Evaluator {
 public:
  Evaluator()
      : registry_(steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog()),
        context_(registry_, "oracle"),
        worker_(context_, 0) {
    set_.name = "oracle";
    set_.properties.set("greeting", "Hello from property");
    set_.properties.set("num", "42");
    set_.properties.set("kamel.camel-version", "4.14");
    context_.set_properties(set_.properties);
  }

  Map answer(const Map& line) {
    Map out;
    for (const auto& [name, value] : line) {
      if (!name.view().starts_with("=> ")) out.set(name, value);  // answers of an earlier run
    }
    const bool predicate = text_of(line, "mode", "expression") == "predicate";
    Diagnostics diagnostics;
    const auto expression = compile(line, predicate, diagnostics);
    const auto value = expression != nullptr ? evaluate(*expression, line, predicate) : Result<Value>(failure(diagnostics));
    if (!value) {
      out.set("=> exception", output_error(value.error()));
      return out;
    }
    out.set("=> value", output_value(*value));
    out.set("=> type", value->is_null() ? std::string_view("null") : value->java_class());
    return out;
  }

 private:
  ExpressionPtr compile(const Map& line, bool predicate, Diagnostics& diagnostics) {
    const std::string name = text_of(line, "lang", "simple");
    const auto source = std::make_shared<const Source>(Source{"expr", text_of(line, "expr", "")});
    const Mark mark{source, 1, 1};
    const LanguageSpec* language = registry_.language(name);
    if (language == nullptr) {
      diagnostics.error(mark, "unknown language '" + name + "'", {}, "org.apache.camel.NoSuchLanguageException");
      return nullptr;
    }
    Node node = declaration(line, mark);
    if (member(line, "options") != nullptr) resolve_placeholders(node, set_.properties, diagnostics);
    if (diagnostics.has_errors()) return nullptr;
    Assembler assembler(context_, set_, "", diagnostics);
    auto expression = assembler.compile(*language, node, mark, predicate);
    return diagnostics.has_errors() ? nullptr : std::move(expression);
  }

  static Error failure(const Diagnostics& diagnostics) {
    for (const Diagnostic& each : diagnostics.list()) {
      if (each.severity != Severity::Error) continue;
      const std::string at = each.mark.column > 0 ? " at location " + std::to_string(each.mark.column - 1) : "";
      return Error(each.java_class.empty() ? "java.lang.IllegalArgumentException" : each.java_class, each.message + at);
    }
    return Error("java.lang.IllegalArgumentException", "the expression cannot be used");
  }

  Result<Value> evaluate(const Expression& expression, const Map& line, bool predicate) {
    Exchange& exchange = worker_.acquire();
    if (const Value* body = member(line, "body")) exchange.message.body = input_value(*body);
    fill(exchange.message.headers, line, "headers");
    fill(exchange.properties, line, "properties");
    fill(exchange.variables, line, "variables");
    if (const Value* message = member(line, "exception"))
      exchange.exception = Error("java.lang.IllegalArgumentException", to_text(*message).str());
    auto value = predicate ? matches(expression, exchange) : expression.evaluate(exchange);
    if (const Value* type = member(line, "type"); value && type != nullptr) value = converted(*value, to_text(*type), exchange);
    worker_.recycle(exchange);
    return value;
  }

  static Result<Value> matches(const Expression& expression, Exchange& exchange) {
    const auto holds = expression.matches(exchange);
    if (!holds) return holds.error();
    return Value(*holds);
  }

  static Result<Value> converted(const Value& value, std::string_view type, Exchange& exchange) {
    auto result = convert(value, type, &exchange);
    if (!result && result.error().type() == "org.apache.camel.NoTypeConversionAvailableException") return Value();
    return result;
  }

  Registry registry_;
  Context context_;
  Worker worker_;
  RouteSet set_;
};

}  // namespace

int eval_lang(const std::string& file, std::ostream& out) {
  std::ifstream in(file);
  if (!in) {
    std::cerr << "kamel eval: cannot read " << file << '\n';
    return 1;
  }
  Evaluator evaluator;
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    if (text.empty() || text.front() == '#') continue;
    const auto line = json::parse(Slice(text));
    if (!line || !line->is_map()) {
      std::cerr << file << ':' << number << ": not a JSON object\n";
      return 1;
    }
    out << well_formed(json::write(Value(evaluator.answer(line->map())))) << '\n';
  }
  return 0;
}

}  // namespace kamel::cli
