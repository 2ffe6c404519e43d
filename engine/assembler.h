// Assembler: what a step's compile function writes its part of the program with.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <typeindex>

#include "dsl/route.h"
#include "engine/context.h"
#include "engine/program.h"
#include "engine/spec.h"

namespace kamel {

class Interceptors;
struct SendOptions;

/// Builds one program. Control thread only (a worker for producers made at run time). Nothing throws: what is wrong is reported to `diagnostics()`,
/// and assembly goes on so that all errors of a route are told at once; with errors the program is thrown away.
class Assembler {
 public:
  Assembler(Context& context, const RouteSet& set, std::string route_id, Diagnostics& diagnostics);

  Context& context() noexcept { return context_; }
  const Registry& registry() const noexcept { return context_.registry(); }
  const RouteSet& set() const noexcept { return set_; }
  Diagnostics& diagnostics() noexcept { return diagnostics_; }
  const std::string& route_id() const noexcept { return route_id_; }
  /// The route being compiled; nullptr for a lone producer.
  const RouteDecl* route() const noexcept { return route_; }
  void set_route(const RouteDecl& route) noexcept { route_ = &route; }
  /// What is to be woven in; nullptr: nothing.
  void set_interceptors(Interceptors* interceptors) noexcept { interceptors_ = interceptors; }
  Interceptors* interceptors() const noexcept { return interceptors_; }
  Program& program() noexcept { return *program_; }

  // Code. Places are indices into the code; `emit` gives the one it wrote to.
  std::uint32_t here() const noexcept { return static_cast<std::uint32_t>(program_->code.size()); }
  std::uint32_t emit(std::unique_ptr<const Step> step);
  /// Where Flow::Branch of the instruction at `place` goes.
  void set_branch(std::uint32_t place, std::uint32_t target) { program_->code[place].branch = target; }
  /// A jump to a place that is known already, or is set later by `set_branch`.
  std::uint32_t emit_goto(std::uint32_t target = 0);
  /// Flow::Return.
  std::uint32_t emit_return();
  /// Compiles a list of steps in line.
  void steps(const Node* list);
  void steps(const StepDecl& decl, std::string_view name = "steps") { steps(decl.options.node(name)); }
  /// Compiles a list of steps as a body that child exchanges run: ends with a Return. To be jumped over by what is around it.
  Range body(const Node* list);
  /// The same for code that `write` emits.
  Range body(const std::function<void()>& write);
  /// Failures in `covered` go on at `land`; what a called route has handled goes on at `end`. Inner ones must be added before outer
  /// ones, which nesting does by itself.
  void handler(Range covered, std::uint32_t land, std::uint32_t end);
  /// How many frames of this program are open at the code being written: a loop's, a finally block's.
  class OpenFrame {
   public:
    explicit OpenFrame(Assembler& assembler) : assembler_(assembler) { ++assembler_.depth_; }
    ~OpenFrame() { --assembler_.depth_; }
    OpenFrame(const OpenFrame&) = delete;
    OpenFrame& operator=(const OpenFrame&) = delete;

   private:
    Assembler& assembler_;
  };
  /// Code written while one of these lives is not covered by the route's error handler (doTry and its clauses).
  class Unguarded {
   public:
    explicit Unguarded(Assembler& assembler) : assembler_(assembler), before_(std::exchange(assembler.guarded_, false)) {}
    ~Unguarded() { assembler_.guarded_ = before_; }
    Unguarded(const Unguarded&) = delete;
    Unguarded& operator=(const Unguarded&) = delete;

   private:
    Assembler& assembler_;
    bool before_;
  };

  // Expressions. nullptr after a report. `what` names the owner in "missing expression" messages.
  ExpressionPtr expression(const Options& options, std::string_view name = "expression");
  ExpressionPtr predicate(const Options& options, std::string_view name = "expression");
  /// A whole element: {simple: …} or {expression: {simple: …}}.
  ExpressionPtr expression(const Node& element, bool predicate = false);
  /// An option whose text is simple: a log message, a header's name. A text without functions gives a constant.
  ExpressionPtr simple(const Options& options, std::string_view name);
  ExpressionPtr simple(std::string_view text, const Mark& mark, bool predicate = false);
  ExpressionPtr compile(const LanguageSpec& language, const Node& node, const Mark& mark, bool predicate);
  /// The language names, for FieldRules.
  bool is_language(std::string_view name) const noexcept { return registry().language(name) != nullptr; }

  // Endpoints.
  /// Writes what `to: uri` writes, or reports why it cannot.
  void emit_to(std::string_view uri, const Node* parameters, const Mark& mark, const SendOptions& options);
  void emit_to(std::string_view uri, const Node* parameters, const Mark& mark);
  /// What a send to kamelet:sink writes, while a Kamelet's steps are being compiled.
  void set_sink(std::function<void()> write) { sink_ = std::move(write); }
  /// The step that sends to an endpoint. `parameters` is the `parameters:` map, or nullptr.
  std::unique_ptr<const Step> producer(std::string_view uri, const Node* parameters, const Mark& mark);
  std::unique_ptr<RouteSource> source(std::string_view uri, const Node* parameters, const Mark& mark);
  /// An endpoint taken apart and checked; nullopt after a report.
  std::optional<EndpointDecl> endpoint(std::string_view uri, const Node* parameters, const Mark& mark, bool consumer);

  /// The data format under `marshal:` / `unmarshal:` (exactly one key that names one); nullptr after a report.
  std::unique_ptr<const DataFormat> format(const StepDecl& decl);

  /// What a step remembers between exchanges. The same route, step id, type and `key` (its options) get the same object across live swaps.
  template <class T>
  std::shared_ptr<T> state(const StepDecl& decl, const std::string& key, const std::function<std::shared_ptr<T>()>& make) {
    return context_.shared<T>(state_key(decl, key), make);
  }

  /// How far the numbers below have come, for code that is written several times under the same ids.
  using IdCounters = std::map<std::string, unsigned, std::less<>>;
  IdCounters swap_id_counters(IdCounters counters);
  const IdCounters& id_counters() const noexcept { return counters_; }
  /// "setBody" → "setBody1", "setBody2" …: unique in the integration, as Camel numbers.
  std::string make_id(std::string_view name);
  void error(const Mark& mark, std::string message, std::string hint = {}, std::string java_class = {}) {
    diagnostics_.error(mark, std::move(message), std::move(hint), std::move(java_class));
  }
  std::shared_ptr<Program> finish() { return std::move(program_); }

 private:
  std::string state_key(const StepDecl& decl, const std::string& key) const;
  friend class Unguarded;
  friend class OpenFrame;
  void step(const Node& item);
  void compile_step(const StepSpec& spec, const Node::Entry& entry);
  ExpressionPtr inline_expression(const Options& options, std::string_view name, bool predicate);
  Context& context_;
  const RouteSet& set_;
  std::string route_id_;
  const RouteDecl* route_ = nullptr;
  Interceptors* interceptors_ = nullptr;
  std::function<void()> sink_;
  Diagnostics& diagnostics_;
  std::shared_ptr<Program> program_;
  bool guarded_ = true;
  std::uint32_t depth_ = 0, body_ = 0, bodies_ = 0;
  std::string_view step_name_;
  std::string step_id_;
  Mark step_mark_;
  IdCounters counters_;
};

/// Compiles a whole set: every route, with its error handling. With errors in `diagnostics` the result is not to be run.
struct CompiledRoute {
  std::shared_ptr<const Program> program;
  std::unique_ptr<RouteSource> source;  // nullptr when the diff says that the old one stays
  const RouteDecl* decl = nullptr;
};
std::vector<CompiledRoute> compile(const RouteSet& set, Context& context, Diagnostics& diagnostics);

}  // namespace kamel
