// idempotentConsumer: lets each message pass once, by a key.
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/names.h"
#include "engine/repositories/idempotent_repository.h"
#include "engine/repositories/pending_key.h"
#include "engine/worker.h"

namespace kamel::steps {
namespace {

/// Takes the key back when the exchange fails, or adds it when it ends well.
class Settle final : public Completion {
 public:
  Settle(std::shared_ptr<IdempotentRepository> repository, Value key, bool eager, bool remove_on_failure, bool completion_eager)
      : repository_(std::move(repository)), key_(std::move(key)), eager_(eager), remove_on_failure_(remove_on_failure), completion_eager_(completion_eager) {}
  void completed(Exchange& exchange) noexcept override {
    const PendingKey& pending = *key_.object_as<PendingKey>();
    if (completion_eager_ && pending.confirmed) return;
    const bool failed = exchange.failed() || exchange.failure_handled;  // one that was handled is a failure, too
    if (failed && remove_on_failure_) return repository_->remove(pending.key);
    if ((!failed || eager_) && !pending.confirmed) (void)repository_->confirm(pending.key, exchange.worker(), nullptr);
  }

 private:
  std::shared_ptr<IdempotentRepository> repository_;
  Value key_;  // a PendingKey
  bool eager_, remove_on_failure_, completion_eager_;
};

class IdempotentConsumer final : public Step {
 public:
  struct Settings {
    ExpressionPtr key;
    std::shared_ptr<IdempotentRepository> repository;
    std::string key_text;
    bool eager = true, skip_duplicate = true, remove_on_failure = true, completion_eager = false;
    /// Whether the end of the steps is where the key is confirmed.
    bool confirms() const noexcept { return completion_eager || repository->lasts(); }
  };
  explicit IdempotentConsumer(Settings settings) : settings_(std::move(settings)) {}

  Flow run(Exchange& exchange) const override {
    const Result<Value> value = settings_.key->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    if (value->is_null()) {
      return exchange.fail("org.apache.camel.processor.idempotent.NoMessageIdException",
                           "No message ID could be found using expression: " + settings_.key_text + " on message exchange: Exchange[]");
    }
    std::string key = to_text(*value).str();
    IdempotentRepository::Done done;
    if (settings_.repository->lasts()) {
      done = [this, &exchange, key](Result<bool> is_new) { exchange.resume(is_new ? decide(exchange, key, *is_new) : exchange.fail(is_new.error())); };
    }
    const auto answer = settings_.eager ? settings_.repository->add(key, exchange.worker(), std::move(done)) : settings_.repository->look(key, exchange.worker(), std::move(done));
    if (answer == IdempotentRepository::Answer::Later) return Flow::Suspend;
    return decide(exchange, std::move(key), answer == IdempotentRepository::Answer::New);
  }

 private:
  Flow decide(Exchange& exchange, std::string key, bool is_new) const {
    if (!is_new) exchange.properties.set(Slice::literal(names::kDuplicateMessage), true);
    if (!is_new && settings_.skip_duplicate) return Flow::Branch;
    Value pending;
    if (is_new) pending = Value(std::unique_ptr<Object>(std::make_unique<PendingKey>(settings_.repository, std::move(key))));
    if (settings_.confirms()) exchange.frames().push_back({.kind = Frame::Kind::Loop, .saved = std::make_unique<Message>(Message{pending, {}})});
    if (!is_new) return Flow::Next;
    exchange.on_completion(std::make_unique<Settle>(settings_.repository, std::move(pending), settings_.eager, settings_.remove_on_failure, settings_.completion_eager));
    return Flow::Next;
  }

  Settings settings_;
};

/// The end of the steps, with completionEager or where keys outlive the process: there the message goes on when its key is durable, so that what is acknowledged
/// is never done again.
class Confirm final : public ConfirmStep {
 public:
  explicit Confirm(std::shared_ptr<IdempotentRepository> repository) : repository_(std::move(repository)) {}
  Flow run(Exchange& exchange) const override {
    const Value held = std::move(exchange.frames().back().saved->body);
    exchange.frames().pop_back();
    auto* const pending = held.object_as<PendingKey>();
    if (pending == nullptr || std::exchange(pending->confirmed, true)) return Flow::Next;
    const auto answer = repository_->confirm(pending->key, exchange.worker(), [&exchange](Result<bool> done) { exchange.resume(done ? Flow::Next : exchange.fail(done.error())); });
    return answer == IdempotentRepository::Answer::Later ? Flow::Suspend : Flow::Next;
  }

 private:
  std::shared_ptr<IdempotentRepository> repository_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the key"},
    {.name = "idempotentRepository", .type = FieldType::Reference, .summary = "Where the keys are kept", .required = true},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with a message that is new"},
    {.name = "eager", .type = FieldType::Bool, .summary = "Add the key at once, not only when the exchange has ended", .fallback = "true"},
    {.name = "completionEager", .type = FieldType::Bool, .summary = "Settle the key at the end of the steps, not of the exchange", .fallback = "false"},
    {.name = "skipDuplicate", .type = FieldType::Bool, .summary = "Leave the steps out for duplicates", .fallback = "true"},
    {.name = "removeOnFailure", .type = FieldType::Bool, .summary = "Forget the key when the exchange fails", .fallback = "true"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  IdempotentConsumer::Settings settings;
  settings.key = assembler.expression(decl.options);
  settings.repository = find_idempotent_repository(decl.options.text("idempotentRepository"), assembler.route_id() + ":" + decl.id, decl.options.mark("idempotentRepository"), assembler);
  if (const auto given = decl.options.expression(); given && given->node->is_scalar()) {
    settings.key_text = std::string(given->language) + "(" + given->node->text + ")";
  }
  settings.eager = decl.options.flag("eager");
  settings.skip_duplicate = decl.options.flag("skipDuplicate");
  settings.remove_on_failure = decl.options.flag("removeOnFailure");
  settings.completion_eager = decl.options.flag("completionEager");
  if (!settings.key || !settings.repository) return;
  const auto repository = settings.repository;
  const bool confirms = settings.confirms();
  const auto place = assembler.emit(std::make_unique<IdempotentConsumer>(std::move(settings)));
  if (confirms) {
    const Assembler::OpenFrame frame(assembler);
    assembler.steps(decl);
    assembler.emit(std::make_unique<Confirm>(repository));
  } else {
    assembler.steps(decl);
  }
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec idempotent_consumer() {
  return {.name = "idempotentConsumer",
          .summary = "Lets each message pass once, by a key",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- idempotentConsumer:
    header: id
    idempotentRepository: "#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository"
    steps: [ { log: "new: ${body}" } ])",
          .compile = compile};
}

}  // namespace kamel::steps
