// Receiver: the endpoint that webhooks are sent to. Takes in what is signed, and nothing else.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/http/camel_binding.h"
#include "connectors/webhooks/signature.h"
#include "engine/assembler.h"

namespace kamel::connectors {

struct ReceiverOptions {
  SignatureRules signature;
  std::string event_header;          // names the event's type; "": nothing does
  std::vector<std::string> events;   // those that are wanted; none: all
  std::string greeting;              // an event that is answered, and goes no further unless it is among `events`
};

class Receiver final : public http::CamelBinding {
 public:
  Receiver(ReceiverOptions options, const std::string& path) : CamelBinding({}, path), options_(std::move(options)) {}
  bool admit(const http::Request& request, http::Response& refusal) const override;
  /// What is signed has to be in memory as a whole.
  bool stores() const override { return false; }

 private:
  const ReceiverOptions options_;
};

/// nullptr after having reported that there is no path or no secret.
std::unique_ptr<RouteSource> receive(const EndpointDecl& decl, Assembler& assembler, ReceiverOptions options);

}  // namespace kamel::connectors
