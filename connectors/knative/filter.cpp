#include "connectors/knative/filter.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "connectors/http/text.h"
#include "connectors/knative/cesql/expression.h"
#include "connectors/knative/environment.h"
#include "dsl/json.h"
#include "engine/convert.h"

namespace kamel::knative {
namespace {

constexpr int kDeepest = 50;
constexpr std::string_view kDialects = "exact, prefix, suffix, all, any, not and cesql";

Error invalid(const std::string& what) { return Error("java.lang.IllegalArgumentException", "filters: " + what); }

/// An attribute by the names that triggers have for it; nothing when the event has none, or an empty one.
std::optional<std::string> look_up(const CloudEvent& event, std::string_view name) {
  if (name == "datamediatype") name = "datacontenttype";
  else if (name == "schemaurl") return look_up(event, "dataschema");
  const std::string* value = event.find(name);
  if (value == nullptr || value->empty()) return std::nullopt;
  return *value;
}

std::optional<std::string> named(const CloudEvent& event, std::string_view name) {
  auto value = look_up(event, name);
  if (value && name == "datamediatype") value = std::string(http::media_type(*value));
  return value;
}

class Texts final : public Filter {
 public:
  using Compare = bool (*)(std::string_view value, std::string_view wanted) noexcept;
  Texts(std::map<std::string, std::string> wanted, Compare compare) : wanted_(std::move(wanted)), compare_(compare) {}
  bool passes(const CloudEvent& event) const override {
    return std::ranges::all_of(wanted_, [&](const auto& pair) {
      const auto value = named(event, pair.first);
      return value && compare_(*value, pair.second);
    });
  }

 private:
  std::map<std::string, std::string> wanted_;
  Compare compare_;
};

class Several final : public Filter {
 public:
  Several(std::vector<FilterPtr> filters, bool all) : filters_(std::move(filters)), all_(all) {}
  bool passes(const CloudEvent& event) const override {
    const auto one = [&](const FilterPtr& filter) { return filter->passes(event); };
    return all_ ? std::ranges::all_of(filters_, one) : std::ranges::any_of(filters_, one);
  }

 private:
  std::vector<FilterPtr> filters_;
  bool all_;
};

class Not final : public Filter {
 public:
  explicit Not(FilterPtr filter) : filter_(std::move(filter)) {}
  bool passes(const CloudEvent& event) const override { return !filter_->passes(event); }

 private:
  FilterPtr filter_;
};

class EventAttributes final : public cesql::Attributes {
 public:
  explicit EventAttributes(const CloudEvent& event) : event_(event) {}
  std::optional<cesql::Value> find(std::string_view name) const override {
    auto value = look_up(event_, name);
    return value ? std::optional<cesql::Value>(std::move(*value)) : std::nullopt;
  }

 private:
  const CloudEvent& event_;
};

class Sql final : public Filter {
 public:
  explicit Sql(cesql::ExpressionPtr expression) : expression_(std::move(expression)) {}
  bool passes(const CloudEvent& event) const override { return cesql::passes(*expression_, EventAttributes(event)); }

 private:
  cesql::ExpressionPtr expression_;
};

Result<FilterPtr> several(const Value& list, bool all, int depth);

Result<FilterPtr> texts(const Value& map, Texts::Compare compare, const std::string& dialect) {
  if (!map.is_map() || map.map().empty()) return invalid(dialect + " needs attributes and their values");
  std::map<std::string, std::string> wanted;
  for (const auto& [key, value] : map.map()) {
    const std::string text = to_text(value).str();
    if (key.empty() || text.empty()) return invalid(dialect + " has an empty attribute or value");
    wanted.emplace(key.str(), text);
  }
  return FilterPtr(std::make_shared<Texts>(std::move(wanted), compare));
}

Result<FilterPtr> sql(const Value& text) {
  auto expression = cesql::parse(to_text(text));
  if (!expression) return invalid("cesql: " + std::string(expression.error().message()));
  return FilterPtr(std::make_shared<Sql>(std::move(*expression)));
}

Result<FilterPtr> filter_of(const Value& item, int depth) {
  if (depth > kDeepest) return invalid("nested too deeply");
  if (!item.is_map() || item.map().size() != 1) return invalid("each filter is one of " + std::string(kDialects));
  const auto& [key, value] = item.map().entries().front();
  const std::string dialect = key.str();
  if (dialect == "exact") return texts(value, [](std::string_view a, std::string_view b) noexcept { return a == b; }, dialect);
  if (dialect == "prefix") return texts(value, [](std::string_view a, std::string_view b) noexcept { return a.starts_with(b); }, dialect);
  if (dialect == "suffix") return texts(value, [](std::string_view a, std::string_view b) noexcept { return a.ends_with(b); }, dialect);
  if (dialect == "all" || dialect == "any") return several(value, dialect == "all", depth + 1);
  if (dialect == "cesql") return sql(value);
  if (dialect != "not") return invalid("there is no '" + dialect.substr(0, 100) + "'; known are " + std::string(kDialects));
  auto inner = filter_of(value, depth + 1);
  if (!inner) return inner.error();
  return FilterPtr(std::make_shared<Not>(std::move(*inner)));
}

Result<FilterPtr> several(const Value& list, bool all, int depth) {
  if (!list.is_list() || list.list().empty()) return invalid(std::string(all ? "all" : "any") + " needs a list of filters");
  std::vector<FilterPtr> filters;
  for (const Value& item : list.list()) {
    auto filter = filter_of(item, depth);
    if (!filter) return filter.error();
    filters.push_back(std::move(*filter));
  }
  return FilterPtr(std::make_shared<Several>(std::move(filters), all));
}

}  // namespace

Result<FilterPtr> parse_filters(const Value& list) { return several(list, true, 0); }

Result<FilterPtr> parse_filters(const std::string& json) {
  const auto value = json::parse(Slice(json));
  if (!value) return invalid("no JSON: " + std::string(value.error().message()));
  return parse_filters(*value);
}

bool EventFilter::passes(const CloudEvent& event) const { return matches(attributes, event) && (!trigger || trigger->passes(event)); }

}  // namespace kamel::knative
