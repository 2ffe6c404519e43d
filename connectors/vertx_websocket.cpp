// vertx-websocket: WebSockets at the integration's HTTP port. Messages of clients start exchanges; routes send to one client, or to all.
#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/websocket/peer.h"
#include "engine/assembler.h"
#include "engine/convert.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kJava = "it names a Java object";
constexpr std::string_view kClient = "kamel serves WebSockets, it does not connect to those of others";

constexpr auto kFields = std::to_array<Field>({
    {.name = "sendToAll",
     .type = FieldType::Bool,
     .summary = "send to all clients of the path, not only to those in the header CamelVertxWebsocket.connectionKey",
     .fallback = "false",
     .scope = "producer"},
    {.name = "fireWebSocketConnectionEvents",
     .type = FieldType::Bool,
     .summary = "also start an exchange when a client comes or goes (header CamelVertxWebsocket.event: OPEN, CLOSE)",
     .fallback = "false",
     .scope = "consumer"},
    {.name = "allowedOriginPattern", .summary = "a regular expression that the Origin of a client's page must match; others get 403", .scope = "consumer"},
    {.name = "consumeAsClient", .type = FieldType::Bool, .summary = "connect to a server instead of being one", .fallback = "false", .refused = kClient, .scope = "consumer"},
    {.name = "maxReconnectAttempts", .type = FieldType::Int, .summary = "of a client", .fallback = "0", .refused = kClient, .scope = "consumer"},
    {.name = "reconnectInitialDelay", .type = FieldType::Int, .summary = "of a client", .fallback = "0", .refused = kClient, .scope = "consumer"},
    {.name = "reconnectInterval", .type = FieldType::Int, .summary = "of a client", .fallback = "1000", .refused = kClient, .scope = "consumer"},
    {.name = "clientSubProtocols", .summary = "of a client", .refused = kClient, .scope = "producer"},
    {.name = "allowOriginHeader", .type = FieldType::Bool, .summary = "of a client", .fallback = "true", .refused = kClient},
    {.name = "originHeaderUrl", .summary = "of a client", .refused = kClient},
    {.name = "clientOptions", .type = FieldType::Reference, .summary = "of a client", .refused = kJava, .scope = "producer"},
    {.name = "serverOptions", .type = FieldType::Reference, .summary = "of the server", .refused = kJava, .scope = "consumer"},
    {.name = "router", .type = FieldType::Reference, .summary = "of the server", .refused = kJava, .scope = "consumer"},
    {.name = "sslContextParameters",
     .type = FieldType::Reference,
     .summary = "TLS",
     .refused = "the server has TLS as a whole: camel.server.useGlobalSslContextParameters and camel.ssl.keyStore"},
    {.name = "lazyStartProducer",
     .type = FieldType::Bool,
     .summary = "start the producer with its first message",
     .fallback = "false",
     .ignored = "a producer needs no start",
     .scope = "producer"},
    {.name = "bridgeErrorHandler",
     .type = FieldType::Bool,
     .summary = "let the error handler see the consumer's own failures",
     .fallback = "false",
     .ignored = "a client that breaks the protocol is told so, and disconnected",
     .scope = "consumer"},
    {.name = "exceptionHandler", .type = FieldType::Reference, .summary = "who sees the consumer's own failures", .refused = kJava, .scope = "consumer"},
    {.name = "exchangePattern", .summary = "of the exchanges", .ignored = "nobody waits for an answer: InOnly", .scope = "consumer"},
});

/// "localhost:8080/chat", "//localhost/chat", "/chat" → "/chat". The port must be the server's.
std::optional<std::string> path_of(const EndpointDecl& decl, Assembler& assembler) {
  std::string_view rest = decl.uri.path;
  for (const std::string_view scheme : {"ws://", "wss://", "//"}) {
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
  }
  const std::string_view authority = rest.substr(0, rest.find('/'));
  rest.remove_prefix(authority.size());
  const std::size_t colon = authority.rfind(':');
  const std::string ours = assembler.context().property("camel.server.port").value_or("8080");
  if (colon != authority.npos && authority.substr(colon + 1) != ours && ours != "0" && authority.substr(colon + 1) != "0") {
    assembler.error(decl.mark, "the integration's HTTP server is at port " + ours + ", not at " + std::string(authority.substr(colon + 1)),
                    "write vertx-websocket:" + std::string(rest.empty() ? "/" : rest) + ", or set camel.server.port", "java.lang.IllegalArgumentException");
    return std::nullopt;
  }
  return rest.empty() ? "/" : std::string(rest);
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const auto path = path_of(decl, assembler);
  if (!path) return nullptr;
  websocket::PeerOptions options;
  options.fires_events = decl.options.flag("fireWebSocketConnectionEvents");
  if (const std::string pattern = decl.options.text("allowedOriginPattern"); !pattern.empty()) {
    options.origins = std::make_shared<const websocket::OriginPattern>(pattern);
    if (!options.origins->fault().empty()) {
      assembler.error(decl.options.mark("allowedOriginPattern"), "not a regular expression: " + options.origins->fault(), "", "java.util.regex.PatternSyntaxException");
      return nullptr;
    }
  }
  return websocket::make_source(assembler.context(), *path, std::move(options));
}

class SendStep final : public Step {
 public:
  SendStep(Context& context, std::string path, bool to_all) : lines_(websocket::lines_of(context)), path_(std::move(path)), to_all_(to_all) {}

  Flow run(Exchange& exchange) const override {
    const Value& body = exchange.message.body;
    if (body.is_null()) return Flow::Next;
    const Value* all = exchange.message.headers.find("CamelVertxWebsocket.sendToAll");
    const Value* keys = exchange.message.headers.find("CamelVertxWebsocket.connectionKey");
    const bool to_all = all != nullptr && !all->is_null() ? to_text(*all) == "true" : to_all_;
    if (!to_all && (keys == nullptr || keys->is_null())) {
      return exchange.fail("java.lang.UnsupportedOperationException",
                           "vertx-websocket:" + path_ + " would connect to another server, which kamel does not do: set sendToAll=true, or the header "
                           "CamelVertxWebsocket.connectionKey, to send to clients of this one");
    }
    const bool binary = body.kind() == Value::Kind::Bytes;
    const Slice frame = websocket::write_frame(binary ? websocket::Opcode::Binary : websocket::Opcode::Text, binary ? body.slice() : to_text(body));
    for (const auto& line : to_all ? lines_->at(path_) : lines_->with(to_text(*keys))) line->send(frame);
    return Flow::Next;
  }

 private:
  const std::shared_ptr<Lines> lines_;
  const std::string path_;
  const bool to_all_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const auto path = path_of(decl, assembler);
  return path ? std::make_unique<SendStep>(assembler.context(), *path, decl.options.flag("sendToAll")) : nullptr;
}

}  // namespace

ComponentSpec vertx_websocket() {
  return {.scheme = "vertx-websocket",
          .syntax = "vertx-websocket:host:port/path",
          .summary = "Serves WebSockets at the integration's HTTP port, and sends to their clients.",
          .fields = kFields,
          .example = "vertx-websocket:/chat/{room}",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
