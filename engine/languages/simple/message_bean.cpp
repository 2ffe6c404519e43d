// The message of an exchange as a Java object.
#include <array>

#include "engine/convert.h"
#include "engine/languages/simple/exchange_bean.h"
#include "engine/languages/simple/nodes.h"
#include "engine/name_pattern.h"

namespace kamel::simple {
namespace {

class MessageBean final : public Bean {
 public:
  explicit MessageBean(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}
  std::string_view java_class() const noexcept override { return "org.apache.camel.support.DefaultMessage"; }
  std::string text() const override { return "Message"; }
  std::optional<Value> property(std::string_view name) const override { return name == "body" ? std::optional(snapshot_->message.body) : std::nullopt; }
  Called call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const override;
  const std::shared_ptr<const Snapshot>& snapshot() const noexcept { return snapshot_; }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
};

using Self = MessageBean;
using Method = BeanMethod<Self>;

const Message& of(const Self& self) { return self.snapshot()->message; }

/// Where this is the message of the exchange at hand.
template <class Change>
void change(const Self& self, Exchange& exchange, Change make) {
  if (shows(*self.snapshot(), exchange)) make(exchange.message);
}

Result<Value> body_as(const Value& body, const Value& type) {
  const Slice name = to_text(type);
  if (!type.is_text() || !is_known_type(name)) {
    return Error("org.apache.camel.component.bean.ParameterBindingException",
                 "Error during parameter binding with value: " + name.str() + " to type: java.lang.Class");
  }
  auto value = convert(body, name, nullptr);
  if (value) return value;
  return Error("org.apache.camel.TypeConversionException", "Error during type conversion to the required type: " + name.str(), value.error());
}

Result<Value> get_body(const Self& self, const Arguments& a, Exchange&) { return a.size() == 0 ? of(self).body : body_as(of(self).body, a[0]); }

Result<Value> mandatory_body(const Self& self, const Arguments& a, Exchange&) {
  if (of(self).body.is_null()) return Error("org.apache.camel.InvalidPayloadException", "No body available of type: java.lang.Object on: Message");
  return a.size() == 0 ? of(self).body : body_as(of(self).body, a[0]);
}

/// name; name, default; name, default, type.
Result<Value> get_header(const Self& self, const Arguments& a, Exchange& exchange) {
  if (a[0].is_null()) return Error("java.lang.NullPointerException", "the name of a header is null");
  const Value* found = of(self).headers.find(a.text(0));
  const bool there = found != nullptr && !found->is_null();
  const Value value = there ? *found : a.size() > 1 ? a[1] : Value();
  return a.size() == 3 ? convert_or_null(value, a.text(2), exchange) : value;
}

Result<Value> set_header(const Self& self, const Arguments& a, Exchange& exchange) {
  change(self, exchange, [&](Message& message) { message.headers.set(a.text(0), a[1]); });
  return Value();
}

Result<Value> remove_header(const Self& self, const Arguments& a, Exchange& exchange) {
  Value before = of(self).headers.get(a.text(0));
  change(self, exchange, [&](Message& message) { message.headers.erase(a.text(0)); });
  return before;
}

Result<Value> remove_headers(const Self& self, const Arguments& a, Exchange& exchange) {
  const NamePattern pattern(a.text(0));
  const auto matches = [&](const auto& entry) { return pattern.matches(entry.name); };
  change(self, exchange, [&](Message& message) { message.headers.erase_if(matches); });
  return Value(std::ranges::any_of(of(self).headers, matches));
}

Result<Value> set_body(const Self& self, const Arguments& a, Exchange& exchange) {
  change(self, exchange, [&](Message& message) { message.body = a[0]; });
  return Value();
}

Result<Value> copy(const Self& self, const Arguments&, Exchange&) {
  auto own = std::make_shared<Snapshot>(*self.snapshot());
  own->id = Slice();  // a setter changes the copy alone
  return message_bean(std::move(own));
}

Result<Value> timestamp(const Self& self, const Arguments&, Exchange&) {
  const Value found = of(self).headers.get("CamelMessageTimestamp");
  return found.kind() == Value::Kind::Long ? found : Value(std::int64_t{0});
}

Result<Value> nothing(const Self&, const Arguments&, Exchange&) { return Value(); }

constexpr std::array kMethods = {
    Method{"getBody", 0, 1, true, get_body},
    Method{"getMandatoryBody", 0, 1, true, mandatory_body},
    Method{"setBody", 1, 2, true, set_body},
    Method{"getHeaders", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(of(s).headers.to_map()); }},
    Method{"hasHeaders", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(!of(s).headers.empty()); }},
    Method{"getHeader", 1, 3, true, get_header},
    Method{"setHeader", 2, 2, false, set_header},
    Method{"removeHeader", 1, 1, false, remove_header},
    Method{"removeHeaders", 1, 1, true, remove_headers},
    Method{"getMessageId", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return Value(s.snapshot()->id); }},
    Method{"hasMessageId", 0, 0, false, [](const Self&, const Arguments&, Exchange&) -> Result<Value> { return Value(false); }},
    Method{"getMessageTimestamp", 0, 0, false, timestamp},
    Method{"getDataType", 0, 0, false, nothing},
    Method{"getCamelContext", 0, 0, false, [](const Self& s, const Arguments&, Exchange&) -> Result<Value> { return context_bean(s.snapshot()->context); }},
    Method{"copy", 0, 0, false, copy},
};

Called MessageBean::call(std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) const {
  return call_method<Self>(*this, kMethods, method, called, arguments, exchange);
}

}  // namespace

Value message_bean(std::shared_ptr<const Snapshot> snapshot) { return Value(std::make_unique<MessageBean>(std::move(snapshot))); }

}  // namespace kamel::simple
