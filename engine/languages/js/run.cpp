#include "engine/languages/js/run.h"

#include <duktape.h>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "dsl/json.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/languages/js/watched.h"
#include "engine/variables.h"

namespace kamel::languages::javascript {
namespace {

constexpr std::size_t kMemory = 64 * 1024 * 1024;
constexpr std::chrono::seconds kTime{5};
constexpr char kTick[] = "__kamel_tick";

// What Camel's objects can do, in terms of one native function: ask(kind, operation, name, value).
constexpr char kPrelude[] = R"js(
(function (ask, body, id, contextName) {
  function map(kind) {
    var methods = {
      get: function (name) { return ask(kind, 'get', name); },
      put: function (name, value) { var old = ask(kind, 'get', name); ask(kind, 'put', name, value); return old; },
      remove: function (name) { var old = ask(kind, 'get', name); ask(kind, 'remove', name); return old; },
      containsKey: function (name) { return ask(kind, 'has', name); },
      size: function () { return ask(kind, 'keys').length; },
      keySet: function () { return ask(kind, 'keys'); }
    };
    return new Proxy({}, {
      get: function (target, name) { return methods.hasOwnProperty(name) && !ask(kind, 'has', name) ? methods[name] : ask(kind, 'has', name) ? ask(kind, 'get', name) : undefined; },
      set: function (target, name, value) { ask(kind, 'put', name, value); return true; },
      has: function (target, name) { return ask(kind, 'has', name); },
      deleteProperty: function (target, name) { ask(kind, 'remove', name); return true; }
    });
  }
  var global = new Function('return this')();
  var message = {
    getBody: function () { return ask('body', 'get'); },
    setBody: function (value) { ask('body', 'put', '', value); },
    getHeader: function (name) { return ask('headers', 'get', name); },
    setHeader: function (name, value) { ask('headers', 'put', name, value); },
    removeHeader: function (name) { return global.headers.remove(name); },
    getHeaders: function () { return global.headers; },
    getMessageId: function () { return id; }
  };
  global.headers = map('headers');
  global.properties = map('properties');
  global.message = message;
  global.body = body;
  global.exchangeId = id;
  global.context = { getName: function () { return contextName; } };
  global.exchange = {
    getIn: function () { return message; },
    getMessage: function () { return message; },
    getExchangeId: function () { return id; },
    getContext: function () { return global.context; },
    getProperty: function (name) { return ask('properties', 'get', name); },
    setProperty: function (name, value) { ask('properties', 'put', name, value); },
    removeProperty: function (name) { return global.properties.remove(name); },
    getVariable: function (name) { return ask('variables', 'get', name); },
    setVariable: function (name, value) { ask('variables', 'put', name, value); }
  };
})
)js";

/// One run: what natives need, and a bound on memory. Duktape leaves by longjmp: no frame between here and its calls may own anything, so the texts that
/// pass to and fro (as JSON) are kept here. Each block of memory is preceded by its size.
struct Run {
  Exchange* exchange = nullptr;
  std::string_view script;
  std::string kind, operation, name, text;
  std::string id, context_name;
  std::size_t used = 0;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::now() + kTime;

  static constexpr std::size_t kHead = alignof(std::max_align_t);

  static void* allocate(void* self, duk_size_t size) { return reallocate(self, nullptr, size); }
  static void release(void* self, void* block) { reallocate(self, block, 0); }
  static void* reallocate(void* self, void* block, duk_size_t size) {
    auto& run = *static_cast<Run*>(self);
    char* start = block == nullptr ? nullptr : static_cast<char*>(block) - kHead;
    const std::size_t before = start == nullptr ? 0 : *reinterpret_cast<std::size_t*>(start);
    if (size == 0) {
      run.used -= before;
      std::free(start);
      return nullptr;
    }
    if (run.used - before + size > kMemory) return nullptr;
    auto* made = static_cast<char*>(std::realloc(start, size + kHead));
    if (made == nullptr) return nullptr;
    *reinterpret_cast<std::size_t*>(made) = size;
    run.used += size - before;
    return made + kHead;
  }

  /// The named thing as JSON, into `text`.
  void fetch();
  /// What `text` says, into the named thing.
  void store();
};

std::string json_of(const Value& value) {
  if (value.is_bytes_like()) return json::write(Value(to_text(value))).str();
  if (value.kind() == Value::Kind::Double && !std::isfinite(value.as_double())) return "null";
  return json::write(value).str();
}

// JavaScript knows whole numbers of 32 bits and doubles.
Value as_java(Value value) {
  if (value.kind() == Value::Kind::Long || (value.is_object() && value.java_class().starts_with("java.math."))) return to_double(value).value_or(0);
  if (value.is_list()) {
    for (Value& item : value.list().items()) item = as_java(std::move(item));
  } else if (value.is_map()) {
    Map out;
    for (const auto& [key, item] : value.map()) out.set(key, as_java(item));
    return Value(std::move(out));
  }
  return value;
}

Value value_of(const std::string& text) {
  auto parsed = json::parse(Slice(text));
  return parsed ? as_java(std::move(*parsed)) : Value();
}

template <class Named>
std::string names_of(const Named& named) {
  List names;
  for (const auto& [name, value] : named) names.push_back(name);
  return json::write(Value(std::move(names))).str();
}

template <class Named>
std::string fetch_named(const Named& named, const std::string& operation, const std::string& name) {
  if (operation == "has") return named.has(name) ? "true" : "false";
  return operation == "keys" ? names_of(named) : json_of(named.get(name));
}

void Run::fetch() {
  if (kind == "headers") text = fetch_named(exchange->message.headers, operation, name);
  else if (kind == "properties") text = fetch_named(exchange->properties, operation, name);
  else text = json_of(kind == "body" ? exchange->message.body : get_variable(*exchange, name));
}

void Run::store() {
  const bool removes = operation == "remove";
  if (kind == "headers") removes ? void(exchange->message.headers.erase(name)) : exchange->message.headers.set(Slice(name), value_of(text));
  else if (kind == "properties") removes ? void(exchange->properties.erase(name)) : exchange->properties.set(Slice(name), value_of(text));
  else if (kind == "body") exchange->message.body = value_of(text);
  else set_variable(*exchange, Slice(name), value_of(text));
}

Run& run_of(duk_context* context) {
  duk_memory_functions functions;
  duk_get_memory_functions(context, &functions);
  return *static_cast<Run*>(functions.udata);
}

void take_text(duk_context* context, duk_idx_t index, std::string& into) {
  duk_size_t size = 0;
  const char* text = duk_safe_to_lstring(context, index, &size);
  into.assign(text, size);
}

// The value on top as JSON; null for what JSON has no word for.
void take_json(duk_context* context, std::string& into) {
  const char* text = duk_json_encode(context, -1);
  into = text != nullptr ? text : "null";
}

void push_json(duk_context* context, const std::string& text) {
  duk_push_lstring(context, text.data(), text.size());
  duk_json_decode(context, -1);
}

duk_ret_t ask(duk_context* context) {
  Run& run = run_of(context);
  take_text(context, 0, run.kind);
  take_text(context, 1, run.operation);
  take_text(context, 2, run.name);
  if (run.operation == "put" || run.operation == "remove") {
    duk_dup(context, 3);
    take_json(context, run.text);
    run.store();
    return 0;
  }
  run.fetch();
  push_json(context, run.text);
  return 1;
}

duk_ret_t tick(duk_context* context) {
  if (std::chrono::steady_clock::now() < run_of(context).deadline) return 0;
  return duk_error(context, DUK_ERR_RANGE_ERROR, "the script runs for more than 5 seconds");
}

void compile_script(duk_context* context) {
  duk_push_string(context, "script");
  duk_compile_lstring_filename(context, 0, run_of(context).script.data(), run_of(context).script.size());
}

// Everything that may fail runs in here. The result is left in `text`.
duk_ret_t evaluate(duk_context* context, void*) {
  Run& run = run_of(context);
  duk_eval_string(context, kPrelude);
  duk_push_c_function(context, ask, 4);
  push_json(context, run.text);
  duk_push_lstring(context, run.id.data(), run.id.size());
  duk_push_lstring(context, run.context_name.data(), run.context_name.size());
  duk_call(context, 4);
  duk_pop(context);
  duk_push_c_function(context, tick, 0);
  duk_put_global_string(context, kTick);
  compile_script(context);
  duk_call(context, 0);
  take_json(context, run.text);
  return 0;
}

duk_ret_t compile_only(duk_context* context, void*) {
  compile_script(context);
  return 0;
}

// Reached only where an error escapes all that catches them, which would be a bug.
void fatal(void*, const char* message) { throw std::runtime_error(message != nullptr ? message : "duktape"); }

/// What went wrong; nullopt when nothing did.
std::optional<std::string> perform(Run& run, duk_safe_call_function work) {
  const std::unique_ptr<duk_context, decltype(&duk_destroy_heap)> heap(duk_create_heap(Run::allocate, Run::reallocate, Run::release, &run, fatal), duk_destroy_heap);
  if (heap == nullptr) return "out of memory";
  if (duk_safe_call(heap.get(), work, nullptr, 0, 1) == DUK_EXEC_SUCCESS) return std::nullopt;
  std::string why;
  take_text(heap.get(), -1, why);
  return why;
}

}  // namespace

Result<Value> run(const std::string& script, Exchange& exchange) {
  Run running;
  running.exchange = &exchange;
  running.script = script;
  running.text = json_of(exchange.message.body);
  running.id = exchange.id().str();
  running.context_name = exchange.context().name();
  if (auto error = perform(running, evaluate)) return Error("org.graalvm.polyglot.PolyglotException", std::move(*error));
  return value_of(running.text);
}

std::optional<std::string> syntax_error(const std::string& script) {
  Run running;
  running.script = script;
  return perform(running, compile_only);
}

std::string watched_script(std::string_view script) {
  std::string made = watched(script, kTick);
  return syntax_error(made) ? std::string(script) : made;
}

}  // namespace kamel::languages::javascript
