// How much of a partition may be under way at once without records overtaking each other.
#pragma once

#include "engine/program.h"

namespace kamel::kafka {

/// Whether exchanges that begin this program one after the other also do what others can see in that order, without the later ones
/// waiting for the earlier ones' end: all of its steps run to their end at once, but for sends whose transport keeps their order, and of
/// those there is at most one on any way through. When in doubt: no.
bool keeps_order(const Program& program);

}  // namespace kamel::kafka
