// What univocityCsv and univocityTsv share.
#pragma once

#include "engine/formats/csv/reader.h"
#include "engine/formats/shared/input.h"

namespace kamel::formats::csv_text {

/// The format that the options describe, on top of a dialect of its own. Reads lists or maps; writes maps only, as Camel does.
std::unique_ptr<const DataFormat> univocity(const FormatDecl& decl, Dialect dialect);

}  // namespace kamel::formats::csv_text
