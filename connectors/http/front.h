// Front: what stands before the endpoints of the HTTP server, where something is configured: CORS, rate limits, authentication, compression, static files.
#pragma once

#include <memory>

#include "connectors/http/connection.h"
#include "connectors/http/packing.h"

namespace kamel::http {

class Authentication;
class Cors;
class RateLimit;
class StaticFiles;

/// Const after it was made, apart from what guards itself: shared by all workers.
class Front {
 public:
  /// By the integration's properties; nullptr when none of them asks for anything.
  static Result<std::unique_ptr<Front>> of(const Context& context);
  ~Front();

  struct Verdict {
    int status = 0;        // to refuse the request with
    bool answers = false;  // `answer` is to answer it, no endpoint
  };
  /// `status`: what the endpoints say to the request. Sets the request's user.
  Verdict check(Request& request, const Peer& peer, Moment now, int status) const;
  /// Answers a preflight, or with a file.
  void answer(const Request& request, Response& response) const;
  /// Whether it has answered a refusal of its own: 401, 429.
  bool refuse(int status, Response& response) const;
  /// Adds what CORS asks for, and compresses.
  void dress(const Request& request, Response& response) const;

  /// Whether the body has to be unpacked before anybody sees it.
  bool packed(const Request& request) const;
  Unpacking unpacking(const Request& request, const connectors::StoreRules* rules, const Limits& limits) const;

 private:
  Front();
  std::unique_ptr<Authentication> authentication_;
  std::unique_ptr<Cors> cors_;
  std::unique_ptr<RateLimit> rate_;
  std::unique_ptr<StaticFiles> files_;
  Packing packing_;
};

}  // namespace kamel::http
