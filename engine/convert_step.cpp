#include "engine/convert_step.h"

#include "engine/charset.h"
#include "engine/convert.h"
#include "engine/named_values.h"

namespace kamel {
namespace {

constexpr std::string_view kNoConversion = "org.apache.camel.NoTypeConversionAvailableException";

bool makes_bytes(const std::string& type) { return type == "byte[]" || type == "[B" || type.ends_with("InputStream"); }

}  // namespace

Result<Value> Conversion::apply(const Value& value, Exchange& exchange) const {
  if (value.is_null()) return Value();
  Value from = value;
  if (!charset.empty() && !same_ignoring_case(charset, "UTF-8")) {
    Result<Value> made = recoded(value, makes_bytes(type), charset);
    if (!made) return made.error();
    from = std::move(*made);
  }
  Result<Value> converted = convert(from, type, charset.empty() ? &exchange : nullptr);  // a charset that is given counts, and not the exchange's
  if (converted) return converted;
  const Error& why = converted.error();
  if (!mandatory && why.is_a(kNoConversion)) return Value();
  return why;
}

Error invalid_payload(const Value& value, const Conversion& conversion, const Error& why) {
  if (!conversion.mandatory) return why;
  std::string text = "No body available of type: " + conversion.type + " but has type: " + std::string(value.java_class()) + " on: Message. Caused by: " +
                     std::string(why.message()) + ". Exchange[]. Caused by: [" + std::string(why.type()) + " - " + std::string(why.message()) + "]";
  return Error("org.apache.camel.InvalidPayloadException", std::move(text), why);
}

std::optional<Conversion> read_conversion(const StepDecl& decl, Assembler& assembler) {
  Conversion conversion{decl.options.text("type"), decl.options.text("charset"), decl.options.flag("mandatory")};
  if (!is_known_type(conversion.type)) {
    assembler.error(decl.options.mark("type"), "unknown type '" + conversion.type + "'",
                    "kamel converts to Java's own types, not to classes of an application", "java.lang.ClassNotFoundException");
    return std::nullopt;
  }
  if (!conversion.charset.empty() && !is_charset(conversion.charset)) {
    assembler.error(decl.options.mark("charset"), "unknown charset '" + conversion.charset + "'", "for example ISO-8859-1 or UTF-16",
                    "java.nio.charset.UnsupportedCharsetException");
    return std::nullopt;
  }
  return conversion;
}

}  // namespace kamel
