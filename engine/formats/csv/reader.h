// Reading and writing CSV records, as Apache Commons CSV does.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dsl/value.h"

namespace kamel::formats::csv_text {

enum class QuoteMode : std::uint8_t { Minimal, All, AllNonNull, NonNumeric, None };

/// How a file is written. Commons CSV's CSVFormat.
struct Dialect {
  std::string delimiter = ",";
  std::optional<char> quote = '"';
  std::optional<char> escape;
  std::optional<char> comment;
  std::string record_separator = "\r\n";  // of what is written; all ends of line are read
  std::optional<std::string> null_text;
  QuoteMode quote_mode = QuoteMode::Minimal;
  bool ignore_empty_lines = true;
  bool ignore_surrounding_spaces = false;
  bool trim = false;
  bool trailing_delimiter = false;
  bool univocity = false;  // written as uniVocity does: a quote within a value is plain, and where all is quoted, null is, too
  bool lenient = false;  // an open quote ends with the text, and what follows a closed one belongs to the value
};

/// Reads records one by one. Values without escapes are pieces of the text, not copies.
class Reader {
 public:
  Reader(Slice text, const Dialect& dialect);
  /// Nothing at the end. Fails with java.io.UncheckedIOException around the CSVException.
  Result<std::optional<List>> next();

 private:
  enum class End : std::uint8_t { Value, Record, File };
  char at(std::size_t place) const noexcept { return place < text_.size() ? text_.data()[place] : '\0'; }
  bool at_end() const noexcept { return place_ >= text_.size(); }
  bool on_end_of_line() const noexcept { return at(place_) == '\n' || at(place_) == '\r'; }
  bool on_delimiter() const noexcept { return text_.view().substr(place_).starts_with(dialect_.delimiter); }
  void skip_end_of_line() noexcept;
  void skip_line() noexcept;
  bool skip_to_record() noexcept;
  End finish_value() noexcept;
  Result<End> value(List& record);
  End plain(List& record);
  Result<End> quoted(List& record);
  End rest_of_quoted(List& record, std::string text);
  void escaped(std::string& out);
  /// Where all texts are quoted when they are written, quotes tell an empty one from null.
  Value made(Slice text, bool quoted = true) const;
  Error failure(std::string message) const;

  Slice text_;
  Dialect dialect_;
  std::array<bool, 256> may_end_{};  // the characters at which a plain value may end, or an escape begin
  std::size_t columns_ = 0;          // of the record before
  std::size_t place_ = 0;
  std::size_t line_ = 1;
};

/// Appends one record and its separator.
void write_record(const List& record, const Dialect& dialect, SliceBuilder& out);

}  // namespace kamel::formats::csv_text
