// The step that sends events.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "connectors/http/client.h"
#include "connectors/knative/broker.h"
#include "connectors/knative/environment.h"
#include "engine/program.h"

namespace kamel::knative {

struct Sending {
  std::string type, name, object_name;
  std::optional<Resource> sink;   // nothing: the broker in this process
  std::string event_type;         // cloudEventsType
  std::string spec_version = "1.0";
  std::map<std::string, std::string> overrides;
  std::string ca_certificates, audience;
  long timeout_seconds = 0;       // 0: none
};

class EventProducer final : public Step {
 public:
  EventProducer(Sending sending, std::shared_ptr<http::ClientPool> pool, std::shared_ptr<LocalBroker> broker);
  Flow run(Exchange& exchange) const override;

 private:
  friend class EventCall;
  void mark(Exchange& exchange) const;
  Flow deliver_here(Exchange& exchange, Slice body) const;
  Flow post(Exchange& exchange, Slice body) const;

  const Sending sending_;
  std::string url_;
  std::shared_ptr<http::ClientPool> pool_;
  std::shared_ptr<LocalBroker> broker_;
};

}  // namespace kamel::knative
