// Value → JSON text, as Jackson's ObjectMapper writes it.
#include <charconv>
#include <cmath>

#include "dsl/json.h"

namespace kamel::json {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void append_number(auto value, SliceBuilder& out) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append({text, static_cast<std::size_t>(end - text)});
}

void write_base64(std::string_view bytes, SliceBuilder& out) {
  out.push_back('"');
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) { return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u; };
    const unsigned group = (byte(0) << 16) | (byte(1) << 8) | byte(2);
    out.push_back(kBase64[group >> 18]);
    out.push_back(kBase64[(group >> 12) & 63]);
    out.push_back(i + 1 < bytes.size() ? kBase64[(group >> 6) & 63] : '=');
    out.push_back(i + 2 < bytes.size() ? kBase64[group & 63] : '=');
  }
  out.push_back('"');
}

// Writes one value; `indent_` counts the open objects, since Jackson's pretty printer keeps lists in line.
class Writer {
 public:
  Writer(SliceBuilder& out, Style style) : out_(out), pretty_(style == Style::Pretty) {}

  void write(const Value& value) {
    switch (value.kind()) {
      case Value::Kind::Null: return out_.append("null");
      case Value::Kind::Bool: return out_.append(value.as_bool() ? "true" : "false");
      case Value::Kind::Int:
      case Value::Kind::Long: return append_number(value.as_whole(), out_);
      case Value::Kind::Double: return number(value.as_double());
      case Value::Kind::Text:
      case Value::Kind::Stream: return write_string(value.slice(), out_);
      case Value::Kind::Bytes: return write_base64(value.slice(), out_);
      case Value::Kind::List: return list(value.list());
      case Value::Kind::Map: return map(value.map());
      case Value::Kind::Error: return write_string(value.error().text(), out_);
      case Value::Kind::Object: return object(value.object());
    }
  }

 private:
  void number(double value) {
    if (std::isfinite(value)) return write_double(value, out_);
    out_.push_back('"');
    write_double(value, out_);
    out_.push_back('"');
  }

  void object(const Object& object) {
    if (object.java_class().starts_with("java.math.")) return out_.append(object.text());
    if (const auto value = object.converted()) return write(*value);
    write_string(object.text(), out_);
  }

  void list(const List& list) {
    if (list.empty()) return out_.append(pretty_ ? "[ ]" : "[]");
    out_.append(pretty_ ? "[ " : "[");
    bool first = true;
    for (const Value& item : list) {
      if (!std::exchange(first, false)) out_.append(pretty_ ? ", " : ",");
      write(item);
    }
    out_.append(pretty_ ? " ]" : "]");
  }

  void map(const Map& map) {
    if (map.empty()) return out_.append(pretty_ ? "{ }" : "{}");
    out_.push_back('{');
    ++indent_;
    bool first = true;
    for (const auto& [key, value] : map) {
      if (!std::exchange(first, false)) out_.push_back(',');
      line();
      write_string(key, out_);
      out_.append(pretty_ ? " : " : ":");
      write(value);
    }
    --indent_;
    line();
    out_.push_back('}');
  }

  void line() {
    if (!pretty_) return;
    out_.push_back('\n');
    for (std::size_t i = 0; i < indent_; ++i) out_.append("  ");
  }

  SliceBuilder& out_;
  bool pretty_;
  std::size_t indent_ = 0;
};

}  // namespace

void write_double(double value, SliceBuilder& out) {
  if (std::isnan(value)) return out.append("NaN");
  if (std::isinf(value)) return out.append(value < 0 ? "-Infinity" : "Infinity");
  const double size = std::fabs(value);
  const bool plain = size == 0 || (size >= 1e-3 && size < 1e7);
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, plain ? std::chars_format::fixed : std::chars_format::scientific).ptr;
  const std::string_view all(text, static_cast<std::size_t>(end - text));
  const auto e = std::min(all.find('e'), all.size());
  const std::string_view mantissa = all.substr(0, e);
  out.append(mantissa);
  if (mantissa.find('.') == std::string_view::npos) out.append(".0");
  if (e == all.size()) return;
  // to_chars writes e+07, Java E7.
  std::string_view exponent = all.substr(e + 1);
  out.push_back('E');
  if (exponent[0] == '-') out.push_back('-');
  exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent[0] == '0') exponent.remove_prefix(1);
  out.append(exponent);
}

void write_string(std::string_view text, SliceBuilder& out) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  out.push_back('"');
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 32 && c != '"' && c != '\\') continue;
    out.append(text.substr(begin, i - begin));
    begin = i + 1;
    out.push_back('\\');
    switch (c) {
      case '"':
      case '\\': out.push_back(c); break;
      case '\b': out.push_back('b'); break;
      case '\f': out.push_back('f'); break;
      case '\n': out.push_back('n'); break;
      case '\r': out.push_back('r'); break;
      case '\t': out.push_back('t'); break;
      default:
        out.append("u00");
        out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
        out.push_back(digits[c & 15]);
    }
  }
  out.append(text.substr(begin));
  out.push_back('"');
}

void write(const Value& value, SliceBuilder& out, Style style) { Writer(out, style).write(value); }

Slice write(const Value& value, Style style) {
  SliceBuilder out(256);
  write(value, out, style);
  return out.finish();
}

}  // namespace kamel::json
