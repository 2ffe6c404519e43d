#include "connectors/http/client.h"

#include "connectors/bodies/stored_body.h"
#include "connectors/file/body.h"
#include "connectors/http/call.h"
#include "connectors/http/request_body.h"
#include "connectors/http/token_call.h"
#include "engine/offload.h"

namespace kamel::http {
namespace {

/// A file's content as a body that can be read piece by piece, on the pool; null where it is not to be had so.
Value open_file(const Value& body) {
  const auto opened = body.object_as<connectors::FileBody>()->open();
  if (!opened) return {};
  return Value(std::unique_ptr<Object>(std::make_unique<connectors::StoredBody>(opened->descriptor, opened->size)));
}

/// Whether the body's bytes are sent as they are.
bool as_it_is(const Exchange& exchange, const ClientOptions& options) { return !options.multipart && !wants_gzip(exchange); }

/// Whether the body is a long file.
bool is_long_file(const Exchange& exchange, const ClientOptions& options) {
  constexpr std::int64_t kLong = 1024 * 1024;
  const auto* file = exchange.message.body.object_as<connectors::FileBody>();
  return file != nullptr && file->entry().size > kLong && as_it_is(exchange, options);
}

}  // namespace

Transfers& ClientPool::at(Worker& worker, const TransferLimits& limits) {
  auto& own = workers_[worker.index()];
  for (const auto& [key, transfers] : own) {
    if (key == limits) return *transfers;
  }
  return *own.emplace_back(limits, std::make_unique<Transfers>(worker, limits)).second;
}

Flow HttpProducer::start(Exchange& exchange, const std::string& token, std::shared_ptr<Feed> feed) const {
  auto call = std::make_unique<Call>(*this, exchange, std::move(feed));
  const Result<> prepared = call->prepare(token);
  if (prepared.has_error()) {
    exchange.fail(prepared.error());
    ended(exchange, {}, Concurrency::Outcome::Answered);
    return Flow::Fail;
  }
  transfers(exchange).start(std::move(call));
  return Flow::Suspend;
}

Flow HttpProducer::send_file(Exchange& exchange, const std::string& token) const {
  auto file = std::make_shared<Value>();
  exchange.worker().offload([file, body = exchange.message.body] { *file = open_file(body); },
                            [this, &exchange, file, token] {
                              auto feed = file->is_null() ? nullptr : Feed::of(exchange.worker(), *file);
                              if (start(exchange, token, std::move(feed)) == Flow::Fail) exchange.resume(Flow::Fail);
                            });
  return Flow::Suspend;
}

Flow HttpProducer::send(Exchange& exchange, const std::string& token) const {
  if (is_long_file(exchange, options_)) return send_file(exchange, token);
  const Value& body = exchange.message.body;
  const bool stored = body.object_as<connectors::StoredBody>() != nullptr && as_it_is(exchange, options_);
  return start(exchange, token, stored ? Feed::of(exchange.worker(), body) : nullptr);
}

Flow HttpProducer::begin(Exchange& exchange) const {
  if (options_.token_url.empty()) return send(exchange, {});
  const EndpointMemory& memory = memory_->at(exchange.worker());
  if (!memory.token.empty() && std::chrono::steady_clock::now() < memory.token_ends) return send(exchange, memory.token);
  auto call = std::make_unique<TokenCall>(*this, exchange);
  if (const auto prepared = call->prepare(); prepared.has_error()) {
    exchange.fail(prepared.error());
    ended(exchange, {}, Concurrency::Outcome::Answered);
    return Flow::Fail;
  }
  transfers(exchange).start(std::move(call));
  return Flow::Suspend;
}

Flow HttpProducer::run(Exchange& exchange) const {
  Concurrency* concurrency = memory(exchange).concurrency.get();
  if (concurrency == nullptr) return begin(exchange);
  // Who waits is started with its own producer, which its exchange keeps: the one that ended may be gone by then.
  const auto later = [this, &exchange] {
    if (begin(exchange) == Flow::Fail) exchange.resume(Flow::Fail);
  };
  return concurrency->begin(later) ? begin(exchange) : Flow::Suspend;
}

// Those that wait begin from the loop: one that cannot be sent ends at once, and lets the next one begin.
void HttpProducer::ended(Exchange& exchange, std::chrono::steady_clock::duration took, Concurrency::Outcome outcome) const {
  Concurrency* concurrency = memory(exchange).concurrency.get();
  if (concurrency == nullptr) return;
  concurrency->ended(took, outcome, std::chrono::steady_clock::now());
  while (auto next = concurrency->next()) exchange.worker().post(std::move(next));
}

std::unique_ptr<const Step> http_producer(const EndpointDecl& decl, Assembler& assembler) {
  auto options = client_options(decl, assembler);
  if (!options) return nullptr;
  Context& context = assembler.context();
  auto pool = context.service<ClientPool>([&context] { return std::make_shared<ClientPool>(context); });
  const std::size_t most = options->adaptive ? static_cast<std::size_t>(options->limits.connections_per_host) : 0;
  auto memory = context.shared<PerWorker<EndpointMemory>>(decl.uri.identity(), [&context, most] {
    return std::make_shared<PerWorker<EndpointMemory>>(context.workers().size(), [most](Worker&) {
      auto made = std::make_unique<EndpointMemory>();
      made->cookies.reset(curl_share_init());
      curl_share_setopt(made->cookies.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
      if (most > 0) made->concurrency = std::make_unique<Concurrency>(most);
      return made;
    });
  });
  return std::make_unique<HttpProducer>(std::move(*options), std::move(pool), std::move(memory));
}

}  // namespace kamel::http
