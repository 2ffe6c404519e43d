// TokenCall: the request for an OAuth2 token (client credentials) that goes before a call.
#pragma once

#include "connectors/http/client.h"
#include "connectors/http/transfers.h"

namespace kamel::http {

class TokenCall final : public Transfer {
 public:
  TokenCall(const HttpProducer& producer, Exchange& exchange);
  Result<> prepare();
  /// Sends the exchange with the token, or fails it. Neither token nor secret is part of what a failure says.
  void finished(CURLcode code) override;

 private:
  Result<std::string> token(CURLcode code);
  void keep(const std::string& token, const Value* life);
  const HttpProducer& producer_;
  Exchange& exchange_;
};

}  // namespace kamel::http
