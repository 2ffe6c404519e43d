#include "kamel-cli/observe/server.h"

namespace kamel::cli {

Result<std::unique_ptr<ObserveServer>> ObserveServer::start(Runtime& runtime, const std::string& host, unsigned short port,
                                                            std::function<bool()> ready) {
  std::unique_ptr<ObserveServer> out(new ObserveServer);
  ServerOptions options;
  options.host = host;
  options.port = port;
  auto server = Server::start(options, pages([&runtime, &draining = out->draining_, ready = std::move(ready)](std::string_view path) {
                                return observe(runtime, path, draining || (ready && !ready()));
                              }));
  if (!server) return server.error();
  out->server_ = std::move(*server);
  return out;
}

}  // namespace kamel::cli
