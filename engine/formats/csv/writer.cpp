// Writing CSV.
#include "engine/convert.h"
#include "engine/formats/csv/reader.h"

namespace kamel::formats::csv_text {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  const auto control = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && control(text.front())) text.remove_prefix(1);
  while (!text.empty() && control(text.back())) text.remove_suffix(1);
  return text;
}

void write_escaped(std::string_view text, const Dialect& dialect, SliceBuilder& out) {
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with(dialect.delimiter)) {
      for (const char c : dialect.delimiter) {
        out.push_back(*dialect.escape);
        out.push_back(c);
      }
      i += dialect.delimiter.size();
      continue;
    }
    const char c = text[i++];
    const bool end_of_line = c == '\n' || c == '\r';
    if (end_of_line || c == *dialect.escape) out.push_back(*dialect.escape);
    out.push_back(c == '\n' ? 'n' : c == '\r' ? 'r' : c);
  }
}

void write_quoted(std::string_view text, const Dialect& dialect, SliceBuilder& out) {
  const char quote = *dialect.quote;
  const char escape = dialect.escape.value_or(quote);
  out.push_back(quote);
  for (const char c : text) {
    if (c == quote || c == escape) out.push_back(escape);
    out.push_back(c);
  }
  out.push_back(quote);
}

/// Whether a value would be read back differently without quotes. An empty first one would make the line look empty.
bool needs_quotes(std::string_view text, const Dialect& dialect, bool first) {
  if (text.empty()) return first;
  if (static_cast<unsigned char>(text.front()) <= '#' || static_cast<unsigned char>(text.back()) <= ' ') return true;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || (c == *dialect.quote && !dialect.univocity) || (dialect.escape && c == *dialect.escape)) return true;
  }
  return text.find(dialect.delimiter) != std::string_view::npos;
}

void write_value(const Value& value, const Dialect& dialect, bool first, SliceBuilder& out) {
  if (value.is_null()) {
    if (!dialect.null_text && dialect.univocity && dialect.quote_mode == QuoteMode::All && dialect.quote) return write_quoted("", dialect, out);
    if (!dialect.null_text) return;
    dialect.quote_mode == QuoteMode::All && dialect.quote ? write_quoted(*dialect.null_text, dialect, out) : out.append(*dialect.null_text);
    return;
  }
  const Slice whole = to_text(value);
  const std::string_view text = dialect.trim ? trimmed(whole.view()) : whole.view();
  if (!dialect.quote || dialect.quote_mode == QuoteMode::None) {
    dialect.escape ? write_escaped(text, dialect, out) : out.append(text);
    return;
  }
  const bool quotes = dialect.quote_mode == QuoteMode::Minimal ? needs_quotes(text, dialect, first) : dialect.quote_mode != QuoteMode::NonNumeric || !value.is_number();
  quotes ? write_quoted(text, dialect, out) : out.append(text);
}

}  // namespace

void write_record(const List& record, const Dialect& dialect, SliceBuilder& out) {
  bool first = true;
  for (const Value& value : record) {
    if (!first) out.append(dialect.delimiter);
    write_value(value, dialect, std::exchange(first, false), out);
  }
  if (dialect.trailing_delimiter) out.append(dialect.delimiter);
  out.append(dialect.record_separator);
}

}  // namespace kamel::formats::csv_text
