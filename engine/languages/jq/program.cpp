// Running jq programs with libjq.
#include "engine/languages/jq/program.h"

extern "C" {
#include <jq.h>
#include <jv.h>
}

#include <cmath>
#include <optional>

#include "engine/convert.h"

namespace kamel::languages::jq_lang {
namespace {

constexpr int kDeepest = 1000;
constexpr std::size_t kMostOutputs = 10'000'000;

std::string take_text(jv text) {
  std::string copy(jv_string_value(text), static_cast<std::size_t>(jv_string_length_bytes(jv_copy(text))));
  jv_free(text);
  return copy;
}

jv text_of(std::string_view text) { return jv_string_sized(text.data(), static_cast<int>(text.size())); }

jv to_jv(const Value& value, int depth = 0) {
  if (depth > kDeepest) return jv_null();
  switch (value.kind()) {
    case Value::Kind::Null:
      return jv_null();
    case Value::Kind::Bool:
      return jv_bool(value.as_bool() ? 1 : 0);
    case Value::Kind::Int:
    case Value::Kind::Long:
    case Value::Kind::Double:
      return jv_number(value.number());
    case Value::Kind::List: {
      jv list = jv_array_sized(static_cast<int>(value.list().size()));
      for (const Value& item : value.list()) list = jv_array_append(list, to_jv(item, depth + 1));
      return list;
    }
    case Value::Kind::Map: {
      jv map = jv_object();
      for (const Map::Entry& entry : value.map()) map = jv_object_set(map, text_of(entry.key), to_jv(entry.value, depth + 1));
      return map;
    }
    case Value::Kind::Object:
      if (const auto tree = value.object().converted()) return to_jv(*tree, depth + 1);
      return text_of(value.object().text());
    default:
      return text_of(to_text(value).view());
  }
}

Value number(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::floor(value) == value && std::fabs(value) <= kExact) return Value::integer(static_cast<std::int64_t>(value));
  return Value(value);
}

/// Takes ownership.
Value from_jv(jv value) {
  switch (jv_get_kind(value)) {
    case JV_KIND_TRUE:
    case JV_KIND_FALSE: {
      const bool truth = jv_get_kind(value) == JV_KIND_TRUE;
      jv_free(value);
      return Value(truth);
    }
    case JV_KIND_NUMBER: {
      const double real = jv_number_value(value);
      jv_free(value);
      return number(real);
    }
    case JV_KIND_STRING:
      return Value(take_text(value));
    case JV_KIND_ARRAY: {
      List list;
      const int size = jv_array_length(jv_copy(value));
      for (int i = 0; i < size; ++i) list.push_back(from_jv(jv_array_get(jv_copy(value), i)));
      jv_free(value);
      return Value(std::move(list));
    }
    case JV_KIND_OBJECT: {
      Map map;
      for (int i = jv_object_iter(value); jv_object_iter_valid(value, i) != 0; i = jv_object_iter_next(value, i)) {
        map.set(Slice(take_text(jv_object_iter_key(value, i))), from_jv(jv_object_iter_value(value, i)));
      }
      jv_free(value);
      return Value(std::move(map));
    }
    default:
      jv_free(value);
      return Value();
  }
}

/// The message of an invalid value; nothing: the outputs have simply ended. Takes ownership.
std::optional<std::string> message_of(jv invalid) {
  if (jv_invalid_has_msg(jv_copy(invalid)) == 0) {
    jv_free(invalid);
    return std::nullopt;
  }
  jv message = jv_invalid_get_msg(invalid);
  if (jv_get_kind(message) == JV_KIND_STRING) return take_text(message);
  return take_text(jv_dump_string(message, 0));
}

void collect(void* into, jv message) {
  std::string text = take_text(jq_format_error(message));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  auto& all = *static_cast<std::string*>(into);
  if (text.starts_with("jq: error: ")) text.erase(0, 11);
  if (!text.starts_with("jq: ")) all += (all.empty() ? "" : "; ") + text;
}

void ignore(void*, jv message) { jv_free(message); }

jv no_input(jq_state*, void*) { return jv_invalid(); }

}  // namespace

std::unique_ptr<Program> Program::compile(const std::string& text, std::string& why) {
  jq_state* state = jq_init();
  if (state == nullptr) {
    why = "out of memory";
    return nullptr;
  }
  std::unique_ptr<Program> program(new Program(state));
  jq_set_attr(state, jv_string("JQ_LIBRARY_PATH"), jv_array());
  // libjq leaves these uninitialised: `input` and `debug` would call anything.
  jq_set_input_cb(state, no_input, nullptr);
  jq_set_debug_cb(state, ignore, nullptr);
  jq_set_error_cb(state, collect, &why);
  const bool compiled = jq_compile(state, text.c_str()) != 0;
  jq_set_error_cb(state, ignore, nullptr);
  return compiled ? std::move(program) : nullptr;
}

Program::~Program() { jq_teardown(&state_); }

Result<List> Program::run(const Value& input) {
  List outputs;
  jq_start(state_, to_jv(input), 0);
  for (;;) {
    jv next = jq_next(state_);
    if (jv_is_valid(next) == 0) {
      const auto message = message_of(next);
      if (!message) return outputs;
      return Error("net.thisptr.jackson.jq.exception.JsonQueryException", *message);
    }
    if (outputs.size() >= kMostOutputs) {
      jv_free(next);
      return Error("net.thisptr.jackson.jq.exception.JsonQueryException", "more than " + std::to_string(kMostOutputs) + " outputs");
    }
    outputs.push_back(from_jv(next));
  }
}

}  // namespace kamel::languages::jq_lang
