// Jackson's features, and the values that it leaves out.
#include "engine/formats/shared/jackson.h"

#include <algorithm>

namespace kamel::formats {
namespace {

/// Features of Java objects, dates, enums and of what is checked only there: as for maps and lists, on or off is the same.
constexpr std::string_view kWithoutEffect[] = {
    // SerializationFeature
    "FAIL_ON_EMPTY_BEANS", "FAIL_ON_SELF_REFERENCES", "WRAP_EXCEPTIONS", "FAIL_ON_UNWRAPPED_TYPE_IDENTIFIERS", "WRITE_SELF_REFERENCES_AS_NULL", "CLOSE_CLOSEABLE",
    "FLUSH_AFTER_WRITE_VALUE", "WRITE_DATES_AS_TIMESTAMPS", "WRITE_DATE_KEYS_AS_TIMESTAMPS", "WRITE_DATES_WITH_ZONE_ID", "WRITE_DATES_WITH_CONTEXT_TIME_ZONE",
    "WRITE_DURATIONS_AS_TIMESTAMPS", "WRITE_CHAR_ARRAYS_AS_JSON_ARRAYS", "WRITE_ENUMS_USING_TO_STRING", "WRITE_ENUMS_USING_INDEX", "WRITE_ENUM_KEYS_USING_INDEX",
    "WRITE_EMPTY_JSON_ARRAYS", "WRITE_BIGDECIMAL_AS_PLAIN", "WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS", "FAIL_ON_ORDER_MAP_BY_INCOMPARABLE_KEY", "EAGER_SERIALIZER_FETCH",
    "USE_EQUALITY_FOR_OBJECT_ID",
    // DeserializationFeature
    "USE_JAVA_ARRAY_FOR_JSON_ARRAY", "FAIL_ON_UNKNOWN_PROPERTIES", "FAIL_ON_NULL_FOR_PRIMITIVES", "FAIL_ON_NUMBERS_FOR_ENUMS", "FAIL_ON_INVALID_SUBTYPE",
    "FAIL_ON_READING_DUP_TREE_KEY", "FAIL_ON_IGNORED_PROPERTIES", "FAIL_ON_UNRESOLVED_OBJECT_IDS", "FAIL_ON_MISSING_CREATOR_PROPERTIES", "FAIL_ON_NULL_CREATOR_PROPERTIES",
    "FAIL_ON_MISSING_EXTERNAL_TYPE_ID_PROPERTY", "FAIL_ON_SUBTYPE_CLASS_NOT_REGISTERED", "FAIL_ON_UNEXPECTED_VIEW_PROPERTIES", "ACCEPT_EMPTY_STRING_AS_NULL_OBJECT",
    "ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT", "ACCEPT_FLOAT_AS_INT", "READ_ENUMS_USING_TO_STRING", "READ_UNKNOWN_ENUM_VALUES_AS_NULL",
    "READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE", "READ_DATE_TIMESTAMPS_AS_NANOSECONDS", "ADJUST_DATES_TO_CONTEXT_TIME_ZONE", "EAGER_DESERIALIZER_FETCH",
    // MapperFeature
    "USE_ANNOTATIONS", "USE_GETTERS_AS_SETTERS", "PROPAGATE_TRANSIENT_MARKER", "REQUIRE_SETTERS_FOR_GETTERS", "ALLOW_FINAL_FIELDS_AS_MUTATORS", "INFER_PROPERTY_MUTATORS",
    "ALLOW_VOID_VALUED_PROPERTIES", "CAN_OVERRIDE_ACCESS_MODIFIERS", "OVERRIDE_PUBLIC_ACCESS_MODIFIERS", "INVERSE_READ_WRITE_ACCESS", "AUTO_DETECT_CREATORS",
    "AUTO_DETECT_FIELDS", "AUTO_DETECT_GETTERS", "AUTO_DETECT_IS_GETTERS", "AUTO_DETECT_SETTERS", "INFER_CREATOR_FROM_CONSTRUCTOR_PROPERTIES", "SORT_PROPERTIES_ALPHABETICALLY",
    "SORT_CREATOR_PROPERTIES_FIRST", "SORT_CREATOR_PROPERTIES_BY_DECLARATION_ORDER", "REQUIRE_TYPE_ID_FOR_SUBTYPES", "USE_BASE_TYPE_AS_DEFAULT_IMPL", "USE_STATIC_TYPING",
    "INFER_BUILDER_TYPE_BINDINGS", "DEFAULT_VIEW_INCLUSION", "ACCEPT_CASE_INSENSITIVE_PROPERTIES", "ACCEPT_CASE_INSENSITIVE_ENUMS", "ACCEPT_CASE_INSENSITIVE_VALUES",
    "ALLOW_COERCION_OF_SCALARS", "USE_WRAPPER_NAME_AS_PROPERTY_NAME", "USE_STD_BEAN_NAMING", "ALLOW_EXPLICIT_PROPERTY_RENAMING", "ALLOW_IS_GETTERS_FOR_NON_BOOLEAN",
    "BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES", "APPLY_DEFAULT_VALUES", "IGNORE_DUPLICATE_MODULE_REGISTRATIONS", "IGNORE_MERGE_FOR_UNMERGEABLE"};

/// Those that would change what is written or read, were they not off as they are by default.
constexpr std::string_view kMissing[] = {"WRAP_ROOT_VALUE", "UNWRAP_ROOT_VALUE", "WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED", "UNWRAP_SINGLE_VALUE_ARRAYS", "USE_BIG_DECIMAL_FOR_FLOATS",
                                         "USE_BIG_INTEGER_FOR_INTS", "FAIL_ON_TRAILING_TOKENS"};

class FeatureReader {
 public:
  FeatureReader(const FormatDecl& decl, Assembler& assembler, JacksonPlan& plan) : decl_(decl), assembler_(assembler), plan_(plan) {}

  void read(std::string_view option, bool on) {
    const std::string list = decl_.options.text(option);
    for (std::size_t from = 0; from < list.size();) {
      const std::size_t comma = std::min(list.find(',', from), list.size());
      std::string name = list.substr(from, comma - from);
      std::erase(name, ' ');
      if (!name.empty()) feature(option, name, on);
      from = comma + 1;
    }
  }

 private:
  void feature(std::string_view option, std::string_view name, bool on) {
    if (name == "INDENT_OUTPUT") {
      plan_.indent = on;
    } else if (name == "ORDER_MAP_ENTRIES_BY_KEYS") {
      plan_.sorted = on;
    } else if (name == "USE_LONG_FOR_INTS") {
      plan_.longs = on;
    } else if (name == "ACCEPT_SINGLE_VALUE_AS_ARRAY") {
      plan_.single_as_list = on;
    } else if (name == "WRITE_NULL_MAP_VALUES") {
      if (!on && plan_.include == Include::All) plan_.include = Include::NonNull;
    } else if (std::ranges::find(kMissing, name) != std::end(kMissing)) {
      if (on) {
        assembler_.error(decl_.options.mark(option), "Jackson's feature '" + std::string(name) + "' is not supported",
                         "leave it out; INDENT_OUTPUT, ORDER_MAP_ENTRIES_BY_KEYS, USE_LONG_FOR_INTS and ACCEPT_SINGLE_VALUE_AS_ARRAY are");
      }
    } else if (std::ranges::find(kWithoutEffect, name) == std::end(kWithoutEffect)) {
      assembler_.error(decl_.options.mark(option), "there is no feature '" + std::string(name) + "' in Jackson",
                       "see its SerializationFeature, DeserializationFeature and MapperFeature", "java.lang.IllegalArgumentException");
    }
  }

  const FormatDecl& decl_;
  Assembler& assembler_;
  JacksonPlan& plan_;
};

bool is_empty(const Value& value) {
  return value.is_null() || (value.is_bytes_like() && value.slice().empty()) || (value.is_list() && value.list().empty()) ||
         (value.is_map() && value.map().empty());
}

}  // namespace

JacksonPlan read_jackson(const FormatDecl& decl, Assembler& assembler) {
  JacksonPlan plan;
  const std::string include = decl.options.choice("include");
  plan.include = include == "NON_EMPTY" ? Include::NonEmpty : include.empty() || include == "ALWAYS" ? Include::All : Include::NonNull;
  FeatureReader features(decl, assembler, plan);
  features.read("enableFeatures", true);
  features.read("disableFeatures", false);
  return plan;
}

Value pruned(const Value& value, const JacksonPlan& plan) {
  if (value.is_object()) {
    const auto tree = value.object().converted();
    return tree ? pruned(*tree, plan) : value;
  }
  if (value.is_list()) {
    List items;
    for (const Value& item : value.list()) items.push_back(pruned(item, plan));
    return Value(std::move(items));
  }
  if (!value.is_map()) return value;
  std::vector<Map::Entry> kept;
  for (const Map::Entry& entry : value.map()) {
    const bool out = plan.include == Include::NonEmpty ? is_empty(entry.value) : plan.include == Include::NonNull && entry.value.is_null();
    if (!out) kept.push_back({entry.key, pruned(entry.value, plan)});
  }
  if (plan.sorted) std::ranges::sort(kept, {}, [](const Map::Entry& entry) { return entry.key.view(); });
  Map map;
  for (Map::Entry& entry : kept) map.set(std::move(entry.key), std::move(entry.value));
  return Value(std::move(map));
}

const Value* unwritable(const Value& value) {
  if (value.kind() == Value::Kind::Stream || value.is_error()) return &value;
  if (value.is_list()) {
    for (const Value& item : value.list()) {
      if (const Value* found = unwritable(item)) return found;
    }
  } else if (value.is_map()) {
    for (const Map::Entry& entry : value.map()) {
      if (const Value* found = unwritable(entry.value)) return found;
    }
  }
  return nullptr;
}

Error no_serializer(const Value& value) {
  return Error("com.fasterxml.jackson.databind.exc.InvalidDefinitionException",
               "No serializer found for class " + std::string(value.java_class()) + " and no properties discovered to create BeanSerializer");
}

}  // namespace kamel::formats
