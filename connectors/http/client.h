// HttpProducer: sends an exchange to an HTTP server, whose answer is the message from there on.
#pragma once

#include <memory>

#include "connectors/http/client_options.h"
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
/// What an endpoint remembers on one worker: its cookies and its token.
struct EndpointMemory {
  std::unique_ptr<CURLSH, ShareCleanup> cookies;
  std::string token;
  std::chrono::steady_clock::time_point token_ends;
};

class HttpProducer final : public Step {
 public:
  HttpProducer(ClientOptions options, std::shared_ptr<ClientPool> pool, std::shared_ptr<PerWorker<EndpointMemory>> memory)
      : options_(std::move(options)), pool_(std::move(pool)), memory_(std::move(memory)) {}
  Flow run(Exchange& exchange) const override;

 private:
  friend class Call;
  friend class TokenCall;
  Flow send(Exchange& exchange, const std::string& token) const;

  const ClientOptions options_;
  const std::shared_ptr<ClientPool> pool_;
  const std::shared_ptr<PerWorker<EndpointMemory>> memory_;
};

/// What both schemes share.
std::unique_ptr<const Step> http_producer(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::http
