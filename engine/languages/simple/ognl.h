// Camel's OGNL: properties, methods and indices behind a value, `.name`, `.name(arguments)`, `[key]`, `?.name`.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/languages/simple/compiler.h"

namespace kamel::simple {

/// Whether a text is wrong as OGNL: brackets that do not match, or two dots.
bool is_invalid_ognl(std::string_view text) noexcept;
/// Whether there is any: brackets or a dot.
bool has_ognl(std::string_view text) noexcept;

/// A compiled path. Const.
class Ognl {
 public:
  /// Throws SyntaxError.
  Ognl(Compiler& compiler, const Piece& text);
  /// Walks from `value`, which is not null. Fails with org.apache.camel.language.bean.RuntimeBeanExpressionException.
  Result<Value> walk(Value value, Exchange& exchange) const;

 private:
  struct Argument {
    ExpressionPtr value;
    bool quoted;
    bool word;  // written without quotes, and no number, function, true, false or null
  };
  struct Link {
    bool null_safe = false;
    std::string method;   // "" for an index alone
    bool called = false;  // written with parentheses
    std::vector<Argument> arguments;
    ExpressionPtr key;  // nullptr: no index
    std::string path;   // as written up to here, for messages
  };
  Result<Value> follow(const Link& link, Value value, Exchange& exchange) const;
  void read_link(Compiler& compiler, const Piece& text, std::size_t& at);

  std::vector<Link> links_;
  std::string text_;
};

/// Whether a stream is one of those that Camel keeps in a cache, which every route does with its body: they know their length, and are text.
bool is_cached(const Value& value, const Exchange& exchange) noexcept;

/// The value that `[key]` finds in a map, a list or bytes.
Result<Value> look_up(const Value& value, std::string_view key, bool null_safe);

/// The arguments of a call.
struct Arguments {
  std::vector<Value> values;
  std::vector<bool> quoted;
  std::vector<bool> words;

  void add(Value value, bool is_quoted = false, bool is_word = false) {
    values.push_back(std::move(value));
    quoted.push_back(is_quoted);
    words.push_back(is_word);
  }
  bool has_word() const { return std::ranges::find(words, true) != words.end(); }
  std::size_t size() const noexcept { return values.size(); }
  const Value& operator[](std::size_t i) const noexcept { return values[i]; }
  Slice text(std::size_t i) const;
  /// A whole number, or an error as Camel's binding gives it.
  Result<std::int32_t> integer(std::size_t i) const;
};

/// Calls `value.method(arguments)`, or reads a property where it was written without parentheses. Fails with what Java or Camel's bean
/// component throws.
Result<Value> invoke(Value& value, std::string_view method, bool called, const Arguments& arguments, Exchange& exchange);

/// What java.lang.String, the collections and the boxed numbers can do. nullopt: no such method.
using Called = std::optional<Result<Value>>;
Called call_text(const Slice& self, std::string_view method, const Arguments& arguments);
Called call_list(Value& self, std::string_view method, const Arguments& arguments);
Called call_map(Value& self, std::string_view method, const Arguments& arguments);

/// A Java class as a value: ${body.class}.
Value java_class_value(std::string_view name);

}  // namespace kamel::simple
