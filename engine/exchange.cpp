#include "engine/exchange.h"

#include <chrono>

#include "engine/context.h"
#include "engine/executor.h"
#include "engine/intake.h"
#include "engine/reply_completion.h"
#include "engine/worker.h"

namespace kamel {

Exchange::~Exchange() = default;

Flow Exchange::fail(Error error) noexcept {
  exception = std::move(error);
  return Flow::Fail;
}

void Exchange::resume(Flow flow) noexcept { Executor::go_on(*this, flow); }
void Exchange::start() noexcept {
  if (counted_ && program().keeps_original && !original_) keep_original();  // a source's; children have their parent's
  Executor::start(*this);
}

namespace {
constexpr std::size_t kDeepestCalls = 2000;  // routes that call each other, and what is open in them
}

Flow Exchange::call(Intake& callee) {
  if (frames_.size() >= kDeepestCalls) return fail("java.lang.StackOverflowError", "routes call each other without end");
  Frame frame{.kind = Frame::Kind::Call, .pc = pc_, .program = program_, .route = route_, .count = redeliveries_};
  // A redelivery begins with the message as it was; a callee that handles its own failures causes none.
  const bool may_return = program().errors.redelivers && instruction().guarded && callee.program().errors.kind == ErrorHandling::Kind::None;
  if (may_return) frame.saved = std::make_unique<Message>(message);
  frames_.push_back(std::move(frame));
  redeliveries_ = 0;
  program_ = callee.lease();
  route_ = &callee;
  if (from_route_ == nullptr) from_route_ = &callee;
  pc_ = 0;
  if (callee.program().keeps_original && !original_) keep_original();
  return Flow::Jump;
}

Exchange& Exchange::spawn_empty(std::uint32_t pc, Origin& origin, Ticket ticket) {
  Exchange& child = worker_->acquire();
  child.program_ = program_;
  ++program_->leases;
  child.route_ = route_;
  child.from_route_ = from_route_;
  child.pattern = pattern;
  child.origin_ = &origin;
  child.ticket_ = ticket;
  child.pc_ = pc;
  child.created_ms_ = created_ms_;
  child.admitted_ticks_ = admitted_ticks_;
  if (!properties.empty()) child.properties = properties;  // a child is empty as it comes
  if (!variables.empty()) child.variables = variables;
  child.to_endpoint = to_endpoint;
  if (original_) child.original_ = std::make_unique<Message>(*original_);
  return child;
}

Exchange& Exchange::spawn(std::uint32_t pc, Origin& origin, Ticket ticket) {
  Exchange& child = spawn_empty(pc, origin, ticket);
  child.message = message;
  return child;
}

Exchange& Exchange::spawn_detached(std::uint32_t pc) {
  struct Nobody final : Origin {
    void settled(Exchange&, Ticket) noexcept override {}
  };
  static Nobody nobody;
  Exchange& copy = spawn(pc, nobody, 0);
  copy.pattern = Pattern::InOnly;
  if (from_route_ != nullptr && holds_credit_) {
    copy.holds_credit_ = true;
    from_route_->take_credit();
  }
  return copy;
}

RouteLease Exchange::lease_route() noexcept {
  ++program_->leases;
  return {program_, route_};
}

Exchange& Exchange::spawn_detached_in(const RouteLease& lease, std::uint32_t pc) {
  Exchange& copy = spawn_detached(pc);
  release(std::exchange(copy.program_, lease.program));
  ++lease.program->leases;
  copy.route_ = lease.route;
  return copy;
}

void Exchange::discard() noexcept {
  if (holds_credit_) from_route_->give_back_credit();
  release(std::exchange(program_, nullptr));
  worker_->recycle(*this);
}

Context& Exchange::context() const noexcept { return worker_->context(); }
const Program& Exchange::program() const noexcept { return *program_->program; }
const Instruction& Exchange::instruction() const noexcept { return program_->program->code[pc_]; }
std::string_view Exchange::route_id() const noexcept {
  if (route_ != nullptr) return route_->route_id();
  return program_ != nullptr ? std::string_view(program().route_id) : std::string_view();  // no program: an expression alone is evaluated
}
std::string_view Exchange::from_route_id() const noexcept { return from_route_ != nullptr ? std::string_view(from_route_->route_id()) : ""; }

const Slice& Exchange::id() {
  if (id_.empty()) id_ = context().next_exchange_id();
  return id_;
}

void Exchange::on_completion(std::unique_ptr<Completion> completion) { completions_.push_back(std::move(completion)); }
void Exchange::keep_original() { original_ = std::make_unique<Message>(message); }

void Exchange::hand_over_completions(Exchange& to) {
  std::erase_if(completions_, [&](auto& completion) {
    if (dynamic_cast<ReplyCompletion*>(completion.get()) != nullptr) return false;
    to.completions_.push_back(std::move(completion));
    return true;
  });
}

// Once per exchange, child or not, and most have little to forget: looking first is cheaper than forgetting nothing.
void Exchange::reset() noexcept {
  message.body = Value();
  message.headers.clear();
  properties.clear();
  variables.clear();
  if (exception) exception = Error();
  pattern = Pattern::InOnly;
  route_stop = rollback_only = rollback_only_last = redelivery_exhausted = failure_handled = handled_stop = all_sent = false;
  if (!to_endpoint.empty()) to_endpoint = Slice();
  redeliveries_ = 0;
  admitted_ticks_ = 0;
  created_ms_ = 0;
  redelivery_delay_ = {};
  program_ = nullptr;
  route_ = from_route_ = nullptr;
  origin_ = nullptr;
  counted_ = holds_credit_ = false;
  if (!frames_.empty()) frames_.clear();
  if (original_) original_.reset();
  if (!completions_.empty()) completions_.clear();
  if (!id_.empty()) id_ = Slice();
  if (!parsed.bytes.empty()) parsed = {};
}

}  // namespace kamel
