// jq's @formats.
#include <algorithm>
#include <array>

#include "engine/languages/jq/values.h"

namespace kamel::languages::jq_lang {
namespace {

constexpr std::array<std::string_view, 9> kFormats = {"@text", "@json", "@csv", "@tsv", "@html", "@uri", "@base64", "@base64d", "@sh"};
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string with_replacements(std::string_view text, std::string_view (*replacement)(char)) {
  std::string out;
  for (const char c : text) {
    const std::string_view other = replacement(c);
    other.empty() ? out.push_back(c) : static_cast<void>(out.append(other));
  }
  return out;
}

std::string_view html(char c) { return c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '\'' ? "&apos;" : c == '"' ? "&quot;" : ""; }
std::string_view tab_escape(char c) { return c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\\' ? "\\\\" : ""; }
std::string_view quote_twice(char c) { return c == '"' ? "\"\"" : ""; }
std::string_view shell(char c) { return c == '\'' ? "'\\''" : ""; }

std::string uri(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || std::string_view("-_.~").find(c) != std::string_view::npos;
    plain ? out.push_back(c) : static_cast<void>(out.append({'%', kHex[byte >> 4], kHex[byte & 15]}));
  }
  return out;
}

std::string base64(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[at])) : 0U; };
    const unsigned bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    out += kBase64[bits >> 18];
    out += kBase64[bits >> 12 & 63];
    out += i + 1 < text.size() ? kBase64[bits >> 6 & 63] : '=';
    out += i + 2 < text.size() ? kBase64[bits & 63] : '=';
  }
  return out;
}

Result<Value> from_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t digit = kBase64.find(c);
    if (digit == std::string_view::npos) return failure("Illegal base64 character");
    bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xFFFFFF;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(bits >> held & 255));
  }
  return Value(out);
}

Result<std::string> cell(std::string_view format, const Value& value) {
  if (value.is_list() || value.is_map()) {
    const bool row = format != "@sh";
    return Error("net.thisptr.jackson.jq.exception.JsonQueryTypeException",
                 std::string(kind_of(value)) + (row ? " is not valid in a csv row" : " can not be escaped for shell"));
  }
  if (value.is_null() && format != "@sh") return std::string();
  if (!value.is_text()) return json_of(value).str();
  if (format == "@csv") return '"' + with_replacements(value.slice(), quote_twice) + '"';
  if (format == "@sh") return '\'' + with_replacements(value.slice(), shell) + '\'';
  return with_replacements(value.slice(), tab_escape);
}

Result<Value> row(std::string_view format, const Value& value) {
  if (!value.is_list() && format != "@sh") return failure(std::string(kind_of(value)) + " cannot be " + std::string(format.substr(1)) + "-formatted, only array");
  const List cells = value.is_list() ? value.list() : List{value};
  const char separator = format == "@csv" ? ',' : format == "@tsv" ? '\t' : ' ';
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Result<std::string> one = cell(format, cells[i]);
    if (!one) return one.error();
    if (i > 0) out += separator;
    out += *one;
  }
  return Value(out);
}

}  // namespace

bool is_format(std::string_view name) { return std::ranges::find(kFormats, name) != kFormats.end(); }

Result<Value> formatted(std::string_view format, const Value& value) {
  if (format == "@csv" || format == "@tsv" || format == "@sh") return row(format, value);
  if (format == "@json") return Value(json_of(value));
  const Slice text = value.is_text() ? value.slice() : json_of(value);
  if (format == "@html") return Value(with_replacements(text, html));
  if (format == "@uri") return Value(uri(text));
  if (format == "@base64") return Value(base64(text));
  if (format == "@base64d") return from_base64(text);
  return Value(text);
}

}  // namespace kamel::languages::jq_lang
