#include "engine/polling/enricher.h"

#include <algorithm>

#include "engine/context.h"
#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/variables.h"
#include "engine/worker.h"

namespace kamel {
namespace {

Outcome outcome_of(Polled&& polled) {
  return {std::move(polled.message), std::move(polled.properties), std::move(polled.variables), std::move(polled.exception), {}};
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

Error aggregation_failure(Exchange& exchange, const Error& why) {
  return Error("org.apache.camel.CamelExchangeException",
               "Error occurred during aggregation. Exchange[" + exchange.id().str() + "]. Caused by: [" + std::string(why.type()) + " - " + std::string(why.message()) + "]", why);
}

}  // namespace

Result<std::shared_ptr<Poller>> PollerCache::get(Context& context, const std::string& uri, std::int64_t size) {
  constexpr std::size_t kUsual = 1000;
  if (size < 0) return find_poller(context, uri);
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(recent_, uri, [](const auto& entry) -> const std::string& { return entry.first; });
    if (found != recent_.end()) {
      std::rotate(found, found + 1, recent_.end());
      return recent_.back().second;
    }
  }
  auto poller = find_poller(context, uri);
  if (!poller) return poller;
  std::shared_ptr<Poller> oldest;  // let go outside the lock
  const std::lock_guard lock(mutex_);
  recent_.emplace_back(uri, *poller);
  if (recent_.size() > (size == 0 ? kUsual : static_cast<std::size_t>(size))) {
    oldest = std::move(recent_.front().second);
    recent_.pop_front();
  }
  return poller;
}

PollEnricher::PollEnricher(PollOptions options, std::shared_ptr<PollerCache> cache)
    : options_(std::move(options)), variable_(options_.variable_receive), cache_(std::move(cache)) {}

Flow PollEnricher::run(Exchange& exchange) const {
  const Result<Value> value = options_.uri->evaluate(exchange);
  if (!value) return exchange.fail(value.error());
  if (value->is_null()) return Flow::Next;  // no endpoint to ask
  auto poller = cache_->get(exchange.context(), trimmed(to_text(*value).view()), options_.cache_size);
  if (!poller) return options_.ignore_invalid ? Flow::Next : exchange.fail(poller.error());
  // The exchange holds its program, and so this step, until it is resumed.
  (*poller)->receive(exchange.worker(), options_.timeout, [this, &exchange, kept = *poller](std::optional<Polled> got) {
    polled(exchange, std::move(got), kept->endpoint());
  });
  return Flow::Suspend;
}

void PollEnricher::polled(Exchange& exchange, std::optional<Polled> polled, const Slice& endpoint) const {
  const auto attach = polled ? std::move(polled->attach) : nullptr;
  if (attach) attach(exchange);
  std::optional<Message> before;
  if (!variable_.empty()) before = exchange.message;
  const bool failed = polled && polled->exception;
  if (const Result<> merged = merge(exchange, std::move(polled)); !merged) return exchange.resume(exchange.fail(aggregation_failure(exchange, merged.error())));
  if (before && !failed) receive_into_variable(exchange, variable_, std::move(*before));
  exchange.to_endpoint = endpoint;
  exchange.resume(exchange.failed() ? Flow::Fail : Flow::Next);
}

Result<> PollEnricher::merge(Exchange& exchange, std::optional<Polled> polled) const {
  const bool by_strategy = options_.strategy && (!polled || !polled->exception || options_.on_exception);
  if (!by_strategy) {
    if (polled) {
      copy_results(exchange, outcome_of(std::move(*polled)));
    } else {
      exchange.message.body = Value();
    }
    return {};
  }
  std::optional<Outcome> result = Outcome{exchange.message, exchange.properties, exchange.variables, {}, {}};
  if (polled) {
    options_.strategy->aggregate(result, outcome_of(std::move(*polled)), exchange);
  } else if (const Result<> noted = options_.strategy->nothing_came(*result); !noted) {
    return noted;
  }
  copy_results(exchange, std::move(*result));
  return {};
}

}  // namespace kamel
