// route_bench ROUTE PARTS WARMUP_S MEASURE_S: in-process messages per second of one route of routes.yaml, on one worker.
// The body is PARTS tokens, "alpha0,beta1,alpha2…", as in the measurement of Camel that it is compared with.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "tests/bench/flood.h"

namespace {

std::string tokens(int parts) {
  std::string text;
  for (int i = 0; i < parts; ++i) {
    if (i > 0) text += ',';
    text += (i % 2 == 0 ? "alpha" : "beta") + std::to_string(i);
  }
  return text;
}

/// The one route of the file whose `from` is flood:NAME, so that the others do not run beside it.
std::string only(const std::string& all, const std::string& name) {
  std::istringstream lines(all);
  std::string line;
  std::string route;
  bool keep = false;
  while (std::getline(lines, line)) {
    if (line.starts_with("- route")) keep = line.find("# " + name) != std::string::npos;
    if (keep) route += line + "\n";
  }
  return route;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("route_bench ROUTE PARTS WARMUP_S MEASURE_S\n", stderr);
    return 2;
  }
  std::ifstream file(KAMEL_SOURCE_DIR "/tests/bench/routes.yaml");
  std::ostringstream all;
  all << file.rdbuf();
  const std::string route = only(all.str(), argv[1]);
  if (route.empty()) {
    std::fprintf(stderr, "routes.yaml has no route '%s'\n", argv[1]);
    return 2;
  }
  const int parts = std::atoi(argv[2]);
  kamel::bench::set_body(tokens(parts));
  const auto runtime = kamel::bench::run("routes.yaml", route);
  std::this_thread::sleep_for(std::chrono::duration<double>(std::atof(argv[3])));
  auto& counts = kamel::bench::counts();
  for (int round = 0; round < 3; ++round) {
    const auto messages = counts.messages.load();
    const auto hits = counts.hits.load();
    const auto start = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(std::chrono::duration<double>(std::atof(argv[4])));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double rate = static_cast<double>(counts.messages.load() - messages) / seconds;
    std::printf("%s parts=%d: %.0f in-msgs/s, %.0f parts/s, sink hits %.0f/s\n", argv[1], parts, rate, rate * parts,
                static_cast<double>(counts.hits.load() - hits) / seconds);
  }
  if (counts.failed.load() != 0) {
    std::fprintf(stderr, "%llu exchanges failed: the figures mean nothing\n", static_cast<unsigned long long>(counts.failed.load()));
    return 1;
  }
  std::fflush(stdout);
  std::_Exit(0);
}
