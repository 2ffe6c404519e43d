#include "kamel-cli/explain/option_table.h"

#include "kamel-cli/explain/subject.h"

namespace kamel::cli {
namespace {

struct Counts {
  std::size_t read = 0, ignored = 0, refused = 0;
  std::string text() const { return std::to_string(read) + " read, " + std::to_string(ignored) + " ignored, " + std::to_string(refused) + " refused"; }
};

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string row(const std::string& name, const Field& field, bool refused, Counts& counts) {
  std::string what = "read", meaning(field.summary);
  if (refused) {
    what = "refused";
    meaning = "with all of this";
  } else if (!field.refused.empty()) {
    what = "refused";
    meaning = field.refused;
  } else if (!field.ignored.empty()) {
    what = "ignored";
    meaning = field.ignored;
  }
  ++(what == "read" ? counts.read : what == "ignored" ? counts.ignored : counts.refused);
  return "| `" + name + "` | " + type_text(field) + " | " + (field.fallback.empty() || field.secret ? "" : "`" + cell(field.fallback) + "`") + " | " + what + " | " + cell(meaning) + " |\n";
}

void rows(std::span<const Field> fields, const std::string& prefix, bool refused, std::string& out, Counts& counts) {
  for (const Field& field : fields) {
    const std::string name = prefix + std::string(field.name);
    out += row(name, field, refused, counts);
    if (prefix.size() < 60) rows(field.fields, name + (field.type == FieldType::Objects ? "[]." : "."), refused, out, counts);
  }
}

std::string section(const Subject& subject, Counts& counts) {
  std::string out = "\n### " + std::string(subject.name) + "\n\n" + std::string(subject.summary) + (subject.refused ? " **Refused.**" : "") + "\n";
  if (subject.fields.empty()) return out;
  out += "\n| option | type | default | | meaning, or why |\n|---|---|---|---|---|\n";
  rows(subject.fields, "", subject.refused, out, counts);
  return out;
}

}  // namespace

std::string option_reference(const Registry& registry) {
  std::string out = "# What kamel does with each option\n\nRead: it has its effect. Ignored: accepted, and without effect for the reason given; `kamel lint` warns. Refused: an error, with what to do.\n";
  for (const std::string& kind : subject_kinds()) {
    Counts counts;
    std::string sections;
    const std::vector<Subject> all = subjects(registry, kind);
    for (const Subject& subject : all) sections += section(subject, counts);
    out += "\n## " + std::to_string(all.size()) + " " + kind + "s: " + counts.text() + "\n" + sections;
  }
  return out;
}

}  // namespace kamel::cli
