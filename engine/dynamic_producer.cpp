#include "engine/dynamic_producer.h"

#include "engine/context.h"
#include "engine/convert.h"
#include "engine/program.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::size_t kRecent = 256;

Result<const Worker::RecentProducer*> find(Exchange& exchange, std::string_view uri) {
  Worker::RecentProducers& recent = exchange.worker().recent_producers();
  if (const auto found = recent.find(uri); found != recent.end()) return &found->second;
  auto made = exchange.context().producer(std::string(uri));
  if (!made) return made.error();
  if (recent.size() >= kRecent) {
    exchange.worker().retire(std::const_pointer_cast<Step>(recent.begin()->second.step));  // exchanges may still wait in it
    recent.erase(recent.begin());
  }
  return &recent.emplace(uri, Worker::RecentProducer{std::move(*made), endpoint_text(uri)}).first->second;
}

std::string scalar_text(const Node& node) { return node.is_scalar() ? node.text : ""; }

}  // namespace

Flow send_dynamically(Exchange& exchange, const Slice& uri, bool ignore_invalid) {
  const auto producer = find(exchange, uri);
  if (!producer) return ignore_invalid ? Flow::Next : exchange.fail(producer.error());
  exchange.to_endpoint = (*producer)->endpoint;
  return (*producer)->step->run(exchange);
}

Result<> find_endpoint(Exchange& exchange, std::string_view uri) {
  const auto producer = find(exchange, uri);
  if (!producer) return producer.error();
  return {};
}

Result<> has_path(std::string_view uri) {
  if (uri.find(':') != uri.npos) return {};
  return Error("org.apache.camel.ResolveEndpointFailedException", "Failed to resolve endpoint: " + std::string(uri) + " due to: Endpoint should include scheme:path");
}

List endpoint_list(const Value& value, std::string_view delimiter) {
  List endpoints;
  for (const Value& item : iterate(value, delimiter)) {
    const Slice text = to_text(item);
    std::string_view uri = text;
    while (!uri.empty() && (uri.front() == ' ' || uri.front() == '\n')) uri.remove_prefix(1);
    while (!uri.empty() && (uri.back() == ' ' || uri.back() == '\n')) uri.remove_suffix(1);
    if (!uri.empty()) endpoints.push_back(text.sub(uri));
  }
  return endpoints;
}

namespace {

constexpr std::string_view kUnsafe = " \"<>{}|\\^`";  // Camel's UnsafeUriCharactersEncoder

std::string encoded(std::string_view uri) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : uri) {
    if (kUnsafe.find(c) == kUnsafe.npos) {
      out += c;
    } else {
      out += {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[static_cast<unsigned char>(c) & 15]};
    }
  }
  return out;
}

}  // namespace

Slice endpoint_text(std::string_view uri) {
  if (uri.find_first_of(kUnsafe) != uri.npos && uri.find("RAW(") == uri.npos) return endpoint_text(encoded(uri));
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || uri.substr(colon).starts_with("://")) return Slice(uri);
  const auto path = std::min(uri.find_first_not_of('/', colon + 1), uri.size());
  return Slice(std::string(uri.substr(0, colon)) + "://" + std::string(uri.substr(path)));
}

std::string with_parameters(std::string uri, const Node* parameters) {
  if (parameters == nullptr) return uri;
  char separator = uri.find('?') == std::string::npos ? '?' : '&';
  for (const Node::Entry& entry : parameters->entries) {
    uri += separator + entry.key + "=" + scalar_text(entry.value);
    separator = '&';
  }
  return uri;
}

}  // namespace kamel
