// Values: expressions and data formats tried on one message, without a route around them.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>

#include "dsl/json.h"
#include "dsl/yaml.h"
#include "engine/assembler.h"
#include "engine/catalogs.h"
#include "engine/convert.h"
#include "engine/iterator.h"
#include "engine/runtime.h"
#include "engine/worker.h"

namespace kamel::testing {

/// What came out: "json" of a value, "Class: message" of a failure, "rejected: …" when it did not compile.
class Values {
 public:
  Values() : registry_(steps::catalog(), languages::catalog(), formats::catalog(), {}), runtime_(registry_, RuntimeOptions{.name = "test"}) {}

  /// `expression` is YAML: "jsonpath: $.a" or "tokenize: {token: x, group: 2}".
  std::string evaluate(const std::string& expression, Value body, const std::function<void(Exchange&)>& prepare = {}, bool predicate = false) {
    Diagnostics problems;
    const auto source = std::make_shared<const Source>(Source{"test.yaml", expression});
    const std::vector<Node> documents = yaml::parse(source, problems);
    RouteSet set;
    Assembler assembler(runtime_.context(), set, "test", problems);
    const Node::Entry& entry = documents.at(0).entries.at(0);
    const ExpressionPtr compiled = assembler.compile(*registry_.language(entry.key), entry.value, entry.mark, predicate);
    if (compiled == nullptr) return "rejected: " + first_line(problems);
    return on_worker([&](Exchange& exchange) {
      exchange.message.body = std::move(body);
      if (prepare) prepare(exchange);
      if (!predicate) return shown(compiled->evaluate(exchange));
      const Result<bool> matches = compiled->matches(exchange);
      return matches ? std::string(*matches ? "true" : "false") : matches.error().text();
    });
  }
  std::string matches(const std::string& expression, Value body) { return evaluate(expression, std::move(body), {}, true); }

  /// `format` is YAML: "csv: {delimiter: x}".
  std::string marshal(const std::string& format, Value body) {
    return with_format(format, [&](const DataFormat& compiled, Exchange& exchange) {
      Result<Value> made = compiled.marshal(body, exchange);
      return made ? to_text(*made).str() : made.error().text();
    });
  }
  std::string unmarshal(const std::string& format, Value body) {
    return with_format(format, [&](const DataFormat& compiled, Exchange& exchange) { return shown(compiled.unmarshal(body, exchange)); });
  }
  /// Both ways.
  std::string round_trip(const std::string& format, Value body) {
    return with_format(format, [&](const DataFormat& compiled, Exchange& exchange) {
      Result<Value> made = compiled.marshal(body, exchange);
      if (!made) return made.error().text();
      Result<Value> back = compiled.unmarshal(*made, exchange);
      return back ? to_text(*back).str() : back.error().text();
    });
  }
  static Value json(std::string_view text) { return *json::parse(Slice(text)); }

 private:
  static std::string first_line(const Diagnostics& problems) {
    const std::string text = problems.text();
    return text.substr(0, text.find('\n'));
  }

  static std::string shown(Result<Value> value) {
    if (!value) return value.error().text();
    auto* items = value->object_as<Iterator>();
    if (items == nullptr) return json::write(*value).str();
    Result<List> all = drain(*items);
    return all ? json::write(Value(*all)).str() : all.error().text();
  }

  std::string with_format(const std::string& text, const std::function<std::string(const DataFormat&, Exchange&)>& use) {
    Diagnostics problems;
    const auto source = std::make_shared<const Source>(Source{"test.yaml", text});
    const std::vector<Node> documents = yaml::parse(source, problems);
    RouteSet set;
    Assembler assembler(runtime_.context(), set, "test", problems);
    const Node::Entry& entry = documents.at(0).entries.at(0);
    const FormatSpec* spec = registry_.format(entry.key);
    FieldRules rules;
    rules.what = "data format";
    const FormatDecl decl{*spec, entry.mark, Options::read(entry.value, spec->fields, rules, problems)};
    const auto compiled = spec->compile(decl, assembler);
    if (compiled == nullptr || problems.has_errors()) return "rejected: " + first_line(problems);
    return on_worker([&](Exchange& exchange) { return use(*compiled, exchange); });
  }

  std::string on_worker(const std::function<std::string(Exchange&)>& task) {
    std::promise<std::string> done;
    Worker& worker = *runtime_.context().workers().front();
    worker.post([&] {
      Exchange& exchange = worker.acquire();
      std::string result = task(exchange);
      worker.recycle(exchange);
      done.set_value(std::move(result));
    });
    return done.get_future().get();
  }

  Registry registry_;
  Runtime runtime_;
};

}  // namespace kamel::testing
