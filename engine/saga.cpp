#include "engine/saga.h"

#include <cstdlib>

#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::size_t kEndedKept = 10'000;
constexpr std::string_view kService = "org.apache.camel.saga.InMemorySagaService";

std::string_view name_of(Saga::Status status) noexcept {
  constexpr std::string_view kNames[] = {"RUNNING", "COMPENSATING", "COMPENSATED", "COMPLETING", "COMPLETED"};
  return kNames[static_cast<std::size_t>(status)];
}

Error wrong_state(std::string_view what, Saga::Status status) {
  return {"java.lang.IllegalStateException", "Cannot " + std::string(what) + ": status is " + std::string(name_of(status))};
}

}  // namespace

/// One send to a completion or compensation, and what follows it.
class Saga::Sending final : public Origin {
 public:
  Sending(std::shared_ptr<Saga> saga, std::size_t left, std::int64_t attempt) : saga_(std::move(saga)), left_(left), attempt_(attempt) {}
  void settled(Exchange& exchange, Ticket) noexcept override {
    Worker& worker = exchange.worker();
    auto& saga = *saga_;
    if (!exchange.failed()) {
      worker.post([saga = saga_, left = left_] { saga->send(left - 1, 1); });
    } else {
      saga.context_.report(LogLevel::Warn, "saga " + saga.id_ + ": attempt " + std::to_string(attempt_) + " of " +
                                               std::to_string(saga.retry_.attempts) + " failed: " + exchange.exception.text());
      if (attempt_ >= saga.retry_.attempts) {
        worker.post([saga = saga_, left = left_] { saga->send(left - 1, 1); });
      } else {
        worker.after(saga.retry_.delay, [saga = saga_, left = left_, attempt = attempt_] { saga->send(left, attempt + 1); });
      }
    }
    delete this;
  }

 private:
  std::shared_ptr<Saga> saga_;
  std::size_t left_;
  std::int64_t attempt_;
};

Saga::~Saga() {
  for (SagaPart& part : parts_) give_up(part);
}

// Gives the program back and stops the timer, on the worker that they belong to.
void Saga::give_up(SagaPart& part) {
  if (part.lease.program == nullptr) return;
  const auto drop = [worker = part.worker, program = std::exchange(part.lease.program, nullptr), timer = part.timer] {
    if (timer != 0) worker->cancel(timer);
    release(program);
  };
  Worker::current() == part.worker ? drop() : part.worker->post(drop);
}

Result<> Saga::join(SagaPart part, std::chrono::milliseconds timeout) {
  const std::lock_guard lock(mutex_);
  if (status_ != Status::Running) {
    give_up(part);
    return wrong_state("begin", status_);
  }
  if (timeout.count() > 0) {
    part.timer = part.worker->after(timeout, [saga = weak_from_this()] {
      if (const auto still_there = saga.lock()) (void)still_there->end(false);
    });
  }
  share_options(part);
  parts_.push_back(std::move(part));
  return {};
}

void Saga::share_options(SagaPart& part) {
  for (SagaPart& other : parts_) {
    if (other.step != part.step) continue;
    for (const auto& [name, value] : part.headers) other.headers.set(name, value);
    part.headers = other.headers;
  }
}

Result<> Saga::end(bool complete) {
  {
    const std::lock_guard lock(mutex_);
    const Status under_way = complete ? Status::Completing : Status::Compensating;
    const Status over = complete ? Status::Completed : Status::Compensated;
    if (status_ == under_way || status_ == over) return {};
    if (status_ != Status::Running) return wrong_state(complete ? "complete" : "compensate", status_);
    status_ = under_way;
  }
  send(parts_.size(), 1);
  return {};
}

// Of the parts below `left` the last one that has somewhere to send to.
void Saga::send(std::size_t left, std::int64_t attempt) {
  const bool complete = status_ == Status::Completing;
  for (; left > 0; --left) {
    SagaPart& part = parts_[left - 1];
    const auto place = complete ? part.completion : part.compensation;
    if (!place) continue;
    return part.worker->post([self = shared_from_this(), &part, place = *place, left, attempt] {
      Exchange& exchange = part.worker->prepare(part.lease.program, *new Sending(self, left, attempt), Pattern::InOnly);
      exchange.jump(place);
      exchange.message.headers.set(Slice::literal(kSagaHeader), Slice(self->id_));
      for (const auto& [name, value] : part.headers) exchange.message.headers.set(name, value);
      exchange.start();
    });
  }
  finish();
}

void Saga::finish() {
  {
    const std::lock_guard lock(mutex_);
    status_ = status_ == Status::Completing ? Status::Completed : Status::Compensated;
  }
  for (SagaPart& part : parts_) give_up(part);
  parts_.clear();
  sagas_of(context_).ended(id_);
}

std::shared_ptr<Saga> Sagas::begin(Context& context, SagaRetry retry) {
  auto saga = std::make_shared<Saga>(context, context.next_exchange_id().str(), retry);
  const std::lock_guard lock(mutex_);
  sagas_[saga->id()] = saga;
  return saga;
}

std::shared_ptr<Saga> Sagas::find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = sagas_.find(id);
  return found != sagas_.end() ? found->second : nullptr;
}

void Sagas::ended(const std::string& id) {
  const std::lock_guard lock(mutex_);
  ended_.push_back(id);
  if (ended_.size() <= kEndedKept) return;
  sagas_.erase(ended_.front());
  ended_.pop_front();
}

Sagas& sagas_of(Context& context) {
  return *context.service<Sagas>([] { return std::make_shared<Sagas>(); });
}

namespace {

std::string class_of(const Node& bean) {
  const Node* type = bean.find("type");
  std::string name = type != nullptr && type->is_scalar() ? type->text : "";
  return name.starts_with("#class:") ? name.substr(7) : name;
}

// The name of the only bean that is a saga service; "" when there is none, or more than one.
std::string only_service(const Assembler& assembler) {
  std::string only;
  for (const ElementDecl& element : assembler.set().elements) {
    if (element.name != "beans") continue;
    for (const Node& bean : element.value.items) {
      const Node* name = bean.find("name");
      if (class_of(bean) != kService || name == nullptr) continue;
      if (!only.empty()) return "";
      only = name->text;
    }
  }
  return only;
}

}  // namespace

std::optional<SagaRetry> find_saga_service(const std::string& name, const Mark& mark, Assembler& assembler) {
  const std::string wanted = name.empty() ? only_service(assembler) : name;
  const BeanReference found = wanted.empty() ? BeanReference{} : find_bean(wanted, assembler);
  if (found.java_class != kService) {
    assembler.error(
        mark, wanted.empty() ? "there is no saga service, or more than one" : "'" + wanted + "' is no saga service",
        "declare one, or name it with sagaService: - beans: [ { name: sagas, type: org.apache.camel.saga.InMemorySagaService } ]",
        "org.apache.camel.NoSuchBeanException");
    return std::nullopt;
  }
  SagaRetry retry;
  if (found.bean == nullptr) return retry;
  if (const std::string attempts = found.bean->property("maxRetryAttempts"); !attempts.empty()) {
    retry.attempts = std::atoll(attempts.c_str());
  }
  if (const std::string delay = found.bean->property("retryDelayInMilliseconds"); !delay.empty()) {
    retry.delay = std::chrono::milliseconds(std::atoll(delay.c_str()));
  }
  return retry;
}

}  // namespace kamel
