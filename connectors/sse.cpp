// sse: server-sent events at the integration's HTTP port. Clients subscribe to a path; routes send to one of them, or to all.
#include <array>

#include "connectors/dialogues/dialogue_source.h"
#include "connectors/http/camel_binding.h"
#include "connectors/http/header_filter.h"
#include "connectors/http/text.h"
#include "engine/assembler.h"
#include "engine/convert.h"

namespace kamel::connectors {
namespace {

constexpr std::chrono::seconds kSignOfLifeEvery{15};

constexpr auto kFields = std::to_array<Field>({
    {.name = "event", .summary = "the events' name, unless the header CamelSse.event has another", .scope = "producer"},
    {.name = "exchangePattern", .summary = "of the exchanges", .ignored = "nobody waits for an answer: InOnly", .scope = "consumer"},
});

struct SseLines : Lines {};
std::shared_ptr<Lines> lines_of(Context& context) {
  return context.service<SseLines>([] { return std::make_shared<SseLines>(); });
}

class Subscription final : public http::Dialogue {
 public:
  Subscription(std::shared_ptr<Line> line, std::shared_ptr<Lines> lines, std::shared_ptr<Admission> admission, Intake& intake,
               std::vector<std::pair<std::string, std::string>> headers)
      : line_(std::move(line)), lines_(std::move(lines)), admission_(std::move(admission)), intake_(intake), headers_(std::move(headers)) {}

  void opened(http::Channel& channel) override {
    line_->open(channel);
    lines_->add(line_);
    spoken_ = std::chrono::steady_clock::now();
    line_->write(": here\n\n");
    Exchange& exchange = admission_->prepare(intake_);
    exchange.message.headers.set(Slice::literal("CamelSse.connectionKey"), line_->key());
    for (const auto& [name, value] : headers_) http::append_header(exchange, name, value);
    headers_.clear();
    exchange.start();
  }
  std::size_t received(std::string_view bytes) override { return bytes.size(); }
  void closed() override {
    line_->close();
    lines_->remove(line_->key());
  }
  void drain() override { line_->finish(); }
  void tick(std::chrono::steady_clock::time_point now) override {
    if (now - spoken_ < kSignOfLifeEvery) return;
    spoken_ = now;
    line_->write(":\n\n");
  }

 private:
  std::shared_ptr<Line> line_;
  std::shared_ptr<Lines> lines_;
  std::shared_ptr<Admission> admission_;
  Intake& intake_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::chrono::steady_clock::time_point spoken_{};
};

class SseBinding final : public http::Binding {
 public:
  SseBinding(std::shared_ptr<Lines> lines, std::shared_ptr<Admission> admission) : lines_(std::move(lines)), admission_(std::move(admission)) {}
  bool admit(const http::Request& request, http::Response& refusal) const override {
    if (http::accepts(request.header("Accept"), "text/event-stream")) return true;
    refusal.status(406);
    return false;
  }
  void fill(const http::Request&, Exchange&) const override {}
  void answer(Exchange&, http::Response&) const override {}
  void converse(const http::Request& request, http::Response& response, const http::Peer&, Intake& intake) const override {
    if (!intake.has_credit()) return response.failure(503);
    response.status(200);
    response.header("Content-Type", "text/event-stream");
    response.header("Cache-Control", "no-cache");
    std::vector<std::pair<std::string, std::string>> headers;
    if (const auto last = request.header("Last-Event-ID"); !last.empty()) headers.emplace_back("CamelSse.lastEventId", last);
    for (auto& [name, value] : http::parse_query(request.query).value_or(std::vector<http::Pair>())) {
      if (!http::is_camel_header(name)) headers.emplace_back(std::move(name), std::move(value));
    }
    for (const auto& parameter : request.parameters)
      headers.emplace_back(std::string(parameter.name), http::decode_strictly(parameter.value, false).value_or(std::string(parameter.value)));
    auto line = std::make_shared<Line>(intake.worker(), std::string(request.path));
    response.converse(std::make_unique<Subscription>(std::move(line), lines_, admission_, intake, std::move(headers)));
  }

 private:
  const std::shared_ptr<Lines> lines_;
  const std::shared_ptr<Admission> admission_;
};

/// A field of an event: no line of its value may end it, so each line is one.
void add_lines(std::string& event, std::string_view name, std::string_view value) {
  while (true) {
    const std::size_t end = value.find_first_of("\r\n");
    event.append(name).append(": ").append(value.substr(0, end)).append("\n");
    if (end == value.npos) return;
    value.remove_prefix(end + (value.substr(end).starts_with("\r\n") ? 2 : 1));
  }
}

class SendStep final : public Step {
 public:
  SendStep(Context& context, std::string path, std::string event) : lines_(lines_of(context)), path_(std::move(path)), event_(std::move(event)) {}

  Flow run(Exchange& exchange) const override {
    const Headers& headers = exchange.message.headers;
    const auto header = [&](std::string_view name) -> std::string {
      const Value* value = headers.find(name);
      return value == nullptr || value->is_null() ? std::string() : to_text(*value).str();
    };
    std::string event;
    const auto add = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) event.append(name).append(": ").append(value.substr(0, value.find_first_of("\r\n"))).append("\n");
    };
    add("id", header("CamelSse.id"));
    const std::string name = header("CamelSse.event");
    add("event", name.empty() ? event_ : name);
    add("retry", header("CamelSse.retry"));
    add_lines(event, "data", to_text(exchange.message.body));
    event += "\n";
    const Slice bytes(event);
    const std::string keys = header("CamelSse.connectionKey");
    for (const auto& line : keys.empty() ? lines_->at(path_) : lines_->with(keys)) line->send(bytes);
    return Flow::Next;
  }

 private:
  const std::shared_ptr<Lines> lines_;
  const std::string path_, event_;
};

std::optional<std::string> path_of(const EndpointDecl& decl, Assembler& assembler) {
  if (decl.uri.path.starts_with('/')) return decl.uri.path;
  assembler.error(decl.mark, "the path of sse must start with /: '" + decl.uri.path + "'", "write sse:/" + decl.uri.path, "java.lang.IllegalArgumentException");
  return std::nullopt;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const auto path = path_of(decl, assembler);
  if (!path) return nullptr;
  auto lines = lines_of(assembler.context());
  auto admission = std::make_shared<Admission>(assembler.context());
  http::MountOptions mount;
  mount.path = *path;
  mount.methods = {"GET"};
  mount.binding = std::make_shared<SseBinding>(lines, admission);
  return std::make_unique<DialogueSource>(assembler.context(), std::move(mount), lines, admission);
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const auto path = path_of(decl, assembler);
  return path ? std::make_unique<SendStep>(assembler.context(), *path, decl.options.text("event")) : nullptr;
}

}  // namespace

ComponentSpec sse() {
  return {.scheme = "sse",
          .syntax = "sse:path",
          .summary = "Server-sent events: from lets clients subscribe (an exchange for each, with CamelSse.connectionKey and CamelSse.lastEventId), to sends the body to "
                     "all subscribers of the path, or to those in CamelSse.connectionKey; CamelSse.id, .event and .retry go along.",
          .fields = kFields,
          .example = "sse:/prices",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
