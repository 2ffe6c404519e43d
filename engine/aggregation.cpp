#include "engine/aggregation.h"

#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/convert.h"
#include "engine/exchange_value.h"
#include "engine/names.h"

namespace kamel {

Ends Ends::of(const Exchange& exchange) noexcept {
  return {exchange.route_stop, exchange.rollback_only, exchange.rollback_only_last, exchange.handled_stop};
}

Outcome Outcome::take(Exchange& exchange) {
  return {std::move(exchange.message), std::move(exchange.properties), std::move(exchange.variables), exchange.exception, {}, Ends::of(exchange), exchange.to_endpoint};
}

void copy_results(Exchange& to, Outcome result) {
  to.message = std::move(result.message);
  for (auto& [name, value] : result.properties) to.properties.set(name, value);
  for (auto& [name, value] : result.variables) to.variables.set(name, value);
  to.exception = std::move(result.exception);
  to.route_stop |= result.ends.route_stop;
  to.rollback_only |= result.ends.rollback_only;
  to.rollback_only_last |= result.ends.rollback_only_last;
  to.handled_stop |= result.ends.handled;
  if (!result.to_endpoint.empty()) to.to_endpoint = std::move(result.to_endpoint);
}

namespace {

/// The latest, unless one before it failed, was stopped or handled: Camel's propagateException and propagateFailure.
class UseLatest final : public AggregationStrategy {
 public:
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange&) const override {
    if (old && !incoming.exception) {
      incoming.exception = old->exception;
      if (const Value* place = old->properties.find(names::kFailureEndpoint)) {
        incoming.properties.set(Slice::literal(names::kFailureEndpoint), *place);
      } else {
        incoming.properties.erase(names::kFailureEndpoint);
      }
    }
    const auto propagates = [](const Outcome& outcome) {
      return outcome.exception || outcome.ends.rollback_only || outcome.ends.rollback_only_last || outcome.ends.handled;
    };
    if (!old || propagates(incoming) || !propagates(*old)) old = std::move(incoming);
  }
};

/// The result is what was there before; only failures come through.
class UseOriginal final : public AggregationStrategy {
 public:
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange& original) const override {
    if (!old) old = Outcome{original.message, original.properties, original.variables, {}, {}, {}, original.to_endpoint};
    if (incoming.exception) old->exception = incoming.exception;
    if (const Value* caught = incoming.properties.find(names::kExceptionCaught)) old->properties.set(Slice::literal(names::kExceptionCaught), *caught);
  }
  Result<> nothing_came(Outcome&) const override {
    return Error("java.lang.NullPointerException",
                 "Cannot invoke \"org.apache.camel.Exchange.getProperty(String, java.lang.Class)\" because \"newExchange\" is null");
  }
  Result<> begins_group() const override {
    return Error("org.apache.camel.CamelExchangeException", "AggregationStrategy UseOriginalAggregationStrategy returned null which is not allowed. Exchange[]");
  }
};

/// What became of a failed part is noted on the result.
class SharedUnitOfWork final : public AggregationStrategy {
 public:
  explicit SharedUnitOfWork(StrategyPtr strategy) : strategy_(std::move(strategy)) {}
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange& original) const override {
    const Error exception = incoming.exception;
    const Ends ends = incoming.ends;
    ExchangeProperties notes;
    if (exception || ends.rollback_only || ends.rollback_only_last || ends.handled) {
      for (const std::string_view name : {names::kExceptionCaught, names::kFailureEndpoint, names::kFailureRouteId}) {
        if (const Value* note = incoming.properties.find(name)) notes.add(Slice::literal(name), *note);
      }
    }
    strategy_->aggregate(old, std::move(incoming), original);
    if (exception) old->exception = exception;
    for (auto& [name, value] : notes) old->properties.set(name, std::move(value));
  }
  Result<> nothing_came(Outcome& old) const override { return strategy_->nothing_came(old); }
  void complete(Outcome& result) const override { strategy_->complete(result); }

 private:
  StrategyPtr strategy_;
};

/// Bodies as text, one behind the other. As in Camel the text becomes the body only at completion; until then it is a property.
class JoinText final : public AggregationStrategy {
 public:
  explicit JoinText(std::string delimiter) : delimiter_(std::move(delimiter)) {}
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange&) const override {
    if (old && incoming.message.body.is_null()) return;  // adds neither text nor delimiter
    SliceBuilder joined;
    if (old) {  // though nothing may have come before: a message that is enriched, a body that was null
      joined.append(to_text(old->properties.get(names::kGroupedExchange)));
      joined.append(delimiter_);
    }
    append_text(incoming.message.body, joined);
    if (!old) old = std::move(incoming);
    old->properties.set(Slice::literal(names::kGroupedExchange), joined.finish());
  }
  bool takes_bodies_alone() const noexcept override { return true; }
  Result<> nothing_came(Outcome& old) const override {
    if (!old.properties.has(names::kGroupedExchange)) old.properties.set(Slice::literal(names::kGroupedExchange), Slice());
    return {};
  }
  void complete(Outcome& result) const override {
    result.message.body = result.properties.get(names::kGroupedExchange);
    result.properties.erase(names::kGroupedExchange);
  }

 private:
  std::string delimiter_;
};

enum class Grouped : std::uint8_t { Bodies, Messages, Exchanges };

/// A list of what came, null bodies left out. As in Camel it becomes the body only at completion; until then it is a property.
class Group final : public AggregationStrategy {
 public:
  explicit Group(Grouped what) : what_(what) {}
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange&) const override {
    Value item = item_of(incoming);
    if (!old) {
      old.emplace();
      if (what_ == Grouped::Bodies) old = std::move(incoming);  // with its failure, where there is one
    }
    List& list = list_in(*old);
    if (!item.is_null()) list.push_back(std::move(item));
  }
  bool takes_bodies_alone() const noexcept override { return what_ == Grouped::Bodies; }
  Result<> nothing_came(Outcome& old) const override {
    list_in(old);
    return {};
  }
  void complete(Outcome& result) const override {
    Value list = result.properties.get(names::kGroupedExchange);
    if (!list.is_list()) return;
    result.properties.erase(names::kGroupedExchange);
    result.message.body = std::move(list);
  }

 private:
  static List& list_in(Outcome& outcome) {
    Value* list = outcome.properties.find(names::kGroupedExchange);
    if (list == nullptr || !list->is_list()) {
      outcome.properties.set(Slice::literal(names::kGroupedExchange), List());
      list = outcome.properties.find(names::kGroupedExchange);
      list->list().set_grouped();
    }
    return list->list();
  }
  Value item_of(const Outcome& incoming) const {
    if (what_ == Grouped::Bodies) return incoming.message.body;
    return what_ == Grouped::Messages ? message_value(incoming) : exchange_value(incoming);
  }
  Grouped what_;
};

StrategyPtr make(std::string_view java_class, const BeanDecl* bean) {
  const auto dot = java_class.find_last_of('.');
  const std::string_view name = dot == std::string_view::npos ? java_class : java_class.substr(dot + 1);
  if (name == "UseLatestAggregationStrategy") return std::make_shared<UseLatest>();
  if (name == "UseOriginalAggregationStrategy") return std::make_shared<UseOriginal>();
  if (name == "StringAggregationStrategy") return std::make_shared<JoinText>(bean != nullptr ? bean->property("delimiter") : "");
  if (name == "GroupedBodyAggregationStrategy") return std::make_shared<Group>(Grouped::Bodies);
  if (name == "GroupedMessageAggregationStrategy") return std::make_shared<Group>(Grouped::Messages);
  if (name == "GroupedExchangeAggregationStrategy") return std::make_shared<Group>(Grouped::Exchanges);
  return nullptr;
}

}  // namespace

StrategyPtr use_latest() { return std::make_shared<UseLatest>(); }

StrategyPtr share_unit_of_work(StrategyPtr strategy) {
  if (!strategy) strategy = std::make_shared<UseOriginal>();
  return std::make_shared<SharedUnitOfWork>(std::move(strategy));
}

StrategyPtr find_strategy(std::string_view reference, const Mark& mark, Assembler& assembler) {
  const BeanReference found = find_bean(reference, assembler);
  if (found.java_class.empty()) {
    assembler.error(mark, "no bean '" + std::string(reference) + "'", "declare it under beans:, or name a class: \"#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy\"",
                    "org.apache.camel.NoSuchBeanException");
    return nullptr;
  }
  if (auto strategy = make(found.java_class, found.bean)) return strategy;
  assembler.error(mark, "aggregation strategy '" + found.java_class + "' needs a JVM",
                  "kamel has String-, GroupedBody-, GroupedMessage-, GroupedExchange-, UseLatest- and UseOriginalAggregationStrategy");
  return nullptr;
}

}  // namespace kamel
