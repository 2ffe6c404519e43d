#include "engine/languages/simple/ognl.h"

#include <algorithm>

#include "engine/convert.h"
#include "engine/languages/simple/nodes.h"
#include "engine/languages/simple/scan.h"

namespace kamel::simple {
namespace {

Error bean_error(std::string_view method, const Error& cause) {
  return Error("org.apache.camel.language.bean.RuntimeBeanExpressionException",
               "Failed to invoke method: " + std::string(method) + " on null due to: " + cause.text(), cause);
}

Error out_of_bounds(std::string message) { return Error("java.lang.IndexOutOfBoundsException", std::move(message)); }

/// "last", "last-2" or a number, as an index of `size` items; nullopt: the key is none.
Result<std::optional<std::int64_t>> index_of(std::string_view key, std::size_t size) {
  using Index = std::optional<std::int64_t>;
  if (key.starts_with("last")) {
    std::int64_t index = static_cast<std::int64_t>(size) - 1;
    if (const auto minus = key.find('-'); minus != std::string_view::npos) {
      const auto less = to_int(Value(trim(key.substr(minus + 1))));
      if (!less) return Error("org.apache.camel.ExpressionIllegalSyntaxException", "Illegal syntax: " + std::string(key));
      index -= *less;
    }
    return Index(index);
  }
  if (const auto number = to_int(Value(key))) return Index(*number);
  return Index();
}

/// The structure that an index looks into.
Value structure_of(const Value& value) {
  if (value.kind() == Value::Kind::Bytes) return Value(iterate(value));
  if (value.is_object()) {
    if (auto converted = value.object().converted()) return *converted;
  }
  return value;
}

}  // namespace

bool is_invalid_ognl(std::string_view text) noexcept {
  const auto open = std::ranges::count(text, '['), close = std::ranges::count(text, ']');
  if (open > 0 || close > 0) return open != close;
  return text.find("..") != std::string_view::npos;
}

bool has_ognl(std::string_view text) noexcept {
  const auto open = std::ranges::count(text, '['), close = std::ranges::count(text, ']');
  if (open > 0 && close > 0) return open == close;
  return text.find('.') != std::string_view::npos;
}

Ognl::Ognl(Compiler& compiler, const Piece& text) : text_(text.text) {
  for (std::size_t at = 0; at < text.text.size();) read_link(compiler, text, at);
}

namespace {
/// Where the bracket that opens at `at` is closed; quotes and functions are passed over.
std::size_t closing(std::string_view text, std::size_t at, char open, char close) {
  int depth = 0, functions = 0;
  char quote = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (function_start(text, i) != 0) {
      ++functions;
    } else if (c == '}' && functions > 0) {
      --functions;
    } else if (functions == 0 && c == open) {
      ++depth;
    } else if (functions == 0 && c == close && --depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

bool is_word(std::string_view text) {
  if (text.empty() || text.find("${") != std::string_view::npos || text == "true" || text == "false" || text == "null") return false;
  return !to_double(Value(text));
}
}  // namespace

void Ognl::read_link(Compiler& compiler, const Piece& text, std::size_t& at) {
  const std::string_view all = text.text;
  Link link;
  const std::size_t begin = at;
  if (all[at] == '?') {
    link.null_safe = true;
    ++at;
  }
  if (at < all.size() && all[at] == '.') ++at;
  const std::size_t name = at;
  while (at < all.size() && std::string_view(".?[(").find(all[at]) == std::string_view::npos) ++at;
  link.method = all.substr(name, at - name);
  if (at < all.size() && all[at] == '(') {
    const std::size_t end = closing(all, at, '(', ')');
    if (end == std::string_view::npos)
      Compiler::fail(text.from(at), "Method should end with parenthesis, was " + std::string(all.substr(name)));
    for (const auto& argument : split_arguments(text.sub(all.substr(at + 1, end - at - 1)))) {
      ExpressionPtr value;
      if (argument.quoted) {
        value = argument.piece.text.find("${") != std::string_view::npos ? compiler.expression(argument.piece)
                                                                         : constant(Slice(argument.piece.text));
      } else {
        value = argument.piece.text == "null" ? constant(Value()) : compiler.expression(argument.piece);
      }
      link.arguments.push_back({std::move(value), argument.quoted, !argument.quoted && is_word(argument.piece.text)});
    }
    link.called = true;
    at = end + 1;
  }
  if (at < all.size() && all[at] == '[') {
    const std::size_t end = closing(all, at, '[', ']');
    if (end == std::string_view::npos) Compiler::fail(text.from(at), "a ']' is missing");
    const std::string_view key = trim(all.substr(at + 1, end - at - 1));
    if (!key.empty()) link.key = compiler.expression(text.sub(unquote(key)));
    at = end + 1;
  }
  // The arrays that split and toArray give in Java are lists here.
  const bool of_array =
      !links_.empty() && (links_.back().method == "split" || links_.back().method == "toArray" || links_.back().method == "toCharArray") && links_.back().key == nullptr;
  if (of_array && link.method == "length" && !link.called) link.method = "size";
  if (at == begin) ++at;  // never stand still on text that is no OGNL
  link.path = all.substr(begin, at - begin);
  links_.push_back(std::move(link));
}

Result<Value> Ognl::walk(Value value, Exchange& exchange) const {
  const Value start = value;  // for messages
  for (const Link& link : links_) {
    if (value.is_null()) {
      return Error("org.apache.camel.language.bean.RuntimeBeanExpressionException",
                   "Failed to invoke method: " + text_ + " on " + std::string(start.java_class()) +
                       " due last method returned null and therefore cannot continue to invoke method " + link.path +
                       " on a null instance");
    }
    auto next = follow(link, std::move(value), exchange);
    if (!next) return bean_error(link.method.empty() ? link.path : link.method, next.error());
    if (next->is_null() && link.null_safe) return Value();
    value = std::move(*next);
  }
  return value;
}

Result<Value> Ognl::follow(const Link& link, Value value, Exchange& exchange) const {
  if (!link.method.empty()) {
    Arguments arguments;
    for (const Argument& argument : link.arguments) {
      auto evaluated = argument.value->evaluate(exchange);
      if (!evaluated) return evaluated;
      arguments.add(std::move(*evaluated), argument.quoted, argument.word);
    }
    auto result = invoke(value, link.method, link.called, arguments, exchange);
    if (!result) return result;
    value = std::move(*result);
  }
  if (link.key == nullptr && link.method.empty() && link.path == ".") {  // ${body.}
    return Error("org.apache.camel.component.bean.MethodNotFoundException", "Method with name:  not found on bean: " + to_text(value).str());
  }
  if (link.key == nullptr) return value;
  const auto key = link.key->evaluate(exchange);
  if (!key) return key.error();
  if (key->is_null()) return value;
  return look_up(value, trim(to_text(*key)), link.null_safe);
}

Result<Value> look_up(const Value& value, std::string_view key, bool null_safe) {
  const Value inside = structure_of(value);
  if (inside.is_map()) {
    const Value* found = std::as_const(inside).map().find(key);
    return found != nullptr ? *found : Value();
  }
  if (inside.is_list()) {
    const List& list = std::as_const(inside).list();
    const auto index = index_of(key, list.size());
    if (!index) return index.error();
    if (*index && **index >= 0 && **index < static_cast<std::int64_t>(list.size())) return list[static_cast<std::size_t>(**index)];
    if (null_safe) return Value();
    if (*index) {
      return out_of_bounds("Index: " + std::to_string(**index) + ", Size: " + std::to_string(list.size()) +
                           " out of bounds with List from bean: " + to_text(value).str());
    }
  }
  if (null_safe) return Value();
  return out_of_bounds("Key: " + std::string(key) + " not found in bean: " + to_text(value).str() +
                       " of type: " + std::string(value.java_class()));
}

}  // namespace kamel::simple
