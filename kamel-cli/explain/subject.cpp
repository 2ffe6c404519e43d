#include "kamel-cli/explain/subject.h"

#include <algorithm>

#include "kamel-cli/output/table.h"
#include "operator/catalogs.h"

namespace kamel::cli {
namespace {

Subject subject_of(const StepSpec& spec) {
  std::string syntax;
  if (!spec.shorthand.empty())
    syntax = std::string(spec.name) + ": text   is short for   " + std::string(spec.name) + ": {" + std::string(spec.shorthand) + ": text}";
  if (spec.inline_expression)
    syntax += (syntax.empty() ? "" : "\n") + std::string(spec.name) + ": {simple: text}   any language, beside the options";
  const bool refused = spec.summary.ends_with("; refused");
  return {"step", spec.name, spec.summary, std::move(syntax), spec.fields, std::string(spec.example), refused};
}

Subject subject_of(const LanguageSpec& spec) {
  const std::string name(spec.name);
  return {"language",   spec.name,
          spec.summary, name + ": text   or   " + name + ": {expression: text, …options}",
          spec.fields,  spec.example.starts_with(name + ":") ? std::string(spec.example) : name + ": " + std::string(spec.example),
          spec.refused};
}

Subject subject_of(const FormatSpec& spec) { return {"format", spec.name, spec.summary, {}, spec.fields, std::string(spec.example), spec.refused}; }

Subject subject_of(const ComponentSpec& spec) {
  std::string sides;
  if (spec.source != nullptr) sides = "from";
  if (spec.producer != nullptr) sides += sides.empty() ? "to" : ", to";
  return {"component", spec.scheme, spec.summary, std::string(spec.syntax) + "   (" + sides + ")", spec.fields, std::string(spec.example)};
}

Subject subject_of(const TraitSpec& spec) {
  return {"trait", spec.name, spec.summary, spec.ignored.empty() ? "" : "without effect: " + std::string(spec.ignored), spec.fields, std::string(spec.example)};
}

template <class Specs>
std::vector<Subject> subjects_of(const Specs& specs) {
  std::vector<Subject> out;
  for (const auto& spec : specs) out.push_back(subject_of(spec));
  std::ranges::sort(out, {}, &Subject::name);
  return out;
}

// Fields with those below them as "when.steps", for a table.
void flatten(std::span<const Field> fields, const std::string& prefix, std::vector<std::pair<std::string, const Field*>>& out) {
  for (const Field& field : fields) {
    const std::string name = prefix + std::string(field.name);
    out.emplace_back(name, &field);
    if (prefix.size() < 60) flatten(field.fields, name + (field.type == FieldType::Objects ? "[]." : "."), out);
  }
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end != 0 || text.size() > 1) out.append(indent).append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string meaning(const Field& field) {
  std::string out(field.summary);
  if (field.required) out = "(required) " + out;
  if (!field.scope.empty()) out = "(" + std::string(field.scope) + ") " + out;
  if (!field.choices.empty()) out += "; one of";
  for (std::string_view choice : field.choices) out += (choice == field.choices.front() ? " " : ", ") + std::string(choice);
  if (!field.fallback.empty() && !field.secret) out += " [" + std::string(field.fallback) + "]";
  return out;
}

Map json_of(const Field& field);

List json_of(std::span<const Field> fields) {
  List out;
  for (const Field& field : fields) out.push_back(Value(json_of(field)));
  return out;
}

Map json_of(const Field& field) {
  Map out{{"name", field.name}, {"type", type_text(field)}, {"summary", field.summary}};
  if (field.required) out.set("required", true);
  if (!field.fallback.empty()) out.set("default", field.fallback);
  if (!field.scope.empty()) out.set("scope", field.scope);
  if (!field.choices.empty()) {
    List choices;
    for (std::string_view choice : field.choices) choices.push_back(Value(choice));
    out.set("choices", Value(std::move(choices)));
  }
  if (!field.refused.empty()) out.set("refused", field.refused);
  if (!field.ignored.empty()) out.set("ignored", field.ignored);
  if (field.secret) out.set("secret", true);
  if (!field.fields.empty()) out.set("fields", Value(json_of(field.fields)));
  return out;
}

}  // namespace

std::vector<std::string> subject_kinds() { return {"step", "language", "component", "format", "trait"}; }

std::vector<Subject> subjects(const Registry& registry, std::string_view kind) {
  if (kind == "step") return subjects_of(registry.steps());
  if (kind == "language") return subjects_of(registry.languages());
  if (kind == "component") return subjects_of(registry.components());
  if (kind == "trait") return subjects_of(traits::catalog());
  return subjects_of(registry.formats());
}

std::optional<Subject> find_subject(const Registry& registry, std::string_view kind, std::string_view name) {
  for (Subject& subject : subjects(registry, kind)) {
    if (subject.name == name) return std::move(subject);
  }
  return std::nullopt;
}

std::string type_text(const Field& field) {
  switch (field.type) {
    case FieldType::Text:
      return "text";
    case FieldType::Bool:
      return "true/false";
    case FieldType::Int:
      return "integer";
    case FieldType::Real:
      return "number";
    case FieldType::Duration:
      return "duration";
    case FieldType::Expression:
      return "expression";
    case FieldType::Steps:
      return "steps";
    case FieldType::Object:
      return "map";
    case FieldType::Objects:
      return "list of maps";
    case FieldType::Texts:
      return "list";
    case FieldType::Map:
      return "map";
    case FieldType::Reference:
      return "bean";
    case FieldType::Any:
      return "any";
    case FieldType::Choice:
      break;
  }
  return "choice";
}

std::string page(const Subject& subject, const Paint& paint, std::size_t width) {
  std::string out =
      paint.bold(subject.name) + paint.dim("  " + std::string(subject.kind)) + "\n  " + wrapped(subject.summary, width - 2, 2) + "\n";
  if (!subject.syntax.empty()) out += "\n" + indented(subject.syntax, "  ");
  std::vector<std::pair<std::string, const Field*>> fields;
  flatten(subject.fields, "", fields);
  Table options({"OPTION", "TYPE", "MEANING [DEFAULT]"});
  Table refused, ignored;
  for (const auto& [name, field] : fields) {
    if (!field->refused.empty())
      refused.add({name, std::string(field->refused)});
    else if (!field->ignored.empty())
      ignored.add({name, std::string(field->ignored)});
    else
      options.add({paint.cyan(name), type_text(*field), meaning(*field)});
  }
  if (!options.empty()) out += "\n" + options.text("  ", width);
  if (!ignored.empty()) out += "\n" + paint.bold("Accepted without effect") + "\n" + ignored.text("  ", width);
  if (!refused.empty()) out += "\n" + paint.bold("Not supported") + "\n" + refused.text("  ", width);
  if (!subject.example.empty()) out += "\n" + paint.bold("Example") + "\n" + indented(subject.example, "  ");
  return out;
}

Value as_json(const Subject& subject) {
  Map out{{"kind", subject.kind}, {"name", subject.name}, {"summary", subject.summary}};
  if (!subject.syntax.empty()) out.set("syntax", subject.syntax);
  out.set("options", Value(json_of(subject.fields)));
  out.set("example", subject.example);
  return Value(std::move(out));
}

}  // namespace kamel::cli
