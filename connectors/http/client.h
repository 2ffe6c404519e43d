// HttpProducer: sends an exchange to an HTTP server, whose answer is the message from there on.
#pragma once

#include <memory>

#include "connectors/http/client_options.h"
#include "connectors/http/concurrency.h"
#include "engine/program.h"
#include "engine/worker.h"

namespace kamel::http {

/// The transfers of each worker, by their limits. A service of the context: connections outlive the routes that made them.
class ClientPool {
 public:
  explicit ClientPool(Context& context) : workers_(context.workers().size()) {}
  /// This worker's thread only.
  Transfers& at(Worker& worker, const TransferLimits& limits);

 private:
  std::vector<std::vector<std::pair<TransferLimits, std::unique_ptr<Transfers>>>> workers_;
};

struct ShareCleanup {
  void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
};
/// What an endpoint remembers on one worker: its cookies, its token, and how much its server can take.
struct EndpointMemory {
  std::unique_ptr<CURLSH, ShareCleanup> cookies;
  std::string token;
  std::chrono::steady_clock::time_point token_ends;
  std::unique_ptr<Concurrency> concurrency;  // nullptr: as much as there are connections
};

class HttpProducer final : public Step {
 public:
  HttpProducer(ClientOptions options, std::shared_ptr<ClientPool> pool, std::shared_ptr<PerWorker<EndpointMemory>> memory)
      : options_(std::move(options)), pool_(std::move(pool)), memory_(std::move(memory)) {}
  Flow run(Exchange& exchange) const override;

  // For the calls under way: the suspended exchange holds its program, and so this step.
  const ClientOptions& options() const noexcept { return options_; }
  EndpointMemory& memory(Exchange& exchange) const { return memory_->at(exchange.worker()); }
  Transfers& transfers(Exchange& exchange) const { return pool_->at(exchange.worker(), options_.limits); }
  /// Sends the exchange, with a token or without.
  Flow send(Exchange& exchange, const std::string& token) const;
  /// A request has ended that `run` had begun: another one may begin.
  void ended(Exchange& exchange, std::chrono::steady_clock::duration took, Concurrency::Outcome outcome) const;

 private:
  Flow begin(Exchange& exchange) const;
  Flow send_file(Exchange& exchange, const std::string& token) const;
  Flow start(Exchange& exchange, const std::string& token, std::shared_ptr<Feed> feed) const;
  const ClientOptions options_;
  const std::shared_ptr<ClientPool> pool_;
  const std::shared_ptr<PerWorker<EndpointMemory>> memory_;
};

/// What both schemes share.
std::unique_ptr<const Step> http_producer(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::http
