#include "connectors/master/election.h"

#include "engine/context.h"

namespace kamel::connectors {

void Election::use(Context& context, std::shared_ptr<Election> election) {
  context.service<Election>([&] { return std::move(election); });
}

std::shared_ptr<Election> Election::of(Context& context) { return context.find_shared<Election>(""); }

}  // namespace kamel::connectors
