// Reading CSV.
#include "engine/formats/csv/reader.h"

#include <algorithm>

namespace kamel::formats::csv_text {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) noexcept {
  const auto control = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && control(text.front())) text.remove_prefix(1);
  while (!text.empty() && control(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

Reader::Reader(Slice text, const Dialect& dialect) : text_(std::move(text)), dialect_(dialect) {
  const auto mark = [this](char c) { may_end_[static_cast<unsigned char>(c)] = true; };
  mark('\n');
  mark('\r');
  if (!dialect_.delimiter.empty()) mark(dialect_.delimiter.front());
  if (dialect_.escape) mark(*dialect_.escape);
}

Error Reader::failure(std::string message) const {
  const Error cause("org.apache.commons.csv.CSVException", std::move(message));
  return Error("java.io.UncheckedIOException", cause.text(), cause);
}

void Reader::skip_end_of_line() noexcept {
  if (at(place_) == '\r' && at(place_ + 1) == '\n') ++place_;
  ++place_;
  ++line_;
}

void Reader::skip_line() noexcept {
  while (!at_end() && !on_end_of_line()) ++place_;
  if (!at_end()) skip_end_of_line();
}

/// False at the end of the text. Empty lines and comments are read over.
bool Reader::skip_to_record() noexcept {
  for (;;) {
    if (at_end()) return false;
    if (dialect_.ignore_empty_lines && on_end_of_line()) {
      skip_end_of_line();
    } else if (dialect_.comment && at(place_) == *dialect_.comment) {
      skip_line();
    } else {
      return true;
    }
  }
}

Result<std::optional<List>> Reader::next() {
  if (!skip_to_record()) return std::optional<List>();
  List record;
  record.items().reserve(columns_);
  for (;;) {
    Result<End> end = value(record);
    if (!end) return end.error();
    if (*end != End::Value) break;
  }
  columns_ = record.size();
  const bool trailing = dialect_.trailing_delimiter && !record.empty();
  const auto is_empty = [this](const Value& last) { return last.is_text() ? last.slice().empty() : !dialect_.null_text || dialect_.null_text->empty(); };
  if (trailing && is_empty(record.items().back())) record.items().pop_back();
  if (trailing && record.empty()) return std::optional<List>();  // as Commons CSV, which takes that for the end
  return std::optional<List>(std::move(record));
}

Result<Reader::End> Reader::value(List& record) {
  if (dialect_.ignore_surrounding_spaces) {
    while (is_blank(at(place_)) && !on_delimiter()) ++place_;
  }
  if (dialect_.quote && at(place_) == *dialect_.quote && !at_end()) return quoted(record);
  return plain(record);
}

/// Reads what stands behind a value.
Reader::End Reader::finish_value() noexcept {
  if (at_end()) return End::File;
  if (on_delimiter()) {
    place_ += dialect_.delimiter.size();
    return End::Value;
  }
  skip_end_of_line();
  return End::Record;
}

Reader::End Reader::plain(List& record) {
  const std::size_t start = place_;
  std::string unescaped;
  bool copied = false;
  for (;;) {
    if (!copied) {
      while (!at_end() && !may_end_[static_cast<unsigned char>(at(place_))]) ++place_;
    }
    if (at_end() || on_end_of_line() || on_delimiter()) break;
    const char c = at(place_);
    if (dialect_.escape && c == *dialect_.escape) {
      if (!std::exchange(copied, true)) unescaped.assign(text_.view().substr(start, place_ - start));
      escaped(unescaped);
      continue;
    }
    if (copied) unescaped.push_back(c);
    ++place_;
  }
  const std::string_view raw = copied ? std::string_view(unescaped) : text_.view().substr(start, place_ - start);
  std::string_view text = raw;
  while (dialect_.ignore_surrounding_spaces && !text.empty() && is_blank(text.back())) text.remove_suffix(1);
  record.push_back(made(copied ? Slice(text) : text_.sub(text), false));
  return finish_value();
}

Result<Reader::End> Reader::quoted(List& record) {
  const std::size_t first_line = line_;
  const std::size_t start = ++place_;
  std::string unescaped;
  bool copied = false;
  const auto copy_so_far = [&] {
    if (!std::exchange(copied, true)) unescaped.assign(text_.view().substr(start, place_ - start));
  };
  for (;; ) {
    if (at_end() && dialect_.lenient) break;
    if (at_end()) return failure("(startline " + std::to_string(first_line) + ") EOF reached before encapsulated token finished");
    const char c = at(place_);
    if (dialect_.escape && c == *dialect_.escape && *dialect_.escape != *dialect_.quote) {
      copy_so_far();
      escaped(unescaped);
      continue;
    }
    if (c == *dialect_.quote) {
      if (at(place_ + 1) != *dialect_.quote || place_ + 1 >= text_.size()) break;
      copy_so_far();
      ++place_;
    } else if (c == '\n') {
      ++line_;
    }
    if (copied) unescaped.push_back(c);
    ++place_;
  }
  if (dialect_.lenient) return rest_of_quoted(record, std::string(copied ? std::string_view(unescaped) : text_.view().substr(start, place_ - start)));
  record.push_back(made(copied ? Slice(unescaped) : text_.sub(text_.view().substr(start, place_ - start))));
  ++place_;
  while (is_blank(at(place_)) && !on_delimiter()) ++place_;
  if (!at_end() && !on_delimiter() && !on_end_of_line()) {
    return failure("Invalid character between encapsulated token and delimiter at line: " + std::to_string(line_) + ", position: " + std::to_string(place_ + 1));
  }
  return finish_value();
}

/// Behind the closing quote, or at the end of the text.
Reader::End Reader::rest_of_quoted(List& record, std::string text) {
  if (!at_end()) ++place_;
  while (is_blank(at(place_)) && !on_delimiter()) ++place_;
  while (!at_end() && !on_delimiter() && !on_end_of_line()) text.push_back(at(place_++));
  record.push_back(made(Slice(text)));
  return finish_value();
}

/// Reads an escape. One that means nothing stays as it is.
void Reader::escaped(std::string& out) {
  const char escape = at(place_++);
  if (at_end()) {
    out.push_back(escape);
    return;
  }
  if (on_delimiter()) {
    out += dialect_.delimiter;
    place_ += dialect_.delimiter.size();
    return;
  }
  const char c = at(place_++);
  static constexpr std::string_view kNames = "rntbf";
  static constexpr std::string_view kMeanings = "\r\n\t\b\f";
  if (const std::size_t known = kNames.find(c); known != std::string_view::npos) {
    out.push_back(kMeanings[known]);
    return;
  }
  const bool meta = c == escape || (dialect_.quote && c == *dialect_.quote) || (dialect_.comment && c == *dialect_.comment) || kMeanings.find(c) != std::string_view::npos;
  if (!meta) out.push_back(escape);
  out.push_back(c);
}

Value Reader::made(Slice text, bool quoted) const {
  if (dialect_.trim) text = text.sub(trimmed(text.view()));
  const bool tells = !dialect_.lenient && (dialect_.quote_mode == QuoteMode::AllNonNull || dialect_.quote_mode == QuoteMode::NonNumeric);
  if (dialect_.null_text && text.view() == *dialect_.null_text && !(tells && quoted)) return {};
  if (!dialect_.null_text && text.empty() && tells && !quoted) return {};
  return Value(std::move(text));
}

}  // namespace kamel::formats::csv_text
