#include "engine/data_type_transform.h"

#include <algorithm>
#include <array>

#include "dsl/json.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/languages/shared/json_node.h"

namespace kamel {
namespace {

constexpr std::string_view kExecution = "org.apache.camel.CamelExecutionException";

// The bytes of text, bytes and streams; nothing else has any here.
std::optional<Slice> bytes_of(const Value& body) { return body.is_bytes_like() ? std::optional(body.slice()) : std::nullopt; }

Error no_payload(const Value& body, std::string_view what) {
  return Error(kExecution, std::string(what) + " on the exchange: Exchange[]",
               Error("org.apache.camel.InvalidPayloadException", "No body available of type: byte[] but has type: " + std::string(body.java_class()) + " on: Message"));
}

void set_type(Exchange& exchange, std::string_view content_type) { exchange.message.headers.set("Content-Type", content_type); }

Flow to_plain_text(Exchange& exchange) {
  exchange.message.body = to_text(exchange.message.body);
  set_type(exchange, "text/plain");
  exchange.properties.set("CamelCharsetName", "UTF-8");
  return Flow::Next;
}

Flow to_octets(Exchange& exchange) {
  const auto bytes = bytes_of(exchange.message.body);
  if (!bytes) return exchange.fail(no_payload(exchange.message.body, "Failed to convert body to 'java:[B' content using type conversion for [B"));
  exchange.message.body = Value::bytes(*bytes);
  set_type(exchange, "application/octet-stream");
  return Flow::Next;
}

Flow to_json(Exchange& exchange) {
  const Value& body = exchange.message.body;
  auto bytes = bytes_of(body);
  if (!bytes && body.object_as<languages::JsonNode>() != nullptr) bytes = json::write(*body.object().converted());
  if (!bytes) return exchange.fail(no_payload(body, "Failed to apply Json output data type on exchange"));
  exchange.message.body = Value::bytes(*bytes);
  set_type(exchange, "application/json");
  return Flow::Next;
}

Flow to_struct(Exchange& exchange) {
  const auto bytes = bytes_of(exchange.message.body);
  if (!bytes) return exchange.fail(no_payload(exchange.message.body, "Failed to apply Json input data type on exchange"));
  auto tree = json::parse(*bytes);
  if (!tree) return exchange.fail(Error(kExecution, "Failed to apply Json input data type on exchange on the exchange: Exchange[]", tree.error()));
  exchange.message.body = Value(std::make_unique<languages::JsonNode>(std::move(*tree)));
  set_type(exchange, "application/x-struct");
  return Flow::Next;
}

struct Known {
  std::string_view type;
  Flow (*transform)(Exchange&);
};
constexpr Known kKnown[] = {{"text-plain", to_plain_text}, {"application-octet-stream", to_octets}, {"application-json", to_json}, {"application-x-struct", to_struct}};
// Camel has them, kamel has not.
constexpr auto kAbsent = std::to_array<std::string_view>({"application-cloudevents+json", "http:application-cloudevents", "avro-binary", "avro-x-struct", "avro-x-java-object",
                                                          "protobuf-binary", "protobuf-x-struct", "protobuf-x-java-object"});

class Transform final : public Step {
 public:
  explicit Transform(Flow (*transform)(Exchange&)) : transform_(transform) {}
  Flow run(Exchange& exchange) const override { return transform_(exchange); }

 private:
  Flow (*transform_)(Exchange&);
};

class Missing final : public Step {
 public:
  explicit Missing(std::string why) : why_(std::move(why)) {}
  Flow run(Exchange& exchange) const override { return exchange.fail(kExecution, why_ + " on the exchange: Exchange[]"); }

 private:
  std::string why_;
};

}  // namespace

bool emit_known_transform(const std::string& to, Assembler& assembler) {
  const auto known = std::ranges::find(kKnown, to, &Known::type);
  if (known == std::end(kKnown)) return false;
  assembler.emit(std::make_unique<Transform>(known->transform));
  return true;
}

void emit_type_transform(const std::string& from, const std::string& to, const Mark& mark, Assembler& assembler) {
  if (emit_known_transform(to, assembler)) return;
  if (std::ranges::find(kAbsent, to) != kAbsent.end()) {
    assembler.error(mark, "the data type '" + to + "' is not there", "use marshal, unmarshal, or setHeader and setBody", "org.apache.camel.FailedToCreateRouteException");
  } else if (to == "application-x-java-object") {
    assembler.emit(std::make_unique<Missing>("Missing content class information for Java object data type processing"));
  } else {
    assembler.diagnostics().warning(mark, "no transformer makes '" + to + "': every message will fail here", "text-plain, application-octet-stream, application-json and application-x-struct are there");
    assembler.emit(std::make_unique<Missing>("Missing data type transformer from " + (from.empty() ? "camel:any" : from) + " to type " + to));
  }
}

}  // namespace kamel
