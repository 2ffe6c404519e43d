#include "engine/languages/simple/exchange_bean.h"

#include <array>

#include "engine/convert.h"
#include "engine/date.h"
#include "engine/executor.h"
#include "engine/languages/simple/java_enum.h"
#include "engine/languages/simple/nodes.h"
#include "engine/name_pattern.h"
#include "engine/variables.h"

namespace kamel::simple {
namespace {

class ExchangePattern final : public JavaEnum {
 public:
  explicit ExchangePattern(bool answers)
      : JavaEnum("org.apache.camel.ExchangePattern", answers ? "InOut" : "InOnly", answers ? 1 : 0), answers_(answers) {}
  Called call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const override {
    if (method == "isInCapable" || (!called && method == "inCapable")) return Value(true);
    if (method == "isOutCapable" || (!called && method == "outCapable")) return Value(answers_);
    return JavaEnum::call(method, called, arguments, exchange);
  }

 private:
  bool answers_;
};

class ExchangeClock final : public Bean {
 public:
  explicit ExchangeClock(std::int64_t created) : created_(created) {}
  std::string_view java_class() const noexcept override { return "org.apache.camel.support.MonotonicClock"; }
  std::string text() const override { return "org.apache.camel.support.MonotonicClock"; }
  Called call(std::string_view method, bool called, const Arguments&, Exchange&) const override {
    if (method == "getCreated" || (!called && method == "created")) return Value(created_);
    if (method == "elapsed") return Value(now_ms() - created_);
    if (method == "asDate") return Value(std::make_unique<Date>(created_));
    return std::nullopt;
  }

 private:
  std::int64_t created_;
};

class ExchangeBean final : public Bean {
 public:
  explicit ExchangeBean(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}
  std::string_view java_class() const noexcept override { return "org.apache.camel.support.DefaultExchange"; }
  std::string text() const override { return "Exchange[" + snapshot_->id.str() + "]"; }
  std::optional<Value> property(std::string_view name) const override { return name == "body" ? std::optional(snapshot_->message.body) : std::nullopt; }
  Called call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const override;
  const std::shared_ptr<const Snapshot>& snapshot() const noexcept { return snapshot_; }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
};

using Self = ExchangeBean;
using Method = BeanMethod<Self>;

const Snapshot& of(const Self& self) { return *self.snapshot(); }

Error cannot_bind(const Value& value) {
  return Error("org.apache.camel.component.bean.ParameterBindingException",
               "Error during parameter binding with value: " + to_text(value).str() + " to type: java.lang.Class");
}

/// name; name, type; name, default, type.
template <class Values>
Result<Value> get(const Values& values, const Arguments& arguments, Exchange& exchange) {
  const Value* found = values.find(arguments.text(0));
  Value value = found != nullptr ? *found : Value();
  if (arguments.size() == 1) return value;
  const Value& type = arguments[arguments.size() - 1];
  if (!type.is_null() && !is_known_type(to_text(type))) return cannot_bind(type);
  if (value.is_null() && arguments.size() == 3) value = arguments[1];
  if (value.is_null() || type.is_null()) return Value();
  return convert_or_null(value, to_text(type), exchange);
}

Result<Value> remove_property(const Self& self, const Arguments& a, Exchange& exchange) {
  if (shows(of(self), exchange)) exchange.properties.erase(a.text(0));
  return of(self).properties.get(a.text(0));
}

Result<Value> remove_properties(const Self& self, const Arguments& a, Exchange& exchange) {
  const NamePattern pattern(a.text(0));
  const auto matches = [&](const auto& entry) { return pattern.matches(entry.name); };
  if (shows(of(self), exchange)) exchange.properties.erase_if(matches);
  return Value(std::ranges::any_of(of(self).properties, matches));
}

Result<Value> set_property(const Self& self, const Arguments& a, Exchange& exchange) {
  if (shows(of(self), exchange)) exchange.properties.set(a.text(0), a[1]);
  return Value();
}

Result<Value> remove_variable(const Self& self, const Arguments& a, Exchange& exchange) {
  if (shows(of(self), exchange)) kamel::remove_variable(exchange, a.text(0));
  return of(self).variables.get(a.text(0));
}

Result<Value> set_variable(const Self& self, const Arguments& a, Exchange& exchange) {
  if (shows(of(self), exchange)) kamel::set_variable(exchange, a.text(0), a[1]);
  return Value();
}

Result<Value> exception_of(const Self& self, const Arguments& a, Exchange&) {
  Value found = of(self).exception ? Value::exception(of(self).exception) : Value();
  if (a.size() > 0 && found.is_error() && !is_instance(found, to_text(a[0]))) return Value();
  return found;
}

Result<Value> message_of(const Self& self, const Arguments& a, Exchange&) {
  if (a.size() > 0 && !to_text(a[0]).view().starts_with("org.apache.camel.")) return Value();  // a message of another class
  return message_bean(self.snapshot());
}

Result<Value> nothing(const Self&, const Arguments&, Exchange&) { return Value(); }
Result<Value> no(const Self&, const Arguments&, Exchange&) { return Value(false); }

Result<Value> set_pattern(const Self& self, const Arguments& a, Exchange& exchange) {
  const Slice name = a.text(0);
  if (name != "InOut" && name != "InOnly") return Error("org.apache.camel.component.bean.ParameterBindingException", "no exchange pattern: " + name.str());
  if (shows(of(self), exchange)) exchange.pattern = name == "InOut" ? Pattern::InOut : Pattern::InOnly;
  return Value();
}

/// `Flag` is a member of Exchange.
template <auto Flag>
Result<Value> set_flag(const Self& self, const Arguments& a, Exchange& exchange) {
  const auto flag = to_bool(a[0]);
  if (!flag) return Error("org.apache.camel.component.bean.ParameterBindingException", "not a boolean: " + to_text(a[0]).str());
  if (shows(of(self), exchange)) exchange.*Flag = *flag;
  return Value();
}

/// `Flag` is a member of Snapshot.
template <auto Flag>
Result<Value> flag(const Self& self, const Arguments&, Exchange&) {
  return Value(of(self).*Flag);
}

// Those of a Java exchange that mean something here. The wording of the arguments' types is Camel's concern alone.
constexpr std::array kMethods = {
    Method{"getExchangeId", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(of(s).id); }},
    Method{"getIn", 0, 1, true, message_of},
    Method{"getMessage", 0, 1, true, message_of},
    Method{"getOut", 0, 1, true,
           [](const Self&, const Arguments&, Exchange&) -> Result<Value> { return message_bean(std::make_shared<Snapshot>()); }},
    Method{"hasOut", 0, 0, false, no},
    Method{"getProperty", 1, 3, true, [](const Self& s, const Arguments& a, Exchange& e) { return get(of(s).properties, a, e); }},
    Method{"setProperty", 2, 2, true, set_property},
    Method{"removeProperty", 1, 1, true, remove_property},
    Method{"removeProperties", 1, 1, true, remove_properties},
    Method{"getProperties", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(of(s).properties.to_map()); }},
    Method{"getAllProperties", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(of(s).properties.to_map()); }},
    Method{"hasProperties", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(!of(s).properties.empty()); }},
    Method{"getVariable", 1, 3, true, [](const Self& s, const Arguments& a, Exchange& e) { return get(of(s).variables, a, e); }},
    Method{"setVariable", 2, 2, false, set_variable},
    Method{"removeVariable", 1, 1, false, remove_variable},
    Method{"getVariables", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(of(s).variables.to_map()); }},
    Method{"hasVariables", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(!of(s).variables.empty()); }},
    Method{"getPattern", 0, 0, false,
           [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(std::make_unique<ExchangePattern>(of(s).answers)); }},
    Method{"setPattern", 1, 1, false, set_pattern},
    Method{"getFromEndpoint", 0, 0, false, nothing},
    Method{"getFromRouteId", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return of(s).from_route; }},
    Method{"getUnitOfWork", 0, 0, false, nothing},
    Method{"getContext", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return context_bean(of(s).context); }},
    Method{"getException", 0, 1, true, exception_of},
    Method{"isFailed", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(static_cast<bool>(of(s).exception)); }},
    Method{"isTransacted", 0, 0, false, no},
    Method{"isExternalRedelivered", 0, 0, false, no},
    Method{"isRouteStop", 0, 0, false, flag<&Snapshot::route_stop>},
    Method{"setRouteStop", 1, 1, false, set_flag<&Exchange::route_stop>},
    Method{"isRollbackOnly", 0, 0, false, flag<&Snapshot::rollback_only>},
    Method{"setRollbackOnly", 1, 1, false, set_flag<&Exchange::rollback_only>},
    Method{"isRollbackOnlyLast", 0, 0, false, flag<&Snapshot::rollback_only_last>},
    Method{"setRollbackOnlyLast", 1, 1, false, set_flag<&Exchange::rollback_only_last>},
    Method{"getCreated", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(of(s).created); }},
    Method{"getClock", 0, 0, false,
           [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(std::make_unique<ExchangeClock>(of(s).created)); }},
};

Called ExchangeBean::call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const {
  return call_method<Self>(*this, kMethods, method, called, arguments, exchange);
}

std::shared_ptr<Snapshot> snapshot_of(Exchange& exchange) {
  auto out = std::make_shared<Snapshot>();
  out->message = exchange.message;
  out->properties = exchange.properties;
  out->variables = exchange.variables;
  out->id = exchange.id();
  out->from_route = exchange.from_route_id().empty() ? Value() : Value(exchange.from_route_id());
  out->exception = exchange.exception;
  out->context = exchange.context().name();
  out->created = Executor::created_ms(exchange);
  out->answers = exchange.pattern == Pattern::InOut;
  out->route_stop = exchange.route_stop;
  out->rollback_only = exchange.rollback_only;
  out->rollback_only_last = exchange.rollback_only_last;
  return out;
}

}  // namespace

bool shows(const Snapshot& snapshot, Exchange& exchange) { return !snapshot.id.empty() && snapshot.id == exchange.id(); }

Value exchange_bean(Exchange& exchange) { return Value(std::make_unique<ExchangeBean>(snapshot_of(exchange))); }
Value message_bean(Exchange& exchange) { return message_bean(snapshot_of(exchange)); }
Value context_bean(const Exchange& exchange) { return context_bean(exchange.context().name()); }

Value exchange_bean(const ExchangeValue& item, const Exchange& exchange) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->message = item.message();
  snapshot->properties = item.properties();
  snapshot->context = exchange.context().name();
  if (!item.whole()) return message_bean(std::move(snapshot));
  return Value(std::make_unique<ExchangeBean>(std::move(snapshot)));
}

}  // namespace kamel::simple
