#include "engine/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <sstream>

namespace kamel {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string name, std::string help, MetricType type) { return {std::move(name), std::move(help), type, {}}; }

ClientMetric labelled(const std::string& route) {
  ClientMetric metric;
  metric.label.push_back({"route", route});
  return metric;
}

std::uint64_t sum(const RunningRoute& route, std::atomic<std::uint64_t> RouteCounters::* counter) {
  std::uint64_t total = 0;
  for (const auto& intake : route.intakes) total += (intake->counters().*counter).load(std::memory_order_relaxed);
  return total;
}

void add_counter(MetricFamily& family, const std::string& route, std::uint64_t value) {
  ClientMetric metric = labelled(route);
  metric.counter.value = static_cast<double>(value);
  family.metric.push_back(std::move(metric));
}

void add_latency(MetricFamily& family, const RunningRoute& route) {
  ClientMetric metric = labelled(route.id);
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < RouteCounters::kBuckets; ++bucket) {
    for (const auto& intake : route.intakes) seen += intake->counters().latency[bucket].load(std::memory_order_relaxed);
    const double bound = static_cast<double>(std::uint64_t{1} << bucket) / 1e6;
    metric.histogram.bucket.push_back({seen, bound});
  }
  metric.histogram.bucket.push_back({seen, std::numeric_limits<double>::infinity()});
  metric.histogram.sample_count = seen;
  metric.histogram.sample_sum = static_cast<double>(sum(route, &RouteCounters::latency_sum_us)) / 1e6;
  family.metric.push_back(std::move(metric));
}

void add_steps(MetricFamily& family, const RunningRoute& route) {
  for (const StepRuns& step : step_runs(route)) {
    ClientMetric metric = labelled(route.id);
    metric.label.push_back({"step", step.id});
    metric.label.push_back({"kind", step.name});
    metric.counter.value = static_cast<double>(step.runs);
    family.metric.push_back(std::move(metric));
  }
}

}  // namespace

std::vector<StepRuns> step_runs(const RunningRoute& route) {
  std::vector<StepRuns> steps;
  std::map<std::string, std::size_t, std::less<>> places;
  for (const auto& intake : route.intakes) {
    RouteCounters& counters = intake->counters();
    const std::lock_guard lock(counters.mutex);
    if (!counters.steps) continue;
    const auto& code = counters.steps->program->code;
    std::map<std::string_view, bool> counted;
    for (std::size_t pc = 0; pc < code.size(); ++pc) {
      if (code[pc].name.empty() || !counted.try_emplace(code[pc].id, true).second) continue;
      const auto [place, added] = places.try_emplace(code[pc].id, steps.size());
      if (added) steps.push_back({route.id, code[pc].id, std::string(code[pc].name), code[pc].mark});
      steps[place->second].runs += counters.steps->runs[pc].load(std::memory_order_relaxed);
    }
  }
  return steps;
}

std::string prometheus_text(const RunningRoutes& routes) {
  std::vector<MetricFamily> families{
      family("kamel_exchanges_total", "Exchanges that have ended", MetricType::Counter),
      family("kamel_exchanges_failed_total", "Exchanges that ended with an exception", MetricType::Counter),
      family("kamel_redeliveries_total", "Steps tried again after a failure", MetricType::Counter),
      family("kamel_exchanges_inflight", "Exchanges that have not ended yet", MetricType::Gauge),
      family("kamel_exchange_duration_seconds", "From the source to the end of the exchange", MetricType::Histogram),
      family("kamel_step_runs_total", "Runs of each step since the route's last change", MetricType::Counter),
  };
  for (const auto& [id, route] : routes) {
    add_counter(families[0], id, sum(route, &RouteCounters::exchanges));
    add_counter(families[1], id, sum(route, &RouteCounters::failed));
    add_counter(families[2], id, sum(route, &RouteCounters::redeliveries));
    ClientMetric in_flight = labelled(id);
    in_flight.gauge.value = static_cast<double>(sum(route, &RouteCounters::in_flight));
    families[3].metric.push_back(std::move(in_flight));
    add_latency(families[4], route);
    add_steps(families[5], route);
  }
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return std::move(out).str();
}

}  // namespace kamel
