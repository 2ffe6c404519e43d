// jq(…), jsonpath(…), xpath(…): the other languages, found in the registry when the expression is compiled.
#include <array>

#include "engine/languages/simple/functions.h"

namespace kamel::simple {
namespace {

Node scalar(std::string_view text, const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.mark = mark;
  node.text = text;
  node.quoted = true;
  return node;
}

/// What may stand before the expression: where to read from.
bool is_source(std::string_view text) {
  for (const std::string_view prefix : {"header:", "property:", "exchangeProperty:", "variable:"}) {
    if (text.starts_with(prefix)) return true;
  }
  return false;
}

ExpressionPtr other_language(const Call& call, std::string_view name) {
  const LanguageSpec* language = call.compiler.assembler().registry().language(name);
  if (language == nullptr) Compiler::fail(call.whole, "the language " + std::string(name) + " is not part of this program");
  const Piece inner = call.arguments.sub(unquote(call.arguments.text));
  std::string_view text = inner.text, source;
  if (is_source(text)) {
    const std::size_t comma = text.find(',');
    source = trim(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view() : trim(text.substr(comma + 1));
  }
  if (text.empty() && name != "jsonpath") Compiler::fail(call.whole, "Illegal syntax: an empty " + std::string(name) + " expression");
  const Mark mark = call.compiler.decl().mark_at(call.whole.offset);
  Node node = scalar(text, mark);
  if (!source.empty()) {
    Node map;
    map.kind = Node::Kind::Map;
    map.mark = mark;
    map.entries.push_back({"expression", mark, std::move(node)});
    map.entries.push_back({"source", mark, scalar(source, mark)});
    node = std::move(map);
  }
  auto compiled = call.compiler.assembler().compile(*language, node, mark, false);
  if (compiled == nullptr) Compiler::fail(call.whole, "the " + std::string(name) + " expression is not right");
  return compiled;
}

constexpr std::array kFunctions = {
    FunctionEntry{"jq", "${jq(exp)}", [](const Call& c) { return other_language(c, "jq"); }},
    FunctionEntry{"jsonpath", "${jsonpath(exp)}", [](const Call& c) { return other_language(c, "jsonpath"); }},
    FunctionEntry{"simpleJsonpath", "${simpleJsonpath(exp)}", [](const Call& c) { return other_language(c, "jsonpath"); }, true},
    FunctionEntry{"xpath", "${xpath(exp)}", [](const Call& c) { return other_language(c, "xpath"); }},
};

}  // namespace

std::span<const FunctionEntry> language_functions() { return kFunctions; }

}  // namespace kamel::simple
