// univocityTsv: maps as TSV, and TSV as lists or maps, as uniVocity's parser does.
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
    {.name = "escapeChar", .summary = "the escape character", .fallback = "\\"},
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler&) {
  csv_text::Dialect dialect;
  dialect.delimiter = "\t";
  dialect.quote.reset();
  const std::string escape = decl.options.text("escapeChar");
  dialect.escape = escape.empty() ? '\\' : escape.front();
  return csv_text::univocity(decl, std::move(dialect));
}

}  // namespace

FormatSpec univocity_tsv() {
  return {.name = "univocityTsv", .summary = "Maps as TSV, and TSV as lists or maps.", .fields = kFields, .example = "univocityTsv: {asMap: true, headerExtractionEnabled: true}", .compile = compile};
}

}  // namespace kamel::formats
