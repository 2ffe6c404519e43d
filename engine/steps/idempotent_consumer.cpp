// idempotentConsumer: lets each message pass once, by a key.
#include <deque>
#include <mutex>
#include <unordered_set>

#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/names.h"

namespace kamel::steps {
namespace {

/// The keys seen lately, at most `capacity` of them. Any thread.
class MemoryRepository {
 public:
  explicit MemoryRepository(std::size_t capacity) : capacity_(capacity) {}
  /// Whether the key was new.
  bool add(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (!keys_.insert(key).second) return false;
    order_.push_back(key);
    if (order_.size() > capacity_) {
      keys_.erase(order_.front());
      order_.pop_front();
    }
    return true;
  }
  bool contains(const std::string& key) {
    const std::lock_guard lock(mutex_);
    return keys_.contains(key);
  }
  void remove(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (keys_.erase(key) != 0) std::erase(order_, key);
  }

 private:
  std::mutex mutex_;
  std::size_t capacity_;
  std::unordered_set<std::string> keys_;
  std::deque<std::string> order_;
};

/// Takes the key back when the exchange fails, or adds it when it ends well.
class Settle final : public Completion {
 public:
  Settle(std::shared_ptr<MemoryRepository> repository, std::string key, bool eager, bool remove_on_failure)
      : repository_(std::move(repository)), key_(std::move(key)), eager_(eager), remove_on_failure_(remove_on_failure) {}
  void completed(Exchange& exchange) noexcept override {
    if (exchange.failed()) {
      if (remove_on_failure_) repository_->remove(key_);
    } else if (!eager_) {
      repository_->add(key_);
    }
  }

 private:
  std::shared_ptr<MemoryRepository> repository_;
  std::string key_;
  bool eager_, remove_on_failure_;
};

class IdempotentConsumer final : public Step {
 public:
  struct Settings {
    ExpressionPtr key;
    std::shared_ptr<MemoryRepository> repository;
    std::string key_text;
    bool eager = true, skip_duplicate = true, remove_on_failure = true, completion_eager = false;
  };
  explicit IdempotentConsumer(Settings settings) : settings_(std::move(settings)) {}

  Flow run(Exchange& exchange) const override {
    const Result<Value> value = settings_.key->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    if (value->is_null()) {
      return exchange.fail("org.apache.camel.processor.idempotent.NoMessageIdException",
                           "No message ID could be found using expression: " + settings_.key_text + " on message exchange: Exchange[]");
    }
    const std::string key = to_text(*value).str();
    const bool is_new = settings_.eager ? settings_.repository->add(key) : !settings_.repository->contains(key);
    if (!is_new) {
      exchange.properties.set(Slice::literal(names::kDuplicateMessage), true);
      return settings_.skip_duplicate ? Flow::Branch : Flow::Next;
    }
    exchange.on_completion(std::make_unique<Settle>(settings_.repository, key, settings_.eager, settings_.remove_on_failure));
    return Flow::Next;
  }

 private:
  Settings settings_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the key"},
    {.name = "idempotentRepository", .type = FieldType::Reference, .summary = "Where the keys are kept", .required = true},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with a message that is new"},
    {.name = "eager", .type = FieldType::Bool, .summary = "Add the key at once, not only when the exchange has ended", .fallback = "true"},
    {.name = "completionEager", .type = FieldType::Bool, .summary = "Settle the key at the end of the steps, not of the exchange", .fallback = "false",
     .refused = "the key is settled when the exchange ends; leave the option out"},
    {.name = "skipDuplicate", .type = FieldType::Bool, .summary = "Leave the steps out for duplicates", .fallback = "true"},
    {.name = "removeOnFailure", .type = FieldType::Bool, .summary = "Forget the key when the exchange fails", .fallback = "true"},
};

constexpr std::size_t kCapacity = 1000;  // as Camel's memory repository

std::shared_ptr<MemoryRepository> find_repository(const StepDecl& decl, Assembler& assembler) {
  const std::string reference = decl.options.text("idempotentRepository");
  const BeanReference bean = find_bean(reference, assembler);
  if (bean.java_class.empty()) {
    assembler.error(decl.options.mark("idempotentRepository"), "no bean '" + reference + "'", "declare it under beans:", "org.apache.camel.NoSuchBeanException");
    return nullptr;
  }
  if (!bean.java_class.ends_with("MemoryIdempotentRepository")) {
    assembler.error(decl.options.mark("idempotentRepository"), "idempotent repository '" + bean.java_class + "' is not there yet",
                    "use org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository");
    return nullptr;
  }
  std::size_t capacity = kCapacity;
  if (bean.bean != nullptr && !bean.bean->property("cacheSize").empty()) capacity = std::strtoul(bean.bean->property("cacheSize").c_str(), nullptr, 10);
  const std::string key = "idempotent:" + (bean.bean != nullptr ? bean.bean->name : assembler.route_id() + ":" + decl.id);
  return assembler.context().shared<MemoryRepository>(key, [capacity] { return std::make_shared<MemoryRepository>(capacity); });
}

void compile(const StepDecl& decl, Assembler& assembler) {
  IdempotentConsumer::Settings settings;
  settings.key = assembler.expression(decl.options);
  settings.repository = find_repository(decl, assembler);
  if (const auto given = decl.options.expression(); given && given->node->is_scalar()) {
    settings.key_text = std::string(given->language) + "(" + given->node->text + ")";
  }
  settings.eager = decl.options.flag("eager");
  settings.skip_duplicate = decl.options.flag("skipDuplicate");
  settings.remove_on_failure = decl.options.flag("removeOnFailure");
  if (!settings.key || !settings.repository) return;
  const auto place = assembler.emit(std::make_unique<IdempotentConsumer>(std::move(settings)));
  assembler.steps(decl);
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
