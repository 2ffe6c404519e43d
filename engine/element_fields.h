// What top-level elements may say that no route reads by itself: names are checked here, so that none is ignored in silence.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// Reports options that a routeConfiguration, a beans or a dataFormats element has not, and those that kamel cannot heed.
void check_element_fields(const ElementDecl& element, Assembler& assembler);

}  // namespace kamel
