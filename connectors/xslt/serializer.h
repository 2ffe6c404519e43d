// The result of a transformation as text, as Java's serializer writes it.
#pragma once

#include <string>

struct _xmlDoc;
struct _xsltStylesheet;

namespace kamel::xslt {

/// By the stylesheet's xsl:output: xml (no line break behind the declaration), html or text; indented by four spaces where it says so, as
/// html is anyway. Characters beyond a declared ISO-8859-1 or US-ASCII are written as references. `encoding` is set to the declared one.
std::string serialize(_xsltStylesheet* sheet, _xmlDoc* tree, std::string& encoding);

}  // namespace kamel::xslt
