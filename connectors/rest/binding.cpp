#include "connectors/rest/binding.h"

#include <algorithm>

#include "connectors/rest/content_type.h"
#include "engine/convert.h"
#include "engine/reply_completion.h"

namespace kamel::rest {
namespace {

constexpr std::string_view kContentType = "Content-Type";
constexpr std::string_view kResponseCode = "CamelHttpResponseCode";

bool has_json(const std::optional<std::string>& type) { return type && contains_ignoring_case(*type, "json"); }
bool has_xml(const std::optional<std::string>& type) { return type && contains_ignoring_case(*type, "xml"); }

void answer(Exchange& exchange, const RestBinding::Refusal& refusal) {
  exchange.message.headers.set(Slice::literal(kResponseCode), refusal.status);
  exchange.message.body = refusal.body;
}

Error not_compatible(Exchange& exchange, std::string_view what) {
  return Error("org.apache.camel.CamelExchangeException", "Cannot bind to " + std::string(what) + " as message body is not " + std::string(what) +
                                                              " compatible. Exchange[" + exchange.id().str() + "]");
}

}  // namespace

RestBinding::Kinds RestBinding::request_kinds(const Exchange& exchange) const {
  const auto type = header_text(exchange, kContentType);
  Kinds kinds{has_json(type), has_xml(type)};
  if (!kinds.json && !kinds.xml) kinds = {has_json(options_.consumes), has_xml(options_.consumes)};
  kinds = {kinds.json && may_json(), kinds.xml && may_xml()};
  return kinds.json || kinds.xml ? kinds : Kinds{may_json(), may_xml()};
}

Flow RestBinding::before(Exchange& exchange, State& state) const {
  const auto method = header_text(exchange, "CamelHttpMethod");
  if (method && same_ignoring_case(*method, "OPTIONS")) {
    exchange.route_stop = true;
    return Flow::Stop;
  }
  state.accept = header_text(exchange, "Accept");
  for (const auto& [name, value] : options_.defaults) {
    if (exchange.message.headers.get(name).is_null()) exchange.message.headers.set(Slice(name), value);
  }
  if (const auto refusal = check_request(exchange)) {
    answer(exchange, *refusal);
    exchange.route_stop = true;
    return Flow::Stop;
  }
  return bind(exchange, state);
}

Flow RestBinding::bind(Exchange& exchange, State& state) const {
  Kinds kinds = request_kinds(exchange);
  Slice body;
  if ((kinds.json || kinds.xml) && !exchange.message.body.is_null()) {
    body = to_text(exchange.message.body);
    if (!body.view().empty()) exchange.message.body = body;
    if (kinds.json && kinds.xml && !body.view().empty()) {
      kinds.xml = body.view().starts_with('<');
      kinds.json = !kinds.xml;
    }
  }
  if (kinds.json) {
    state.marshal = State::Marshal::Json;
    if (body.view().empty()) return Flow::Next;
    auto tree = json_in_->unmarshal(exchange.message.body, exchange);
    if (!tree) return unreadable(exchange, tree.error(), "JSon");
    exchange.message.body = std::move(*tree);
    return Flow::Next;
  }
  if (kinds.xml) {
    state.marshal = State::Marshal::Xml;
    if (body.view().empty()) return Flow::Next;
    return unreadable(exchange, Error("java.io.IOException", "jakarta.xml.bind.UnmarshalException: no Java class is known for the XML"), "XML");
  }
  state.marshal = State::Marshal::Json;  // binding is off: only the Content-Type is seen to
  return Flow::Next;
}

Flow RestBinding::unreadable(Exchange& exchange, Error error, std::string_view what) const {
  exchange.message.headers.set(Slice::literal(kResponseCode), 400);
  if (!options_.validates_request) return exchange.fail(std::move(error));
  exchange.message.body = "Invalid " + std::string(what) + " payload.";
  exchange.route_stop = true;
  return Flow::Stop;
}

void RestBinding::after(Exchange& exchange, const State& state) const {
  if (options_.cors) add_cors(exchange);
  if (state.marshal != State::Marshal::None && !exchange.failed()) marshal(exchange, state);
}

void RestBinding::add_cors(Exchange& exchange) const {
  const auto given = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = std::ranges::find(options_.cors_headers, name, &Pairs::value_type::first);
    return found == options_.cors_headers.end() ? std::nullopt : std::optional(found->second);
  };
  const auto set = [&](std::string_view name, std::string_view otherwise) {
    exchange.message.headers.set(Slice::literal(name), given(name).value_or(std::string(otherwise)));
  };
  const auto credentials = given("Access-Control-Allow-Credentials");
  const auto origin = header_text(exchange, "Origin");
  set("Access-Control-Allow-Origin", "*");
  set("Access-Control-Allow-Methods", kAllowedMethods);
  set("Access-Control-Allow-Headers", kAllowedHeaders);
  set("Access-Control-Max-Age", "3600");
  if (!credentials) return;
  exchange.message.headers.set("Access-Control-Allow-Credentials", *credentials);
  // https://www.w3.org/TR/cors/, 6.1, point 3
  const bool anybody = given("Access-Control-Allow-Origin").value_or("*") == "*";
  if (same_ignoring_case(*credentials, "true") && anybody && origin) exchange.message.headers.set("Access-Control-Allow-Origin", *origin);
}

RestBinding::Kinds RestBinding::answer_kinds(const Exchange& exchange, const State& state) const {
  Kinds kinds{has_json(state.accept), has_xml(state.accept)};
  if (!kinds.json && !kinds.xml) {
    const auto type = header_text(exchange, kContentType);
    kinds = {has_json(type), has_xml(type)};
  }
  if (!kinds.json && !kinds.xml) kinds = {has_json(options_.produces), has_xml(options_.produces)};
  const bool off = options_.mode == "off";
  kinds = {kinds.json && (off || may_json()), kinds.xml && (off || may_xml())};
  if (!kinds.json && !kinds.xml) kinds = {may_json(), may_xml()};
  if (kinds.json && kinds.xml) {
    kinds.xml = state.marshal == State::Marshal::Xml;
    kinds.json = !kinds.xml;
  }
  return kinds;
}

void RestBinding::marshal(Exchange& exchange, const State& state) const {
  Headers& headers = exchange.message.headers;
  if (options_.skip_on_error_code && to_int(headers.get(kResponseCode)).value_or(0) >= 300) return;
  const Kinds kinds = answer_kinds(exchange, state);
  const auto ensure = [&](std::string_view type) {
    if (!header_text(exchange, kContentType)) headers.set(Slice::literal(kContentType), type);
  };
  if (options_.produces) ensure(*options_.produces);
  if (kinds.json) ensure("application/json");
  if (kinds.xml) ensure("application/xml");
  if (options_.mode == "off" || exchange.message.body.is_null()) return;
  const auto type = header_text(exchange, kContentType);
  if (kinds.json) {
    if (has_json(type)) marshal_json(exchange);
  } else if (kinds.xml && may_xml()) {
    // Without Java classes XML goes out as the text that it is.
    if (has_xml(type) && !exchange.message.body.is_bytes_like()) exchange.exception = Error("java.io.IOException", "the body is not XML, and no Java class is known for it");
  } else if (options_.mode != "auto") {
    exchange.exception = not_compatible(exchange, may_xml() ? "xml" : "json");
  }
  if (const auto refusal = exchange.failed() ? std::nullopt : check_response(exchange)) answer(exchange, *refusal);
}

void RestBinding::marshal_json(Exchange& exchange) const {
  auto bytes = json_out_->marshal(exchange.message.body, exchange);
  if (!bytes) {
    exchange.exception = bytes.error();
    return;
  }
  exchange.message.body = std::move(*bytes);
  if (!options_.no_content) return;
  const Slice text = to_text(exchange.message.body);
  if (text.view() != "[]" && text.view() != "{}") return;
  exchange.message.headers.set(Slice::literal(kResponseCode), 204);
  exchange.message.body = "";
}

namespace {

class Reply final : public ReplyCompletion {
 public:
  Reply(std::shared_ptr<const RestBinding> binding) : binding_(std::move(binding)) {}
  void completed(Exchange& exchange) noexcept override {
    try {
      binding_->after(exchange, state);
    } catch (const std::exception& bug) {
      exchange.exception = Error("java.lang.RuntimeException", bug.what());
    }
  }
  RestBinding::State state;

 private:
  std::shared_ptr<const RestBinding> binding_;
};

class Bind final : public Step {
 public:
  explicit Bind(std::shared_ptr<const RestBinding> binding) : binding_(std::move(binding)) {}
  Flow run(Exchange& exchange) const override {
    // What could not be bound is not tried again: an error handler that redelivers goes on with the message as it is, as in Camel.
    if (exchange.message.headers.has("CamelRedelivered")) return Flow::Next;
    auto reply = std::make_unique<Reply>(binding_);
    RestBinding::State& state = reply->state;
    exchange.on_completion(std::move(reply));
    return binding_->before(exchange, state);
  }

 private:
  std::shared_ptr<const RestBinding> binding_;
};

}  // namespace

std::unique_ptr<const Step> binding_step(std::shared_ptr<const RestBinding> binding) { return std::make_unique<Bind>(std::move(binding)); }

}  // namespace kamel::rest
