// Environment, properties, and what stands in Java's place: types, beans, references.
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/context.h"
#include "engine/convert.h"
#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/ognl.h"
#include "engine/stand_ins/stand_in.h"

namespace kamel::simple {
namespace {

Value environment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value != nullptr ? Value(value) : Value();
}

std::string working_directory() {
  std::array<char, 4096> path{};
  return getcwd(path.data(), path.size()) != nullptr ? path.data() : "";
}

/// The system properties of a JVM that have a meaning without one.
Value system_property(std::string_view name) {
  utsname system{};
  if (name.starts_with("os.") && uname(&system) != 0) return {};
  if (name == "user.name") return environment("USER").is_null() ? Value(getuid() == 0 ? "root" : "") : environment("USER");
  if (name == "user.home") return environment("HOME");
  if (name == "user.dir") return Value(working_directory());
  if (name == "os.name") return Value(system.sysname);
  if (name == "os.version") return Value(system.release);
  if (name == "os.arch") return Value(std::string_view(system.machine) == "x86_64" ? "amd64" : system.machine);
  if (name == "java.io.tmpdir") return Value("/tmp");
  if (name == "file.separator") return Value("/");
  if (name == "path.separator") return Value(":");
  if (name == "line.separator") return Value("\n");
  if (name == "file.encoding") return Value("UTF-8");
  return {};
}

/// A name that may hold functions.
template <class F>
ExpressionPtr by_name(Compiler& compiler, const Piece& name, F find) {
  if (name.text.find("${") == std::string_view::npos) {
    return compute([name = std::string(name.text), find](Exchange& exchange) -> Result<Value> { return find(exchange, name); });
  }
  return compute([name = compiler.expression(name), find](Exchange& exchange) -> Result<Value> {
    const auto text = name->evaluate(exchange);
    if (!text) return text;
    return find(exchange, to_text(*text).view());
  });
}

ExpressionPtr property(const Piece& text) {
  const std::size_t colon = text.text.find(':');
  const bool has_default = colon != std::string_view::npos;
  return compute([key = std::string(text.text.substr(0, colon)), has_default,
                  otherwise = Slice(has_default ? text.text.substr(colon + 1) : std::string_view())](Exchange& exchange) -> Result<Value> {
    if (const auto value = exchange.context().property(key)) return Value(*value);
    if (has_default) return Value(otherwise);
    const Error cause("java.lang.IllegalArgumentException",
                      "Property with key [" + key + "] not found in properties from text: {{" + key + "}}");
    return Error("org.apache.camel.RuntimeCamelException", cause.text(), cause);
  });
}

ExpressionPtr property_exists(std::string_view key) {
  const bool negated = key.starts_with('!');
  if (negated) key.remove_prefix(1);
  return compute([key = std::string(key), negated](Exchange& exchange) -> Result<Value> {
    return Value(exchange.context().property(key).has_value() != negated);
  });
}

struct Known {
  std::string_view name, value;
};

// Constants of Java that routes are seen to use.
constexpr std::array kConstants = {
    Known{"java.lang.Integer.MAX_VALUE", "2147483647"},
    Known{"java.lang.Integer.MIN_VALUE", "-2147483648"},
    Known{"java.lang.Long.MAX_VALUE", "9223372036854775807"},
    Known{"java.lang.Long.MIN_VALUE", "-9223372036854775808"},
    Known{"java.lang.Short.MAX_VALUE", "32767"},
    Known{"java.lang.Byte.MAX_VALUE", "127"},
    Known{"java.lang.Double.MAX_VALUE", "1.7976931348623157E308"},
    Known{"java.lang.Boolean.TRUE", "true"},
    Known{"java.lang.Boolean.FALSE", "false"},
    Known{"java.lang.Math.PI", "3.141592653589793"},
    Known{"java.lang.Math.E", "2.718281828459045"},
    Known{"java.io.File.separator", "/"},
    Known{"org.apache.camel.Exchange.AGGREGATED_SIZE", "CamelAggregatedSize"},
    Known{"org.apache.camel.Exchange.CHARSET_NAME", "CamelCharsetName"},
    Known{"org.apache.camel.Exchange.CONTENT_ENCODING", "Content-Encoding"},
    Known{"org.apache.camel.Exchange.CONTENT_LENGTH", "Content-Length"},
    Known{"org.apache.camel.Exchange.CONTENT_TYPE", "Content-Type"},
    Known{"org.apache.camel.Exchange.CORRELATION_ID", "CamelCorrelationId"},
    Known{"org.apache.camel.Exchange.EXCEPTION_CAUGHT", "CamelExceptionCaught"},
    Known{"org.apache.camel.Exchange.FAILURE_ENDPOINT", "CamelFailureEndpoint"},
    Known{"org.apache.camel.Exchange.FILE_LENGTH", "CamelFileLength"},
    Known{"org.apache.camel.Exchange.FILE_NAME", "CamelFileName"},
    Known{"org.apache.camel.Exchange.FILE_NAME_ONLY", "CamelFileNameOnly"},
    Known{"org.apache.camel.Exchange.FILE_PATH", "CamelFilePath"},
    Known{"org.apache.camel.Exchange.FILE_PARENT", "CamelFileParent"},
    Known{"org.apache.camel.Exchange.GROUPED_EXCHANGE", "CamelGroupedExchange"},
    Known{"org.apache.camel.Exchange.HTTP_METHOD", "CamelHttpMethod"},
    Known{"org.apache.camel.Exchange.HTTP_PATH", "CamelHttpPath"},
    Known{"org.apache.camel.Exchange.HTTP_QUERY", "CamelHttpQuery"},
    Known{"org.apache.camel.Exchange.HTTP_RESPONSE_CODE", "CamelHttpResponseCode"},
    Known{"org.apache.camel.Exchange.HTTP_URI", "CamelHttpUri"},
    Known{"org.apache.camel.Exchange.HTTP_URL", "CamelHttpUrl"},
    Known{"org.apache.camel.Exchange.LOOP_INDEX", "CamelLoopIndex"},
    Known{"org.apache.camel.Exchange.LOOP_SIZE", "CamelLoopSize"},
    Known{"org.apache.camel.Exchange.MULTICAST_INDEX", "CamelMulticastIndex"},
    Known{"org.apache.camel.Exchange.REDELIVERED", "CamelRedelivered"},
    Known{"org.apache.camel.Exchange.REDELIVERY_COUNTER", "CamelRedeliveryCounter"},
    Known{"org.apache.camel.Exchange.SPLIT_COMPLETE", "CamelSplitComplete"},
    Known{"org.apache.camel.Exchange.SPLIT_INDEX", "CamelSplitIndex"},
    Known{"org.apache.camel.Exchange.SPLIT_SIZE", "CamelSplitSize"},
    Known{"org.apache.camel.Exchange.TO_ENDPOINT", "CamelToEndpoint"},
};

ExpressionPtr type_constant(Compiler& compiler, const Piece& whole, std::string_view name) {
  if (const auto* found = std::ranges::find(kConstants, name, &Known::name); found != kConstants.end())
    return constant(Slice::literal(found->value));
  if (is_known_type(name) && name.find('.') != std::string_view::npos) return constant(java_class_value(name));
  compiler.assembler().diagnostics().warning(compiler.decl().mark_at(whole.offset), "there is no Java class or constant " + std::string(name) + " here", "write the value itself");
  return compute([name = std::string(name)](Exchange&) -> Result<Value> {
    return execution_error(Error("java.lang.ClassNotFoundException", "there is no Java class or constant " + name + " here: write the value itself"));
  });
}

/// `bean:name?method=call`, `bean:name.call`, `bean:name::call`, `bean:type:class?method=call`.
ExpressionPtr bean(Compiler& compiler, const Piece& whole, std::string_view text) {
  const bool by_type = text.starts_with("type:");
  if (by_type) text.remove_prefix(5);
  std::string name(text), method;
  const auto cut = [&](std::string_view separator, std::size_t at) {
    if (at == std::string::npos || !method.empty()) return;
    method = name.substr(at + separator.size());
    name.resize(at);
  };
  cut("?method=", name.find("?method="));
  cut("::", name.find("::"));
  if (!by_type) cut(".", name.find('.'));
  const BeanReference found = find_bean(by_type ? "#class:" + name : name, compiler.assembler());
  if (found.java_class.empty() || !make_stand_in(found.java_class, found.bean)) {
    Compiler::fail(whole, "No bean could be found in the registry for: " + (by_type ? std::string(text) : name),
                   "Java beans do not run here: write the logic as steps, as simple, or call a service");
  }
  auto call = compile_call(name, method, compiler.decl().mark_at(whole.offset), compiler.assembler());
  if (!call) return constant(Value());  // it has been reported
  return call_expression(std::move(*call));
}

/// ${ref:name}: the bean itself, null where there is none.
class Reference final : public Expression {
 public:
  explicit Reference(StandInPtr bean) : bean_(std::move(bean)) {}
  Result<Value> evaluate(Exchange&) const override { return bean_->value(); }

 private:
  StandInPtr bean_;
};

ExpressionPtr reference(Compiler& compiler, std::string_view name) {
  const BeanReference found = find_bean(name, compiler.assembler());
  if (found.bean == nullptr || !make_stand_in(found.java_class, found.bean)) return constant(Value());
  return std::make_unique<Reference>(find_stand_in(name, compiler.decl().mark, compiler.assembler()));
}

}  // namespace

ExpressionPtr system_access(Compiler& compiler, const Piece& text) {
  if (const auto name = after(text, "sys."))
    return by_name(compiler, *name, [](Exchange&, std::string_view n) { return system_property(n); });
  for (const std::string_view prefix : {"sysenv.", "sysenv:", "env.", "env:"}) {
    if (const auto name = after(text, prefix))
      return by_name(compiler, *name, [](Exchange&, std::string_view n) { return environment(n); });
  }
  if (const auto key = after(text, "propertiesExist:")) return property_exists(key->text);
  if (const auto key = after(text, "properties:")) return property(*key);
  if (const auto name = after(text, "ref:")) return reference(compiler, name->text);
  if (const auto name = after(text, "type:")) return type_constant(compiler, text, name->text);
  if (const auto name = after(text, "bean:")) return bean(compiler, text, name->text);
  return nullptr;
}

}  // namespace kamel::simple
