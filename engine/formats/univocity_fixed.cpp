// univocityFixed: maps as records of fixed length, and such records as lists or maps, as uniVocity's parser does.
#include <algorithm>
#include <charconv>

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/formats/shared/input.h"
#include "engine/iterator.h"

namespace kamel::formats {
namespace {

constexpr Field kHeader[] = {
    {.name = "name", .summary = "the column's name"},
    {.name = "length", .type = FieldType::Int, .summary = "how many characters it has", .required = true},
};

constexpr Field kFields[] = {
    {.name = "univocityHeader", .type = FieldType::Objects, .summary = "the columns: a list of {name: …, length: …}", .required = true, .fields = kHeader},
    {.name = "asMap", .type = FieldType::Bool, .summary = "read each record as a map by the columns' names", .fallback = "false"},
    {.name = "recordEndsOnNewline", .type = FieldType::Bool, .summary = "a record ends with its line, even when it is short", .fallback = "false"},
    {.name = "skipTrailingCharsUntilNewline", .type = FieldType::Bool, .summary = "read over what follows the last column in its line", .fallback = "false"},
    {.name = "padding", .summary = "the character that fills columns", .fallback = " "},
    {.name = "headerExtractionEnabled", .type = FieldType::Bool, .summary = "take the columns' names from the first record", .fallback = "false"},
    {.name = "headersDisabled", .type = FieldType::Bool, .summary = "no columns' names", .fallback = "false"},
    {.name = "lazyLoad", .type = FieldType::Bool, .summary = "read records one by one, as a split asks for them", .fallback = "false"},
    {.name = "numberOfRecordsToRead", .type = FieldType::Int, .summary = "read that many at most"},
    {.name = "skipEmptyLines", .type = FieldType::Bool, .summary = "read over empty lines", .fallback = "true"},
    {.name = "comment", .summary = "lines that begin with it are not read", .fallback = "#"},
    {.name = "nullValue", .summary = "what to read for an empty value, and to write for null"},
    {.name = "ignoreLeadingWhitespaces", .type = FieldType::Bool, .summary = "read over blanks before values", .fallback = "true"},
    {.name = "ignoreTrailingWhitespaces", .type = FieldType::Bool, .summary = "read over blanks behind values", .fallback = "true"},
    {.name = "lineSeparator", .summary = "what ends a written record"},
    {.name = "normalizedLineSeparator", .summary = "how ends of line look inside values", .ignored = "values keep their bytes"},
    {.name = "emptyValue", .summary = "what to read for a quoted empty value", .ignored = "nothing is quoted here"},
};

struct Column {
  std::string name;
  std::size_t length = 0;
};

struct Plan {
  std::vector<Column> columns;
  bool first_is_header = false, maps = false, lazy = false;
  bool ends_on_newline = false, skips_rest = false, skips_empty = true, trims_start = true, trims_end = true;
  char padding = ' ';
  std::optional<char> comment;
  std::string separator = "\n";
  Value null_value;
  std::int64_t limit = -1;
};

bool is_blank(char c) noexcept { return static_cast<unsigned char>(c) <= ' '; }

/// One record after the other. Characters are bytes of UTF-8 sequences counted as one.
class Records final : public Iterator {
 public:
  Records(Slice text, const Plan& plan) : text_(std::move(text)), plan_(plan) {
    for (const Column& column : plan_.columns) names_.push_back(column.name);
  }
  std::string_view java_class() const noexcept override { return "org.apache.camel.dataformat.univocity.Unmarshaller$ListRowIterator"; }

  std::optional<Value> next() override {
    if (plan_.first_is_header && !header_read_) {
      header_read_ = true;
      if (const auto first = record()) {
        names_.clear();
        for (const Value& name : *first) names_.push_back(to_text(name).str());
      }
    }
    if (read_ == plan_.limit) return std::nullopt;
    auto row = record();
    if (!row) return std::nullopt;
    ++read_;
    if (!plan_.maps) return Value(std::move(*row));
    Map map;
    for (std::size_t i = 0; i < names_.size() && i < row->size(); ++i) map.set(Slice(names_[i]), (*row)[i]);
    return Value(std::move(map));
  }

 private:
  bool at_end() const noexcept { return place_ >= text_.size(); }
  char here() const noexcept { return text_.data()[place_]; }
  bool on_newline() const noexcept { return !at_end() && here() == '\n'; }
  void skip_line() {
    while (!at_end() && here() != '\n') ++place_;
    if (!at_end()) ++place_;
  }
  // One character further: a whole UTF-8 sequence.
  void step() {
    ++place_;
    while (!at_end() && (static_cast<unsigned char>(here()) & 0xC0u) == 0x80u) ++place_;
  }

  std::optional<List> record() {
    for (;;) {
      if (at_end()) return std::nullopt;
      if (plan_.comment && here() == *plan_.comment) {
        skip_line();
      } else if (plan_.skips_empty && on_newline()) {
        ++place_;
      } else {
        break;
      }
    }
    List row;
    for (const Column& column : plan_.columns) {
      if (at_end() && !row.empty()) return row;
      row.push_back(value(column.length, row.empty()));
      if (plan_.ends_on_newline && on_newline()) {
        ++place_;
        return row;
      }
    }
    if (plan_.skips_rest) {
      skip_line();
    } else if (plan_.ends_on_newline && !at_end()) {
      step();  // uniVocity takes what stands where the end of line should be for one
    }
    return row;
  }

  // The end of a line is a blank like any other before the first column, and ends the record later where lines do.
  Value value(std::size_t length, bool first) {
    const auto skippable = [&](char c) { return c == plan_.padding || (plan_.trims_start && is_blank(c)); };
    while (length > 0 && !at_end() && skippable(here()) && (first || !plan_.ends_on_newline || !on_newline())) {
      step();
      --length;
    }
    const std::size_t begin = place_;
    while (length > 0 && !at_end() && !(plan_.ends_on_newline && on_newline())) {
      step();
      --length;
    }
    std::string_view text = text_.view().substr(begin, place_ - begin);
    while (!text.empty() && (text.back() == plan_.padding || (plan_.trims_end && is_blank(text.back())))) text.remove_suffix(1);
    return text.empty() ? plan_.null_value : Value(text_.sub(text));
  }

  Slice text_;
  const Plan plan_;
  std::vector<std::string> names_;
  std::size_t place_ = 0;
  std::int64_t read_ = 0;
  bool header_read_ = false;
};

class UnivocityFixed final : public DataFormat {
 public:
  explicit UnivocityFixed(Plan plan) : plan_(std::move(plan)) {}

  Result<Value> marshal(const Value& body, Exchange&) const override {
    SliceBuilder out(128);
    const auto write = [&](const Value& row) { return write_record(row, out); };
    if (body.is_list()) {
      for (const Value& row : body.list()) {
        if (auto written = write(row); !written) return written.error();
      }
    } else if (auto written = write(body); !written) {
      return written.error();
    }
    return Value::stream(out.finish());
  }

  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    auto records = std::make_unique<Records>(std::move(*text), plan_);
    if (plan_.lazy) return Value(std::unique_ptr<Object>(std::move(records)));
    Result<List> all = drain(*records);
    if (!all) return all.error();
    return Value(std::move(*all));
  }

 private:
  Result<> write_record(const Value& row, SliceBuilder& out) const {
    if (!row.is_map()) {
      return Error("org.apache.camel.NoTypeConversionAvailableException",
                   "No type converter available to convert from type: " + std::string(row.java_class()) + " to the required type: java.util.Map");
    }
    for (const Column& column : plan_.columns) {
      const Value* found = row.map().find(column.name);
      const Slice whole = to_text(found == nullptr || found->is_null() ? plan_.null_value : *found);
      std::size_t left = column.length;
      std::size_t end = 0;
      for (const std::string_view text = whole.view(); end < text.size() && left > 0; --left) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) ++end;
      }
      out.append(whole.view().substr(0, end));
      while (left-- > 0) out.push_back(plan_.padding);
    }
    out.append(plan_.separator);
    return {};
  }

  Plan plan_;
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  Plan plan;
  if (const Node* header = options.node("univocityHeader")) {
    for (const Node& item : header->items) {
      const Node *name = item.find("name"), *length = item.find("length");
      Column column{name != nullptr ? name->text : "", 0};
      if (length != nullptr) std::from_chars(length->text.data(), length->text.data() + length->text.size(), column.length);
      if (column.length == 0) {
        assembler.error(item.mark, "a column needs a length of one character at least", "write { name: id, length: \"5\" }", "java.lang.IllegalArgumentException");
        return nullptr;
      }
      plan.columns.push_back(std::move(column));
    }
  }
  if (plan.columns.empty()) return nullptr;
  const std::string padding = options.text("padding"), comment = options.text("comment");
  plan.padding = padding.empty() ? ' ' : padding.front();
  plan.comment = comment.empty() ? std::nullopt : std::optional(comment.front());
  plan.separator = options.maybe_text("lineSeparator").value_or("\n");
  if (const auto text = options.maybe_text("nullValue")) plan.null_value = Value(*text);
  plan.first_is_header = options.flag("headerExtractionEnabled");
  plan.maps = options.flag("asMap") && !options.flag("headersDisabled");
  plan.lazy = options.flag("lazyLoad");
  plan.ends_on_newline = options.flag("recordEndsOnNewline");
  plan.skips_rest = options.flag("skipTrailingCharsUntilNewline");
  plan.skips_empty = options.flag("skipEmptyLines");
  plan.trims_start = options.flag("ignoreLeadingWhitespaces");
  plan.trims_end = options.flag("ignoreTrailingWhitespaces");
  plan.limit = options.maybe_integer("numberOfRecordsToRead").value_or(-1);
  return std::make_unique<UnivocityFixed>(std::move(plan));
}

}  // namespace

FormatSpec univocity_fixed() {
  return {.name = "univocityFixed",
          .summary = "Maps as records of fixed length, and such records as lists or maps.",
          .fields = kFields,
          .example = "univocityFixed: {univocityHeader: [{name: id, length: \"5\"}, {name: name, length: \"20\"}]}",
          .compile = compile};
}

}  // namespace kamel::formats
