// Where Camel's XPath (Xalan) reads a text otherwise than libxml2.
#pragma once

#include <string>
#include <string_view>

namespace kamel::languages::xpath_lang {

/// What Xalan does not take though libxml2 does: numbers with letters behind them (1e3), two signs in a row; "" for nothing.
std::string wrong_for_xalan(std::string_view text);
/// current() is the document here, for a path begins there: XSLT's function as a path that libxml2 knows.
std::string without_current(std::string_view text);

}  // namespace kamel::languages::xpath_lang
