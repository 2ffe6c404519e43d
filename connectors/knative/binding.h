// How HTTP requests become events in messages, and exchanges become answers to whoever delivered the event.
#pragma once

#include <string>

#include "connectors/http/server.h"
#include "connectors/knative/filter.h"

namespace kamel::knative {

struct BindingOptions {
  EventFilter filter;
  bool replies = true;             // send the route's result back
  bool replies_with_event = false; // as an event, which a broker takes in again
};

class EventBinding final : public http::Binding {
 public:
  explicit EventBinding(BindingOptions options) : options_(std::move(options)) {}
  bool wants(const http::Request& request) const override;
  bool admit(const http::Request& request, http::Response& refusal) const override;
  void fill(const http::Request& request, Exchange& exchange) const override;
  void answer(Exchange& exchange, http::Response& response) const override;

 private:
  BindingOptions options_;
};

/// The instant now, as ce-time has it: 2026-11-21T07:45:38.928Z.
std::string now_text();

}  // namespace kamel::knative
