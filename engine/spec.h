// Specs: how a step, a language, a data format or a component introduces itself. One file each, holding its spec and its code.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "dsl/fields.h"
#include "dsl/uri.h"
#include "engine/expression.h"
#include "engine/program.h"

namespace kamel {

class Assembler;
struct StepSpec;
struct LanguageSpec;
struct FormatSpec;
struct ComponentSpec;
class Intake;

/// A step as it was declared.
struct StepDecl {
  const StepSpec& spec;
  const Node& node;  // what stands under the step's key
  Mark mark;         // of the key
  Options options;
  std::string id;    // given, or made
};

struct StepSpec {
  std::string_view name;       // the YAML key: "filter"
  std::string_view summary;    // one sentence
  std::span<const Field> fields = {};
  std::string_view shorthand = {};   // `filter: text` stands for {<shorthand>: text}
  bool inline_expression = false;    // `filter: {simple: …}`
  bool takes_format = false;         // `marshal: {json: …}`: keys that are no field name a data format
  std::string_view example;    // a list of steps in YAML; compiled by a test
  std::string_view needs = {};       // what the example needs besides itself; a test leaves it out then
  void (*compile)(const StepDecl&, Assembler&);
};

/// An expression as it was declared: `simple: text` or `simple: {expression: text, resultType: …}`.
struct ExpressionDecl {
  const LanguageSpec& spec;
  std::string text;      // trimmed unless `trim: false`
  Mark mark;             // of the text's first character
  const Node* node;      // of the text, for Node::mark_at; nullptr when the text comes from elsewhere
  Options options;
  bool predicate = false;  // asked for a yes or no
  /// The place of the offset-th character of `text`.
  Mark mark_at(std::size_t offset) const { return node != nullptr ? node->mark_at(offset) : mark.right(offset); }
};

struct LanguageSpec {
  std::string_view name;  // "jsonpath"
  std::string_view summary;
  std::span<const Field> fields = {};  // besides expression, id and trim
  std::string_view example;            // one expression
  /// nullptr after having reported why.
  ExpressionPtr (*compile)(const ExpressionDecl&, Assembler&);
  bool refused = false;  // known by name only: compile reports what it would need
};

/// A data format: bytes ↔ structure.
class DataFormat {
 public:
  virtual ~DataFormat() = default;
  /// The bytes for `body`. `exchange` is there for headers (Content-Type) only.
  virtual Result<Value> marshal(const Value& body, Exchange& exchange) const = 0;
  virtual Result<Value> unmarshal(const Value& body, Exchange& exchange) const = 0;
};

struct FormatDecl {
  const FormatSpec& spec;
  Mark mark;
  Options options;
};

struct FormatSpec {
  std::string_view name;  // "json"
  std::string_view summary;
  std::span<const Field> fields = {};
  std::string_view example;  // what stands under `marshal:`
  std::unique_ptr<const DataFormat> (*compile)(const FormatDecl&, Assembler&);
  bool refused = false;  // known by name only: compile reports what it would need
};

/// An endpoint as it was declared, its parameters checked against the component's fields.
struct EndpointDecl {
  const ComponentSpec& spec;
  EndpointUri uri;
  Options options;
  Mark mark;
};

/// What brings messages into a route. Created on the control thread, where start and stop are called as well.
class RouteSource {
 public:
  virtual ~RouteSource() = default;
  /// Begins to admit into `intakes`, one per worker, which outlive this source. A failure (port taken, no such directory) keeps the route from starting.
  virtual Result<> start(std::span<Intake* const> intakes) = 0;
  /// Stops taking new messages; calls `stopped` (any thread) once those it admitted have been settled and confirmed (offsets committed).
  virtual void stop(std::function<void()> stopped) = 0;
  /// Suspends and resumes taking, for controlbus and back-pressure from outside. The default does nothing.
  virtual void pause(bool) {}
};

struct ComponentSpec {
  std::string_view scheme;   // "kafka"
  std::string_view syntax;   // "kafka:topic"
  std::string_view summary;
  std::span<const Field> fields = {};
  bool lenient = false;      // parameters that are no option belong to the other side (http)
  bool internal = false;     // takes its messages from other routes (direct, seda): drained after those
  std::string_view example;  // a URI
  /// nullptr where the component has no such side; nullptr returned after having reported why.
  std::unique_ptr<RouteSource> (*source)(const EndpointDecl&, Assembler&) = nullptr;
  std::unique_ptr<const Step> (*producer)(const EndpointDecl&, Assembler&) = nullptr;
};

}  // namespace kamel
