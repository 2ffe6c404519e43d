#include "engine/route_statistics.h"

#include "engine/metrics.h"

namespace kamel {
namespace {

/// Writes elements with attributes, each on a line of its own.
class Writer {
 public:
  void open(std::string_view name) {
    indent();
    out_ += "<";
    out_ += name;
    depth_ += 2;
  }
  void attribute(std::string_view name, std::string_view value) {
    out_ += " ";
    out_ += name;
    out_ += "=\"";
    for (const char c : value) {
      if (c == '&') out_ += "&amp;";
      else if (c == '<') out_ += "&lt;";
      else if (c == '"') out_ += "&quot;";
      else out_ += c;
    }
    out_ += "\"";
  }
  void attribute(std::string_view name, std::uint64_t value) { attribute(name, std::to_string(value)); }
  void body() { out_ += ">\n"; }
  void end() {
    depth_ -= 2;
    out_ += "/>\n";
  }
  void close(std::string_view name) {
    depth_ -= 2;
    indent();
    out_ += "</";
    out_ += name;
    out_ += ">\n";
  }
  std::string take() {
    if (out_.ends_with("\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  void indent() { out_.append(depth_, ' '); }
  std::string out_;
  std::size_t depth_ = 0;
};

struct Counts {
  std::uint64_t ended = 0, failed = 0, in_flight = 0, redeliveries = 0, microseconds = 0;
};

Counts counts_of(const RunningRoute& route) {
  Counts counts;
  for (const auto& intake : route.intakes) {
    const RouteCounters& from = intake->counters();
    counts.ended += from.exchanges.load(std::memory_order_relaxed);
    counts.failed += from.failed.load(std::memory_order_relaxed);
    counts.in_flight += from.in_flight.load(std::memory_order_relaxed);
    counts.redeliveries += from.redeliveries.load(std::memory_order_relaxed);
    counts.microseconds += from.latency_sum_us.load(std::memory_order_relaxed);
  }
  return counts;
}

void write(Writer& writer, const Counts& counts) {
  writer.attribute("exchangesInflight", counts.in_flight);
  writer.attribute("exchangesTotal", counts.ended);
  writer.attribute("exchangesCompleted", counts.ended - counts.failed);
  writer.attribute("exchangesFailed", counts.failed);
  writer.attribute("redeliveries", counts.redeliveries);
  writer.attribute("totalProcessingTime", counts.microseconds / 1000);
  writer.attribute("meanProcessingTime", counts.ended == 0 ? "-1" : std::to_string(counts.microseconds / 1000 / counts.ended));
}

void write(Writer& writer, const RunningRoute& route) {
  writer.open("routeStat");
  writer.attribute("id", route.id);
  writer.attribute("state", route.status().state);
  writer.attribute("sourceLocation", route.mark.text());
  write(writer, counts_of(route));
  writer.body();
  writer.open("processorStats");
  writer.body();
  for (const StepRuns& step : step_runs(route)) {
    writer.open("processorStat");
    writer.attribute("id", step.id);
    writer.attribute("sourceLineNumber", static_cast<std::uint64_t>(step.mark.line));
    writer.attribute("exchangesTotal", step.runs);
    writer.end();
  }
  writer.close("processorStats");
  writer.close("routeStat");
}

}  // namespace

std::string route_statistics(const RunningRoutes& routes, std::string_view id, std::string_view context) {
  Writer writer;
  if (!id.empty()) {
    const auto found = routes.find(id);
    if (found == routes.end()) return {};
    write(writer, found->second);
    return writer.take();
  }
  Counts all;
  for (const auto& [name, route] : routes) {
    const Counts counts = counts_of(route);
    all.ended += counts.ended;
    all.failed += counts.failed;
    all.in_flight += counts.in_flight;
    all.redeliveries += counts.redeliveries;
    all.microseconds += counts.microseconds;
  }
  writer.open("camelContextStat");
  writer.attribute("id", context);
  writer.attribute("state", "Started");
  write(writer, all);
  writer.body();
  writer.open("routeStats");
  writer.body();
  for (const auto& [name, route] : routes) write(writer, route);
  writer.close("routeStats");
  writer.close("camelContextStat");
  return writer.take();
}

}  // namespace kamel
