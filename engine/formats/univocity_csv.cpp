// univocityCsv: maps as CSV, and CSV as lists or maps, as uniVocity's parser does.
#include "engine/formats/csv/univocity.h"

namespace kamel::formats {
namespace {

constexpr Field kFields[] = {
    {.name = "asMap", .type = FieldType::Bool, .summary = "read each record as a map by the columns' names", .fallback = "false"},
    {.name = "univocityHeader", .type = FieldType::Any, .summary = "the columns: a list of {name: …}"},
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
    {.name = "emptyValue", .summary = "what to read for a quoted empty value", .ignored = "an empty value is read as nullValue, quoted or not"},
    {.name = "delimiter", .summary = "what stands between values", .fallback = ","},
    {.name = "quote", .summary = "the quote character", .fallback = "\""},
    {.name = "quoteEscape", .summary = "what stands before a quote inside quotes", .fallback = "\""},
    {.name = "quoteAllFields", .type = FieldType::Bool, .summary = "quote every written value", .fallback = "false"},
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler&) {
  csv_text::Dialect dialect;
  dialect.delimiter = decl.options.text("delimiter");
  const std::string quote = decl.options.text("quote"), escape = decl.options.text("quoteEscape");
  if (!quote.empty()) dialect.quote = quote.front();
  if (decl.options.has("quoteEscape") && !escape.empty() && escape != quote) dialect.escape = escape.front();
  if (decl.options.flag("quoteAllFields")) dialect.quote_mode = csv_text::QuoteMode::All;
  return csv_text::univocity(decl, std::move(dialect));
}

}  // namespace

FormatSpec univocity_csv() {
  return {.name = "univocityCsv", .summary = "Maps as CSV, and CSV as lists or maps.", .fields = kFields, .example = "univocityCsv: {asMap: true, headerExtractionEnabled: true}", .compile = compile};
}

}  // namespace kamel::formats
