#include "connectors/calls/bean_call.h"

#include "engine/assembler.h"
#include "engine/stand_ins/stand_in.h"

namespace kamel::connectors {
namespace {

class Call final : public Step {
 public:
  explicit Call(BeanCall call) : call_(std::move(call)) {}
  Flow run(Exchange& exchange) const override {
    StandInResult result = call_.run(exchange);
    if (!result) return exchange.fail(result.error());
    if (*result) exchange.message.body = std::move(**result);
    return Flow::Next;
  }

 private:
  BeanCall call_;
};

}  // namespace

std::unique_ptr<const Step> bean_call(const EndpointDecl& decl, Assembler& assembler) {
  auto call = compile_call(percent_decode(decl.uri.path), decl.options.text("method"), decl.mark, assembler);
  return call ? std::make_unique<Call>(std::move(*call)) : nullptr;
}

}  // namespace kamel::connectors
