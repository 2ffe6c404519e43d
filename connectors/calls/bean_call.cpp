#include "connectors/calls/bean_call.h"

#include "engine/assembler.h"
#include "engine/stand_ins/stand_in.h"

namespace kamel::connectors {
std::unique_ptr<const Step> bean_call(const EndpointDecl& decl, Assembler& assembler) {
  auto call = compile_call(percent_decode(decl.uri.path), decl.options.text("method"), decl.mark, assembler);
  return call ? call_step(std::move(*call)) : nullptr;
}

}  // namespace kamel::connectors
