#include "connectors/rest_openapi/serve.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "connectors/rest/content_type.h"
#include "engine/convert.h"
#include "engine/reply_completion.h"
#include "engine/worker.h"

namespace kamel::openapi {
namespace {

namespace fs = std::filesystem;
using rest::header_text;

constexpr std::string_view kResponseCode = "CamelHttpResponseCode";

void set_status(Exchange& exchange, int code) { exchange.message.headers.set(Slice::literal(kResponseCode), code); }

// As Java reads a text file: each line ends.
std::string with_line_end(std::string text) {
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

class Reply final : public ReplyCompletion {
 public:
  explicit Reply(std::shared_ptr<const rest::RestBinding> binding) : binding_(std::move(binding)) {}
  void completed(Exchange& exchange) noexcept override {
    try {
      binding_->after(exchange, state);
    } catch (const std::exception& bug) {
      exchange.exception = Error("java.lang.RuntimeException", bug.what());
    }
  }
  rest::RestBinding::State state;

 private:
  std::shared_ptr<const rest::RestBinding> binding_;
};

class Dispatch final : public Step {
 public:
  explicit Dispatch(Service service) : service_(std::move(service)) {}

  Flow run(Exchange& exchange) const override {
    std::string path = header_text(exchange, "CamelHttpPath").value_or("/");
    if (path.starts_with(service_.base_path)) path.erase(0, service_.base_path.size());
    const std::string method = header_text(exchange, "CamelHttpMethod").value_or("GET");
    std::vector<std::string> allowed;
    const Operation* operation = find_operation(service_.contract, method, path, allowed);
    if (operation == nullptr) return refuse(exchange, path, allowed);
    const Parameters parameters = match_path(operation->path, path).value_or(Parameters());
    for (const auto& [name, value] : parameters) exchange.message.headers.set(Slice(name), value);
    const auto at = static_cast<std::size_t>(operation - service_.contract.operations.data());
    return service_.served[at] ? serve(exchange, at) : stand_in(exchange, at, path);
  }

 private:
  static Flow stop(Exchange& exchange) {
    exchange.route_stop = true;
    return Flow::Stop;
  }

  Flow refuse(Exchange& exchange, const std::string& path, const std::vector<std::string>& allowed) const {
    if (!service_.document_path.empty() && path == service_.document_path) {
      if (!service_.document_type.empty()) exchange.message.headers.set("Content-Type", service_.document_type);
      exchange.message.body = with_line_end(service_.contract.text.str());
      return Flow::Next;
    }
    set_status(exchange, allowed.empty() ? 404 : 405);
    std::string all;
    for (const std::string_view method : {"GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PATCH"}) {
      if (std::ranges::find(allowed, method) != allowed.end()) all.append(all.empty() ? "" : ", ").append(method);
    }
    if (!allowed.empty()) exchange.message.headers.set("Allow", all);
    return stop(exchange);
  }

  Flow serve(Exchange& exchange, std::size_t at) const {
    auto reply = std::make_unique<Reply>(service_.bindings[at]);
    rest::RestBinding::State& state = reply->state;
    exchange.on_completion(std::move(reply));
    const Flow flow = service_.bindings[at]->before(exchange, state);
    if (flow != Flow::Next) return flow;
    if (Intake* callee = exchange.worker().entry(service_.entries[at])) return exchange.call(*callee);
    return exchange.fail("org.apache.camel.component.direct.DirectConsumerNotAvailableException",
                         "No consumers available on endpoint: direct://" + service_.contract.operations[at].id + ". Exchange[" + exchange.id().str() + "]");
  }

  // An operation without a route: checks, and what can be found as an answer.
  Flow stand_in(Exchange& exchange, std::size_t at, const std::string& path) const {
    const auto answer = [&](const rest::RestBinding::Refusal& refusal) {
      set_status(exchange, refusal.status);
      exchange.message.body = refusal.body;
    };
    if (const auto refusal = service_.bindings[at]->check_request(exchange)) {
      answer(*refusal);
      return stop(exchange);
    }
    if (service_.missing == Missing::Mock) mock(exchange, service_.contract.operations[at], path);
    if (const auto refusal = service_.bindings[at]->check_response(exchange)) answer(*refusal);
    return Flow::Next;
  }

  void mock(Exchange& exchange, const Operation& operation, std::string_view path) const {
    while (path.starts_with('/')) path.remove_prefix(1);
    const std::string type = header_text(exchange, "Content-Type").value_or("");
    const bool json = type.find("json") != type.npos, xml = type.find("xml") != type.npos;
    for (const MockFile& file : service_.mocks) {
      const bool fits = (!json && !xml) || (json && file.extension == "json") || (xml && file.extension == "xml");
      if (!file.path.ends_with(path) || !fits) continue;
      if (file.extension == "json" || file.extension == "xml") exchange.message.headers.set("Content-Type", file.extension == "json" ? "application/json" : "text/xml");
      set_status(exchange, 200);
      exchange.message.body = file.text;
      return;
    }
    if (operation.method == "DELETE" || operation.method == "PUT" || operation.method == "POST" || operation.method == "PATCH") return set_status(exchange, 200);
    const Example* example = example_for(exchange, operation, type);
    set_status(exchange, example == nullptr ? 204 : 200);
    if (example != nullptr) exchange.message.headers.set("Content-Type", example->content_type);
    exchange.message.body = example == nullptr ? "" : example->body;
  }

  // By the request's own type, else by the first that the client accepts; JSON where it accepts anything.
  static const Example* example_for(const Exchange& exchange, const Operation& operation, const std::string& type) {
    const auto of_type = [&](std::string_view wanted) -> const Example* {
      const auto found = std::ranges::find(operation.examples, wanted, &Example::content_type);
      return found == operation.examples.end() || found->body.empty() ? nullptr : &*found;
    };
    if (const Example* own = of_type(type)) return own;
    const std::string accept = header_text(exchange, "Accept").value_or("");
    if (accept == "*/*") {
      const Example* json = of_type("application/json");
      return json != nullptr ? json : of_type("application/xml");
    }
    for (std::string_view rest = accept; !rest.empty();) {
      std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      one = one.substr(0, one.find(';'));
      while (one.starts_with(' ')) one.remove_prefix(1);
      while (one.ends_with(' ')) one.remove_suffix(1);
      if (const Example* found = of_type(one)) return found;
    }
    return nullptr;
  }

  const Service service_;
};

}  // namespace

std::vector<MockFile> find_mocks(const std::string& patterns) {
  constexpr std::size_t kMost = 1000;
  std::vector<MockFile> out;
  for (std::size_t from = 0; from <= patterns.size();) {
    const std::size_t comma = std::min(patterns.find(',', from), patterns.size());
    std::string folder = patterns.substr(from, comma - from);
    from = comma + 1;
    for (const std::string_view scheme : {"file:", "classpath:"}) {
      if (folder.starts_with(scheme)) folder.erase(0, scheme.size());
    }
    folder.erase(std::min(folder.find('*'), folder.size()));
    std::error_code none;
    for (auto entry = fs::recursive_directory_iterator(folder.empty() ? "." : folder, none); !none && entry != fs::recursive_directory_iterator() && out.size() < kMost; entry.increment(none)) {
      if (!entry->is_regular_file(none)) continue;
      std::ifstream file(entry->path(), std::ios::binary);
      std::string extension = entry->path().extension().string();
      if (!extension.empty()) extension.erase(0, 1);
      out.push_back({fs::path(entry->path()).replace_extension().string(), extension, with_line_end(std::string(std::istreambuf_iterator<char>(file), {}))});
    }
  }
  return out;
}

std::unique_ptr<const Step> dispatch_step(Service service) { return std::make_unique<Dispatch>(std::move(service)); }

}  // namespace kamel::openapi
