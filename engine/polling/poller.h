// Poller: an endpoint that is asked for one message at a time, as Camel's PollingConsumer (pollEnrich, poll).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/exchange.h"

namespace kamel {

/// What a poll got. Its lists and maps are its own.
struct Polled {
  Message message;
  ExchangeProperties properties;
  Variables variables;
  Error exception;
  /// Called once, on the polling exchange's worker: gives that exchange what is to be done when it ends (files are moved, senders answered). May be empty.
  std::function<void(Exchange&)> attach;
};

/// Called once, on the loop of the worker that polled, never from inside `receive`. nullopt: nothing came in time.
using PollDone = std::function<void(std::optional<Polled>)>;

/// A source whose messages can be had one by one without being started (a queue). Any worker.
class Pollable {
 public:
  /// Waits at most `timeout`; 0: not at all; below 0: for ever.
  virtual void receive(Worker& worker, std::chrono::milliseconds timeout, PollDone done) = 0;

 protected:
  ~Pollable() = default;
};

/// A source that looks for its messages (a directory), and can be told to look now. It is started with `startScheduler=false` and
/// `maxMessagesPerPoll=1`, so that it does so only when told.
class Sweeper {
 public:
  /// Looks once. `nothing` is called, from any worker's loop, when there was nothing; else the message goes to the intake. One at a time.
  virtual void sweep(std::function<void()> nothing) = 0;

 protected:
  ~Sweeper() = default;
};

/// Any worker.
class Poller {
 public:
  virtual ~Poller() = default;
  /// As Pollable::receive.
  virtual void receive(Worker& worker, std::chrono::milliseconds timeout, PollDone done) = 0;
  /// The endpoint as Camel prints it.
  virtual const Slice& endpoint() const noexcept = 0;
};

/// The poller of a URI: made and started when it is first asked for, shared by all who hold it. Fails as Camel does: NoSuchEndpointException,
/// ResolveEndpointFailedException, FailedToCreateConsumerException.
Result<std::shared_ptr<Poller>> find_poller(Context& context, const std::string& uri);

}  // namespace kamel
