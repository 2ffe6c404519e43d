#include "operator/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <sstream>

namespace kamel::cluster {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

double seconds(Metrics::Time time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Histogram>& reconciles = prometheus::BuildHistogram()
                                                              .Name("kamel_operator_reconcile_seconds")
                                                              .Help("Time to bring the cluster to what one object declares")
                                                              .Register(registry);
  prometheus::Histogram& reloads = prometheus::BuildHistogram()
                                       .Name("kamel_operator_reload_seconds")
                                       .Help("Time from an edit being seen to the receipt of the last pod")
                                       .Register(registry)
                                       .Add({}, kSeconds);
  prometheus::Histogram& push_times = prometheus::BuildHistogram()
                                          .Name("kamel_operator_push_seconds")
                                          .Help("Time of one pod to answer a push")
                                          .Register(registry)
                                          .Add({}, kSeconds);
  prometheus::Family<prometheus::Counter>& pushes =
      prometheus::BuildCounter().Name("kamel_operator_pushes_total").Help("Pushes to pods, by their answer; 0: none").Register(registry);
  prometheus::Counter& rejects = prometheus::BuildCounter()
                                     .Name("kamel_operator_rejected_routes_total")
                                     .Help("Edits that were not taken over since their routes have errors")
                                     .Register(registry)
                                     .Add({});
  prometheus::Gauge& leader =
      prometheus::BuildGauge().Name("kamel_operator_leader").Help("1 while this process is the one that works").Register(registry).Add({});
  prometheus::Gauge& queue =
      prometheus::BuildGauge().Name("kamel_operator_queue_length").Help("Objects that wait to be reconciled").Register(registry).Add({});
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::reconciled(std::string_view kind, Time took, bool well) {
  state_->reconciles.Add({{"kind", std::string(kind)}, {"result", well ? "done" : "failed"}}, kSeconds).Observe(seconds(took));
}

void Metrics::reloaded(Time took) { state_->reloads.Observe(seconds(took)); }

void Metrics::pushed(long status, Time took) {
  state_->push_times.Observe(seconds(took));
  state_->pushes.Add({{"status", std::to_string(status)}}).Increment();
}

void Metrics::rejected() { state_->rejects.Increment(); }
void Metrics::leading(bool yes) { state_->leader.Set(yes ? 1 : 0); }
void Metrics::waiting(std::size_t keys) { state_->queue.Set(static_cast<double>(keys)); }

std::string Metrics::text() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, state_->registry.Collect());
  return out.str();
}

}  // namespace kamel::cluster
