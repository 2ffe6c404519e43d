// Template: a Mustache template, as mustache.java reads and fills it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/slice.h"
#include "dsl/value.h"

namespace kamel::mustache {

/// What names are looked up in: the innermost scope first.
class Scopes {
 public:
  void push(Value value) { stack_.push_back(std::move(value)); }
  void pop() { stack_.pop_back(); }
  /// "." is the innermost value itself; "a.b" is looked up part by part. Null where there is none.
  Value find(std::string_view name) const;

 private:
  std::vector<Value> stack_;
};

/// Loads a partial's text by its name.
using Partials = std::function<Result<Slice>(std::string_view name)>;

/// Immutable; any thread may fill it. The project has its own reader because mustache.java differs from the specification that the libraries
/// keep to: what it escapes, what is false, where white space goes.
class Template {
 public:
  /// Fails with com.github.mustachejava.MustacheException. Partials are read now; ones that include themselves are refused.
  static Result<std::shared_ptr<const Template>> compile(std::string_view text, std::string_view open, std::string_view close, const Partials& partials);
  ~Template();
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;

  Slice fill(Scopes& scopes) const;

 private:
  friend class Reader;
  struct Part;
  Template();
  std::vector<Part> parts_;
};

}  // namespace kamel::mustache
