#include "kamel-cli/run/report.h"

#include <cstdio>

#include "kamel-cli/output/table.h"

namespace kamel::cli {
namespace {

void append_change(const std::vector<std::string>& ids, std::string_view what, std::string& out) {
  if (ids.empty()) return;
  constexpr std::size_t kMostNames = 5;
  if (!out.empty()) out += ", ";
  out += std::to_string(ids.size()) + " " + std::string(what) + " (";
  for (std::size_t i = 0; i < ids.size() && i < kMostNames; ++i) out += (i == 0 ? "" : ", ") + ids[i];
  out += ids.size() > kMostNames ? ", …)" : ")";
}

}  // namespace

std::string route_lines(const std::vector<RouteStatus>& routes, const Paint& paint) {
  Table table;
  for (const RouteStatus& route : routes) {
    const std::string state = route.state == "Started" ? paint.green(route.state) : paint.red(route.state);
    table.add({paint.bold(route.id), state, route.from_uri});
  }
  return table.text("  ");
}

std::string change_text(const Applied& applied, const Paint& paint) {
  std::string out;
  append_change(applied.diff.swapped, "swapped", out);
  append_change(applied.diff.restarted, "restarted", out);
  append_change(applied.diff.added, "added", out);
  append_change(applied.diff.removed, "removed", out);
  if (out.empty()) return out;
  return paint.green("reloaded") + " in " + duration_text(applied.took) + ": " + out;
}

std::string duration_text(std::chrono::microseconds time) {
  char text[32];
  const double ms = static_cast<double>(time.count()) / 1000;
  if (ms < 10)
    std::snprintf(text, sizeof text, "%.1f ms", ms);
  else if (ms < 1000)
    std::snprintf(text, sizeof text, "%.0f ms", ms);
  else
    std::snprintf(text, sizeof text, "%.1f s", ms / 1000);
  return text;
}

}  // namespace kamel::cli
