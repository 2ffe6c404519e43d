// csv: lists and maps as CSV, as Camel does it with Apache Commons CSV.
#include "engine/formats/csv/reader.h"
#include "engine/formats/shared/input.h"
#include "engine/iterator.h"

namespace kamel::formats {
namespace {

using csv_text::Dialect;
using csv_text::QuoteMode;
using csv_text::Reader;

constexpr std::string_view kFormats[] = {"DEFAULT", "EXCEL", "MYSQL", "RFC4180", "TDF"};
constexpr std::string_view kQuoteModes[] = {"ALL", "ALL_NON_NULL", "MINIMAL", "NON_NUMERIC", "NONE"};

constexpr Field kFields[] = {
    {.name = "formatName", .type = FieldType::Choice, .summary = "the dialect that the other options change", .fallback = "DEFAULT", .choices = kFormats},
    {.name = "delimiter", .summary = "what stands between values"},
    {.name = "quote", .summary = "the quote character"},
    {.name = "quoteDisabled", .type = FieldType::Bool, .summary = "no quotes", .fallback = "false"},
    {.name = "quoteMode", .type = FieldType::Choice, .summary = "which values to quote", .choices = kQuoteModes},
    {.name = "escape", .summary = "the escape character"},
    {.name = "escapeDisabled", .type = FieldType::Bool, .summary = "no escapes", .fallback = "false"},
    {.name = "commentMarker", .summary = "lines that begin with it are not read"},
    {.name = "commentMarkerDisabled", .type = FieldType::Bool, .summary = "no comments", .fallback = "false"},
    {.name = "recordSeparator", .summary = "what ends a written record"},
    {.name = "recordSeparatorDisabled", .type = FieldType::Bool, .summary = "write nothing between records", .fallback = "false"},
    {.name = "nullString", .summary = "what null is written as and read from"},
    {.name = "nullStringDisabled", .type = FieldType::Bool, .summary = "no text for null", .fallback = "false"},
    {.name = "header", .type = FieldType::Any, .summary = "the columns' names: a list, or text with commas"},
    {.name = "headerDisabled", .type = FieldType::Bool, .summary = "no header", .fallback = "false"},
    {.name = "skipHeaderRecord", .type = FieldType::Bool, .summary = "do not write the header; when reading, leave out the first record", .fallback = "false"},
    {.name = "captureHeaderRecord", .type = FieldType::Bool, .summary = "put the first record into the header CamelCsvHeaderRecord", .fallback = "false"},
    {.name = "useMaps", .type = FieldType::Bool, .summary = "read each record as a map by the columns' names", .fallback = "false"},
    {.name = "useOrderedMaps", .type = FieldType::Bool, .summary = "like useMaps, in the columns' order", .fallback = "false"},
    {.name = "lazyLoad", .type = FieldType::Bool, .summary = "read records one by one, as a split asks for them", .fallback = "false"},
    {.name = "trim", .type = FieldType::Bool, .summary = "take blanks off values", .fallback = "false"},
    {.name = "ignoreEmptyLines", .type = FieldType::Bool, .summary = "read over empty lines", .fallback = "false"},
    {.name = "ignoreSurroundingSpaces", .type = FieldType::Bool, .summary = "read over blanks around values", .fallback = "false"},
    {.name = "trailingDelimiter", .type = FieldType::Bool, .summary = "records end with a delimiter", .fallback = "false"},
    {.name = "allowMissingColumnNames", .type = FieldType::Bool, .summary = "columns may be without a name", .fallback = "false"},
    {.name = "ignoreHeaderCase", .type = FieldType::Bool, .summary = "look columns up with case ignored", .fallback = "false", .ignored = "columns are looked up in maps, by their own names"},
    {.name = "formatRef", .type = FieldType::Reference, .summary = "a CSVFormat bean", .refused = "there are no Java beans here; say what differs with the other options"},
    {.name = "marshallerFactoryRef", .type = FieldType::Reference, .summary = "a CsvMarshallerFactory bean", .refused = "there are no Java beans here"},
    {.name = "recordConverterRef", .type = FieldType::Reference, .summary = "a CsvRecordConverter bean", .refused = "there are no Java beans here; useMaps gives maps"},
};

struct Plan {
  Dialect dialect;
  std::vector<std::string> header;
  bool skip_header = false, capture_header = false, maps = false, lazy = false, allow_missing_names = false;
};

/// Records as lists or maps. The columns' names come from the options or, where maps are wanted, from the first record.
class Records final : public Iterator {
 public:
  Records(Slice text, const Plan& plan) : reader_(std::move(text), plan.dialect), maps_(plan.maps) {
    for (const std::string& name : plan.header) header_.push_back(Value(name));
    first_is_header_ = plan.skip_header || (plan.header.empty() && (plan.maps || plan.capture_header));
    allow_missing_names_ = plan.allow_missing_names;
  }
  /// Reads the header, if the first record is one. Its errors are those of the parser itself, later ones those of an iterator around it.
  Error open() {
    if (!first_is_header_) return {};
    auto first = reader_.next();
    if (!first) return first.error().cause() ? first.error().cause() : first.error();
    if (!*first || !header_.empty()) return {};
    header_ = std::move(**first);
    for (const Value& name : header_) {
      if (!allow_missing_names_ && (name.is_null() || name.slice().view().find_first_not_of(' ') == std::string_view::npos)) {
        return Error("java.lang.IllegalArgumentException", "A header name is missing in " + to_text(Value(header_)).str());
      }
    }
    return {};
  }
  const List& header() const noexcept { return header_; }

  /// There are no more records from now on.
  void close() noexcept { closed_ = true; }

  std::optional<Value> next() override {
    if (closed_) return std::nullopt;
    auto record = reader_.next();
    if (!record) return fail(record.error());
    if (!*record) return std::nullopt;
    if (!maps_) return Value(std::move(**record));
    Map map;
    for (std::size_t i = 0; i < header_.size() && i < (*record)->size(); ++i) {
      map.set(header_[i].is_null() ? Slice() : header_[i].slice(), std::move((**record)[i]));
    }
    return Value(std::move(map));
  }
  std::string_view java_class() const noexcept override { return "org.apache.camel.dataformat.csv.CsvUnmarshaller$CsvIterator"; }

 private:
  Reader reader_;
  List header_;
  bool maps_;
  bool closed_ = false;
  bool first_is_header_ = false;
  bool allow_missing_names_ = false;
};

/// Records that are read one by one end with the exchange that they were read for, as in Camel.
class Closing final : public Completion {
 public:
  explicit Closing(Value records) : records_(std::move(records)) {}
  void completed(Exchange&) noexcept override {
    if (auto* records = records_.object_as<Records>()) records->close();
  }

 private:
  Value records_;
};

class Csv final : public DataFormat {
 public:
  explicit Csv(Plan plan) : plan_(std::move(plan)) {}

  Result<Value> marshal(const Value& body, Exchange&) const override {
    SliceBuilder out(256);
    if (!plan_.header.empty() && !plan_.skip_header) {
      List names;
      for (const std::string& name : plan_.header) names.push_back(Value(name));
      csv_text::write_record(names, plan_.dialect, out);
    }
    if (body.is_null()) return Value::stream(out.finish());
    if (body.is_map()) {
      csv_text::write_record(of_map(body.map()), plan_.dialect, out);
      return Value::stream(out.finish());
    }
    if (auto* records = body.object_as<Iterator>()) {
      while (const auto record = records->next()) {
        if (Error error = write(*record, out)) return error;
      }
      if (records->failure()) return records->failure();
      return Value::stream(out.finish());
    }
    Result<Value> list = convert(body, "java.util.List");
    if (!list || !list->is_list()) return no_list(body);
    for (const Value& record : list->list()) {
      if (Error error = write(record, out)) return error;
    }
    return Value::stream(out.finish());
  }

  Result<Value> unmarshal(const Value& body, Exchange& exchange) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    auto records = std::make_unique<Records>(std::move(*text), plan_);
    if (Error error = records->open()) return error;
    const auto tell_header = [&] {
      if (plan_.capture_header) exchange.message.headers.set(Slice::literal("CamelCsvHeaderRecord"), Value(records->header()));
    };
    if (plan_.lazy) {
      tell_header();
      Value lazy(std::unique_ptr<Object>(std::move(records)));
      exchange.on_completion(std::make_unique<Closing>(lazy));
      return lazy;
    }
    Result<List> all = drain(*records);
    if (!all) return all.error();
    tell_header();
    return Value(std::move(*all));
  }

 private:
  static Error no_list(const Value& value) {
    return Error("org.apache.camel.NoTypeConversionAvailableException", "No type converter available to convert from type: " + std::string(value.java_class()) +
                                                                            " to the required type: java.util.List");
  }
  List of_map(const Map& map) const {
    List record;
    if (plan_.header.empty()) {
      for (const Map::Entry& entry : map) record.push_back(entry.value);
      return record;
    }
    for (const std::string& name : plan_.header) {
      const Value* found = map.find(name);
      record.push_back(found != nullptr ? *found : Value());
    }
    return record;
  }
  Error write(const Value& record, SliceBuilder& out) const {
    if (record.is_map()) {
      csv_text::write_record(of_map(record.map()), plan_.dialect, out);
    } else if (record.is_list()) {
      csv_text::write_record(record.list(), plan_.dialect, out);
    } else {
      return no_list(record);
    }
    return {};
  }
  Plan plan_;
};

Dialect named_dialect(std::string_view name) {
  Dialect dialect;
  if (name == "EXCEL" || name == "RFC4180") dialect.ignore_empty_lines = false;
  if (name == "MYSQL") {
    dialect = {.delimiter = "\t", .quote = std::nullopt, .escape = '\\', .comment = std::nullopt, .record_separator = "\n", .null_text = "\\N", .quote_mode = csv_text::QuoteMode::AllNonNull};
    dialect.ignore_empty_lines = false;
  }
  if (name == "EXCEL") dialect.lenient = true;
  if (name == "TDF") {
    dialect.delimiter = "\t";
    dialect.ignore_surrounding_spaces = true;
  }
  return dialect;
}

/// An option that is one character; `disabled` names the option that takes it away.
void read_character(const FormatDecl& decl, std::string_view name, std::string_view disabled, std::optional<char>& into, Assembler& assembler) {
  if (decl.options.flag(disabled)) into.reset();
  const auto text = decl.options.maybe_text(name);
  if (!text || decl.options.flag(disabled)) return;
  if (text->size() != 1) {
    assembler.error(decl.options.mark(name), "option '" + std::string(name) + "' must be one character");
    return;
  }
  into = text->front();
}

std::vector<std::string> read_header(const Node* node) {
  std::vector<std::string> names;
  if (node == nullptr) return names;
  for (const Node& item : node->items) names.push_back(item.text);
  if (!node->is_scalar()) return names;
  const std::string_view text = node->text;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    names.emplace_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return names;
}

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  Plan plan;
  plan.dialect = named_dialect(options.choice("formatName"));
  Dialect& dialect = plan.dialect;
  if (const auto text = options.maybe_text("delimiter"); text && !text->empty()) dialect.delimiter = *text == "\\t" ? "\t" : *text;
  if (dialect.delimiter.size() != 1) assembler.error(options.mark("delimiter"), "option 'delimiter' must be one character");
  read_character(decl, "quote", "quoteDisabled", dialect.quote, assembler);
  read_character(decl, "escape", "escapeDisabled", dialect.escape, assembler);
  read_character(decl, "commentMarker", "commentMarkerDisabled", dialect.comment, assembler);
  if (const auto text = options.maybe_text("recordSeparator")) dialect.record_separator = *text;
  if (options.flag("recordSeparatorDisabled")) dialect.record_separator.clear();
  if (const auto text = options.maybe_text("nullString")) dialect.null_text = *text;
  if (options.flag("nullStringDisabled")) dialect.null_text.reset();
  const std::string mode = options.choice("quoteMode");
  dialect.quote_mode = mode == "ALL" ? QuoteMode::All : mode == "ALL_NON_NULL" ? QuoteMode::AllNonNull : mode == "NON_NUMERIC" ? QuoteMode::NonNumeric : mode == "NONE" ? QuoteMode::None : QuoteMode::Minimal;
  if (dialect.quote_mode == QuoteMode::None && !dialect.escape) {
    assembler.error(options.mark("quoteMode"), "quoteMode NONE needs an escape character", "add escape: \"\\\\\"", "java.lang.IllegalArgumentException");
  }
  if (options.has("ignoreEmptyLines")) dialect.ignore_empty_lines = options.flag("ignoreEmptyLines");
  if (options.has("ignoreSurroundingSpaces")) dialect.ignore_surrounding_spaces = options.flag("ignoreSurroundingSpaces");
  dialect.trim = options.flag("trim");
  dialect.trailing_delimiter = options.flag("trailingDelimiter");
  if (!options.flag("headerDisabled")) plan.header = read_header(options.node("header"));
  plan.skip_header = options.flag("skipHeaderRecord");
  plan.capture_header = options.flag("captureHeaderRecord");
  plan.maps = options.flag("useMaps") || options.flag("useOrderedMaps");
  plan.lazy = options.flag("lazyLoad");
  plan.allow_missing_names = options.flag("allowMissingColumnNames") || options.choice("formatName") == "EXCEL";
  return std::make_unique<Csv>(std::move(plan));
}

}  // namespace

FormatSpec csv() {
  return {.name = "csv",
          .summary = "Lists and maps as CSV, and CSV as a list of lists or maps.",
          .fields = kFields,
          .example = "csv: {useMaps: true, delimiter: \";\"}",
          .compile = compile};
}

}  // namespace kamel::formats
