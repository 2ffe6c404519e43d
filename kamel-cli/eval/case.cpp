#include "kamel-cli/eval/case.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "connectors/file/charset.h"
#include "connectors/http/text.h"
#include "connectors/mock.h"
#include "connectors/mock_sharing.h"
#include "dsl/json.h"
#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/interceptors.h"
#include "engine/runtime.h"
#include "engine/worker.h"
#include "kamel-cli/eval/json_values.h"
#include "kamel-cli/eval/log_capture.h"
#include "kamel-cli/http/client.h"
#include "kamel-cli/load/inputs.h"

namespace fs = std::filesystem;

namespace kamel::cli {
namespace {

constexpr std::int64_t kSettleMs = 80;
constexpr std::int64_t kDirectTimeoutMs = 200;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::int64_t whole(const Value& json, std::string_view key, std::int64_t otherwise) {
  const Value* value = json.is_map() ? json.map().find(key) : nullptr;
  return value != nullptr && value->is_whole() ? value->as_whole() : otherwise;
}

std::string text(const Value& json, std::string_view key, std::string otherwise = {}) {
  const Value* value = json.is_map() ? json.map().find(key) : nullptr;
  return value == nullptr || value->is_null() ? otherwise : to_text(*value).str();
}

// The patterns of all interceptSendToEndpoint elements.
void add_intercepted(const Node& node, std::string_view key, std::vector<std::string>& out) {
  if (key == "interceptSendToEndpoint" && node.is_map() && node.find(key) == nullptr) {
    const Node* uri = node.find("uri");
    out.push_back(uri != nullptr ? uri->text : "");
  } else if (key == "interceptSendToEndpoint" && node.is_scalar()) {
    out.push_back(node.text);
  }
  for (const Node& item : node.items) add_intercepted(item, key, out);
  for (const Node::Entry& entry : node.entries) {
    if (entry.key == "interceptSendToEndpoint") add_intercepted(entry.value, entry.key, out);
  }
}

std::vector<std::string> intercepted_endpoints(const RouteSet& set) {
  std::vector<std::string> patterns;
  for (const ElementDecl& element : set.elements) add_intercepted(element.value, element.name, patterns);
  for (const RouteDecl& route : set.routes) {
    const Node* steps = route.from.find("steps");
    if (steps != nullptr) add_intercepted(*steps, "steps", patterns);
  }
  return patterns;
}

// "mock:a b" as "mock:a%20b", as Camel writes it.
std::string mock_name(const std::string& endpoint) {
  if (!endpoint.starts_with("mock:")) return endpoint;
  return "mock:" + std::string(endpoint_text("mock://" + endpoint.substr(5)).view().substr(7));
}

class Case {
 public:
  Case(const Registry& registry, fs::path folder, Value settings)
      : folder_(std::move(folder)),
        settings_(std::move(settings)),
        runtime_(registry, {.name = "oracle", .workers = 1}),
        log_(std::make_shared<CapturedLog>()) {
    runtime_.context().set_log(capturing_sink(log_));
    connectors::MockBoard::of(runtime_.context())->record(true);
    connectors::MockSharing::of(runtime_.context())->on = true;
  }

  // The JSON text of the outcome.
  std::string run() {
    Diagnostics diagnostics;
    RouteSet set = load_routes(sources(diagnostics), properties(), diagnostics);
    set.name = "oracle";
    intercepted_ = intercepted_endpoints(set);
    if (diagnostics.has_errors())
      runtime_.check(std::move(set), diagnostics);
    else if (const Applied applied = runtime_.apply(std::move(set), diagnostics); applied.ok)
      return feed_all();
    return load_error(diagnostics);
  }

 private:
  std::vector<SourcePtr> sources(Diagnostics& diagnostics) const {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
    }
    std::ranges::sort(files);
    std::vector<SourcePtr> out;
    for (const std::string& file : files) {
      if (SourcePtr source = read_source(file, diagnostics)) out.push_back(std::move(source));
    }
    return out;
  }

  Properties properties() const {
    Properties out;
    out.set("case.dir", folder_.string());
    out.set("camel.component.direct.timeout", std::to_string(whole(settings_, "directTimeout", kDirectTimeoutMs)));
    if (const std::int64_t port = whole(settings_, "http", 0); port != 0) {
      out.set("camel.server.port", std::to_string(port));
      out.set("camel.server.host", "127.0.0.1");
    }
    if (const Value* caching = settings_.map().find("streamCaching")) out.set("camel.main.streamCachingEnabled", to_text(*caching).str());
    if (const Value* given = settings_.map().find("properties"); given != nullptr && given->is_map()) {
      for (const auto& [key, value] : given->map()) out.set(key.str(), to_text(value).str());
    }
    return out;
  }

  // The first error that Camel would have stopped at.
  std::string load_error(const Diagnostics& diagnostics) const {
    Map out{{"class", "org.apache.camel.FailedToCreateRouteException"}, {"message", "the routes could not be started"}};
    for (const Diagnostic& diagnostic : diagnostics.list()) {
      if (diagnostic.severity != Severity::Error) continue;
      if (!diagnostic.java_class.empty()) out.set("class", diagnostic.java_class);
      out.set("message", diagnostic.hint.empty() ? diagnostic.message : diagnostic.message + "; " + diagnostic.hint);
      if (diagnostic.mark.line != 0) out.set("line", Value::integer(diagnostic.mark.line));
      if (diagnostic.mark.source) out.set("file", fs::path(diagnostic.mark.source->name).filename().string());
      break;
    }
    return json::write(Value(Map{{"loadError", Value(std::move(out))}})).str();
  }

  std::string feed_all() {
    std::ifstream inputs(folder_ / "inputs.jsonl", std::ios::binary);
    for (std::string line; std::getline(inputs, line);) {
      const auto first = line.find_first_not_of(" \t\r");
      if (first != std::string::npos && line[0] != '#') feed(Slice(line));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(whole(settings_, "settle_ms", kSettleMs)));
    std::string out = "{\"results\":[" + results_ + "],\"mocks\":" + json::write(output_mocks()).str();
    if (const Value log = output_log(*log_); !log.list().empty()) out += ",\"logs\":" + json::write(log).str();
    return out + "}";
  }

  void feed(const Slice& line) {
    const Result<Value> input = json::parse(line);
    if (!input) return add_result(json::write(Value(Map{{"sendError", output_error(input.error())}})).view());
    if (const std::int64_t sleep = whole(*input, "sleep", -1); sleep >= 0)
      return std::this_thread::sleep_for(std::chrono::milliseconds(sleep));
    if (const Value* call = input->map().find("http")) return add_result(json::write(http(*call)).view());
    for (std::int64_t i = whole(*input, "repeat", 1); i > 0; --i) send(line, *input);
  }

  // Parsed again on the worker: the lists and maps of a message belong to the worker that runs it.
  static void fill(Exchange& exchange, const Slice& line) {
    const Result<Value> parsed = json::parse(line);
    const Map& input = parsed->map();
    if (const Value* body = input.find("body")) exchange.message.body = input_value(*body);
    const auto fill_named = [&](std::string_view key, auto& named, bool with_nulls) {
      const Value* given = input.find(key);
      if (given == nullptr || !given->is_map()) return;
      for (const auto& [name, value] : given->map()) {
        if (with_nulls || !value.is_null()) named.set(name, input_value(value));
      }
    };
    fill_named("headers", exchange.message.headers, true);
    fill_named("properties", exchange.properties, true);
    fill_named("variables", exchange.variables, false);  // setting a variable to null removes it
  }

  void send(const Slice& line, const Value& input) {
    const Pattern pattern = text(input, "pattern") == "InOnly" ? Pattern::InOnly : Pattern::InOut;
    std::string answer;
    const Result<> sent = runtime_.send_and_wait(
        text(input, "endpoint", "direct:in"), pattern, [&](Exchange& exchange) { fill(exchange, line); },
        [&](Exchange& exchange) { answer = json::write(output_exchange(exchange)).str(); });
    if (!sent) answer = json::write(Value(Map{{"sendError", output_error(sent.error())}})).str();
    add_result(answer);
  }

  Value http(const Value& input) const {
    HttpCall call;
    call.method = text(input, "method", "GET");
    call.url = "http://127.0.0.1:" + std::to_string(whole(settings_, "http", 0)) + text(input, "path", "/");
    call.has_body = input.map().find("body") != nullptr;
    call.body = text(input, "body");
    call.timeout = std::chrono::seconds(5);
    // As the client that the cases were recorded with: a route sees these headers.
    call.headers = {{"User-Agent", "Java-http-client/17.0.15"}, {"Accept", ""}, {"Expect", ""}, {"Content-Type", ""}};
    if (!call.has_body) call.headers.emplace_back("Content-Length", "0");
    if (const Value* headers = input.map().find("headers"); headers != nullptr && headers->is_map()) {
      for (const auto& [name, value] : headers->map()) {
        std::erase_if(call.headers, [&](const auto& entry) { return same_ignoring_case(entry.first, name); });
        call.headers.emplace_back(name.str(), to_text(value).str());
      }
    }
    const Result<HttpReply> reply = request(call);
    if (!reply) return Value(Map{{"httpError", output_error(reply.error())}});
    return output_reply(*reply);
  }

  static Value output_reply(const HttpReply& reply) {
    Map headers;
    for (const auto& [name, value] : reply.headers) {
      if (name == "date") continue;
      const Value* before = headers.find(name);
      const std::string text = http::is_ascii(value) ? value : http::latin1_to_utf8(value);  // as Java's client reads headers
      headers.set(name, before == nullptr ? text : before->slice().str() + ", " + text);
    }
    const Value* const type = headers.find("content-type");
    const std::string charset(type != nullptr ? http::value_parameter(type->slice().view(), "charset") : "");
    const bool decodes = !charset.empty() && connectors::is_charset(charset) && !connectors::is_utf8(charset);  // so does Java's client
    const std::string body = decodes ? connectors::decode(reply.body, charset) : std::string(reply.body);
    return Value(Map{{"status", Value::integer(reply.status)}, {"responseHeaders", Value(std::move(headers))}, {"responseBody", body}});
  }

  // What has arrived, looked at on the worker, whose lists and maps the mocks share.
  std::map<std::string, std::vector<connectors::MockArrival>> arrived() {
    std::promise<std::map<std::string, std::vector<connectors::MockArrival>>> all;
    runtime_.context().workers().front()->post([&] { all.set_value(connectors::MockBoard::of(runtime_.context())->all()); });
    return all.get_future().get();
  }

  Value output_mocks() {
    Map out;
    for (const auto& [endpoint, arrivals] : arrived()) {
      // Camel's registry holds the interceptor in the mock's place.
      if (std::ranges::any_of(intercepted_, [&](const std::string& pattern) { return is_intercepted(endpoint, pattern); })) continue;
      List list;
      for (const connectors::MockArrival& arrival : arrivals) list.push_back(output_exchange(arrival));
      out.set(mock_name(endpoint), Value(std::move(list)));
    }
    return Value(std::move(out));
  }

  void add_result(std::string_view json) {
    if (!results_.empty()) results_ += ',';
    results_ += json;
  }

  fs::path folder_;
  Value settings_;
  Runtime runtime_;
  std::shared_ptr<CapturedLog> log_;
  std::string results_;
  std::vector<std::string> intercepted_;
};

}  // namespace

Result<std::string> run_case(const Registry& registry, const std::string& folder) {
  std::error_code error;
  const fs::path path = fs::canonical(folder, error);
  if (error || !fs::exists(path / "route.yaml")) return Error("java.io.FileNotFoundException", folder + " holds no route.yaml");
  Value settings{Map()};
  if (fs::exists(path / "case.json")) {
    Result<Value> read = json::parse(Slice(read_text(path / "case.json")));
    if (!read) return read.error();
    settings = std::move(*read);
  }
  // Not destroyed: nothing of it may delay the end of the process.
  auto* running = new Case(registry, path, std::move(settings));
  return normalised(running->run(), path.string());
}

}  // namespace kamel::cli
