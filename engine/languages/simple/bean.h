// Bean: a Java object that OGNL calls by a table of its methods: exchanges, messages, the context.
#pragma once

#include <algorithm>
#include <span>

#include "engine/exchange.h"
#include "engine/languages/simple/ognl.h"

namespace kamel::simple {

class Bean : public Object {
 public:
  /// Calls a method, or reads a property where it was written without parentheses. nullopt: no such method.
  virtual Called call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const = 0;
};

/// A method of `Self`. Where Java has several of the name, Camel cannot choose without parentheses, nor for a bare word as an argument.
template <class Self>
struct BeanMethod {
  std::string_view name;  // "getBody"
  std::size_t least, most;
  bool overloaded;
  Result<Value> (*call)(const Self& self, const Arguments& arguments, Exchange& exchange);
};

/// "getBody" of "body" with the prefix "get".
std::string accessor(std::string_view prefix, std::string_view name);
Error ambiguous(std::string_view method);

template <class Self>
const BeanMethod<Self>* find_method(std::span<const BeanMethod<Self>> methods, std::string_view name, bool called) {
  const auto by_name = [&](std::string_view wanted) -> const BeanMethod<Self>* {
    const auto found = std::ranges::find(methods, wanted, &BeanMethod<Self>::name);
    return found != methods.end() ? &*found : nullptr;
  };
  const auto* found = by_name(name);
  if (found == nullptr && !called && !name.empty()) found = by_name(accessor("get", name));
  if (found == nullptr && !called && !name.empty()) found = by_name(accessor("is", name));
  return found;
}

template <class Self>
Called call_method(const Self& self, std::span<const BeanMethod<Self>> methods, std::string_view name, bool called, const Arguments& arguments,
                   Exchange& exchange) {
  const auto* method = find_method(methods, name, called);
  if (method == nullptr) return std::nullopt;
  if (!called) {  // Camel gives the body for what is missing
    if (method->overloaded) return ambiguous(name);
    Arguments body;
    for (std::size_t i = 0; i < method->least; ++i) body.add(exchange.message.body);
    return method->call(self, body, exchange);
  }
  if (method->overloaded && (arguments.has_word() || (arguments.size() > 0 && arguments.size() < method->least))) return ambiguous(name);
  if (arguments.size() > method->most || (arguments.size() < method->least && arguments.size() == 0)) return std::nullopt;
  Arguments all = arguments;
  while (all.size() < method->least) all.add(Value());
  return method->call(self, all, exchange);
}

}  // namespace kamel::simple
