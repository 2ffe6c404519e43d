#include "dsl/diagnostics.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace kamel {
namespace {

constexpr std::string_view kRed = "\033[1;31m", kYellow = "\033[1;33m", kBold = "\033[1m", kPlain = "\033[0m";

// The quoted line and a caret below the column; tabs are kept so that the caret stays below its place.
std::string quoted(const Mark& mark) {
  if (!mark.source || mark.line == 0) return {};
  const std::string_view line = mark.source->line(mark.line);
  if (line.empty()) return {};
  std::string out = "\n    " + std::string(line);
  if (mark.column == 0 || mark.column > line.size() + 1) return out;
  out += "\n    ";
  for (char c : line.substr(0, mark.column - 1)) out += c == '\t' ? '\t' : ' ';
  return out + "^";
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = std::tolower(static_cast<unsigned char>(a[i - 1])) == std::tolower(static_cast<unsigned char>(b[j - 1]));
      const std::size_t replaced = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Diagnostic::text(bool colour) const {
  const bool is_error = severity == Severity::Error;
  std::string out = mark.text();
  if (!out.empty()) out += ": ";
  if (colour) out = std::string(kBold) + out + std::string(is_error ? kRed : kYellow);
  out += is_error ? "error: " : "warning: ";
  if (colour) out += kPlain;
  out += message;
  if (!hint.empty()) out += "; " + hint;
  return out + quoted(mark);
}

std::span<const Diagnostic> Diagnostics::list() const noexcept { return list_; }

void Diagnostics::error(Mark mark, std::string message, std::string hint, std::string java_class) {
  add({Severity::Error, std::move(mark), std::move(message), std::move(hint), std::move(java_class)});
}

void Diagnostics::warning(Mark mark, std::string message, std::string hint) {
  add({Severity::Warning, std::move(mark), std::move(message), std::move(hint), {}});
}

void Diagnostics::add(Diagnostic diagnostic) {
  errors_ += diagnostic.severity == Severity::Error ? 1 : 0;
  list_.push_back(std::move(diagnostic));
}

void Diagnostics::append(const Diagnostics& other) {
  for (const Diagnostic& diagnostic : other.list_) add(diagnostic);
}

std::string Diagnostics::text(bool colour) const {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& diagnostic : list_) sorted.push_back(&diagnostic);
  std::ranges::stable_sort(sorted, [](const Diagnostic* a, const Diagnostic* b) {
    const std::string_view file_a = a->mark.source ? std::string_view(a->mark.source->name) : "";
    const std::string_view file_b = b->mark.source ? std::string_view(b->mark.source->name) : "";
    return std::tie(file_a, a->mark.line, a->mark.column) < std::tie(file_b, b->mark.line, b->mark.column);
  });
  std::string out;
  for (const Diagnostic* diagnostic : sorted) out += diagnostic->text(colour) + "\n";
  return out;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view best = nearest(word, candidates);
  return best.empty() ? std::string() : "did you mean '" + std::string(best) + "'?";
}

}  // namespace kamel
