// json: JSON, as Jackson (or Gson) writes and reads it.
#include "dsl/json.h"

#include <algorithm>
#include <array>

#include "engine/formats/shared/gson.h"
#include "engine/formats/shared/input.h"
#include "engine/languages/shared/json_node.h"

namespace kamel::formats {
namespace {

constexpr std::string_view kLibraries[] = {"Jackson", "Gson", "Fastjson", "Jsonb"};
constexpr std::string_view kInclude[] = {"ALWAYS", "NON_NULL", "NON_ABSENT", "NON_EMPTY", "NON_DEFAULT"};

constexpr Field kFields[] = {
    {.name = "library", .type = FieldType::Choice, .summary = "whose JSON: Jackson's or Gson's", .fallback = "Jackson", .choices = kLibraries},
    {.name = "prettyPrint", .type = FieldType::Bool, .summary = "indent what marshal writes", .fallback = "false"},
    {.name = "unmarshalType", .summary = "what to read: a map, list or plain Java type (java.util.Map, java.util.List, java.lang.String …)"},
    {.name = "useList", .type = FieldType::Bool, .summary = "read a list, and fail on anything else", .fallback = "false"},
    {.name = "collectionType", .summary = "the list's Java class", .ignored = "there is one kind of list here"},
    {.name = "contentTypeHeader", .type = FieldType::Bool, .summary = "marshal sets Content-Type to application/json", .fallback = "true"},
    {.name = "include", .type = FieldType::Choice, .summary = "which values of a map to write", .choices = kInclude},
    {.name = "enableFeatures", .summary = "Jackson features to switch on: INDENT_OUTPUT, ORDER_MAP_ENTRIES_BY_KEYS"},
    {.name = "disableFeatures", .summary = "Jackson features to switch off: WRITE_NULL_MAP_VALUES; the others concern Java objects and dates, of which there are none"},
    {.name = "combineUnicodeSurrogates", .type = FieldType::Bool, .summary = "write characters beyond 16 bits as they are, not as two escapes", .fallback = "false"},
    {.name = "maxStringLength", .type = FieldType::Int, .summary = "the longest string to read", .ignored = "bodies are bounded by the route's byte credits"},
    {.name = "autoDiscoverObjectMapper", .type = FieldType::Bool, .summary = "look for an ObjectMapper bean", .fallback = "false", .ignored = kNoMapper},
    {.name = "useDefaultObjectMapper", .type = FieldType::Bool, .summary = "use an ObjectMapper bean", .fallback = "true", .ignored = kNoMapper},
    {.name = "objectMapper", .type = FieldType::Reference, .summary = "an ObjectMapper bean", .refused = kNoMapper},
    {.name = "allowJmsType", .type = FieldType::Bool, .summary = "the JMSType header names the class to read", .fallback = "false", .ignored = kNoBeans},
    {.name = "allowUnmarshallType", .type = FieldType::Bool, .summary = "the header CamelJacksonUnmarshalType names the class to read", .fallback = "false", .ignored = kNoBeans},
    {.name = "autoDiscoverSchemaResolver", .type = FieldType::Bool, .summary = "look for a schema resolver", .fallback = "true", .ignored = kNoBeans},
    {.name = "schemaResolver", .type = FieldType::Reference, .summary = "a schema resolver bean", .refused = kNoBeans},
    {.name = "jsonView", .summary = "a Java class that selects properties", .refused = kNoBeans},
    {.name = "moduleClassNames", .summary = "Jackson modules", .refused = kNoMapper},
    {.name = "moduleRefs", .summary = "Jackson module beans", .refused = kNoMapper},
    {.name = "namingStrategy", .summary = "how property names of objects are written", .ignored = kNoBeans},
    {.name = "dateFormatPattern", .summary = "how dates are written", .ignored = "dates in maps are text or numbers already"},
    {.name = "timezone", .summary = "of dates", .ignored = "dates in maps are text or numbers already"},
};

enum class Shape : std::uint8_t { Any, Map, SortedMap, List, Tree };
enum class Include : std::uint8_t { All, NonNull, NonEmpty };

struct Plan {
  bool gson = false, pretty = false, content_type = true, combine_surrogates = false, sorted = false;
  Shape shape = Shape::Any, item = Shape::Any;  // of the whole, and of a list's items
  std::string scalar_type;  // unmarshalType of a plain value
  Include include = Include::All;
};

Error not_readable(std::string message) { return Error("com.google.gson.JsonSyntaxException", std::move(message)); }
Error mismatch(std::string message) { return Error("com.fasterxml.jackson.databind.exc.MismatchedInputException", std::move(message)); }

bool is_empty(const Value& value) {
  return value.is_null() || (value.is_bytes_like() && value.slice().empty()) || (value.is_list() && value.list().empty()) ||
         (value.is_map() && value.map().empty());
}

/// A copy without the values that `include` leaves out, and in the order of its keys where asked for.
Value pruned(const Value& value, const Plan& plan) {
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

void append_escape(unsigned unit, SliceBuilder& out) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  const char text[] = {'\\', 'u', kDigits[(unit >> 12) & 15], kDigits[(unit >> 8) & 15], kDigits[(unit >> 4) & 15], kDigits[unit & 15]};
  out.append({text, sizeof text});
}

/// Jackson's UTF-8 generator writes a character beyond 16 bits as the escapes of its two surrogates.
Slice with_surrogates(Slice json) {
  const std::string_view text = json.view();
  const auto four_bytes = [](char c) { return static_cast<unsigned char>(c) >= 0xF0; };
  if (std::ranges::none_of(text, four_bytes)) return json;
  SliceBuilder out(text.size() + 64);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!four_bytes(text[i]) || i + 3 >= text.size()) {
      out.push_back(text[i]);
      continue;
    }
    const auto bits = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(text[at])) & 0x3F; };
    const unsigned code = ((static_cast<unsigned>(static_cast<unsigned char>(text[i])) & 7) << 18 | bits(i + 1) << 12 | bits(i + 2) << 6 | bits(i + 3)) - 0x10000;
    append_escape(0xD800 + (code >> 10), out);
    append_escape(0xDC00 + (code & 0x3FF), out);
    i += 3;
  }
  return out.finish();
}

/// The first value in there that Jackson has no serializer for.
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

class Json final : public DataFormat {
 public:
  explicit Json(Plan plan) : plan_(std::move(plan)) {}

  Result<Value> marshal(const Value& body, Exchange& exchange) const override {
    if (const Value* found = unwritable(body)) {
      if (plan_.gson) return Error("com.google.gson.JsonIOException", "Failed making a field of " + std::string(found->java_class()) + " accessible");
      return Error("com.fasterxml.jackson.databind.exc.InvalidDefinitionException",
                   "No serializer found for class " + std::string(found->java_class()) + " and no properties discovered to create BeanSerializer");
    }
    if (plan_.content_type) set_content_type(exchange, "application/json");
    const bool copy = plan_.include != Include::All || plan_.sorted;
    const Value& written = copy ? pruned(body, plan_) : body;
    if (plan_.gson) return Value::stream(write_gson(written, plan_.pretty));
    Slice json = json::write(written, plan_.pretty ? json::Style::Pretty : json::Style::Compact);
    return Value::stream(plan_.combine_surrogates ? std::move(json) : with_surrogates(std::move(json)));
  }

  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    const std::size_t first = text->view().find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return plan_.gson ? Result<Value>(Value()) : mismatch("No content to map due to end-of-input");
    if (Error error = unexpected(text->view()[first])) return error;
    Result<Value> tree = json::parse(*text);
    if (!tree) return plan_.gson ? not_readable(tree.error().text()) : tree.error();
    if (!plan_.scalar_type.empty()) return scalar(*tree, text->view().substr(first));
    Result<Value> made = shaped(plan_.gson ? with_doubles(*tree) : std::move(*tree));
    return made || !plan_.gson ? made : not_readable(std::string(made.error().message()));
  }

 private:
  /// What the first character of a text tells already, before anything that is wrong further on.
  Error unexpected(char first) const {
    if (first != '{' && first != '[') return {};
    const bool is_map = first == '{';
    const bool fits = !plan_.scalar_type.empty() ? false : plan_.shape == Shape::List ? !is_map : plan_.shape == Shape::Map || plan_.shape == Shape::SortedMap ? is_map : true;
    if (fits) return {};
    const std::string wanted = !plan_.scalar_type.empty() ? plan_.scalar_type : plan_.shape == Shape::List ? "java.util.ArrayList<java.lang.Object>" : "java.util.LinkedHashMap<java.lang.Object,java.lang.Object>";
    if (plan_.gson) return not_readable("java.lang.IllegalStateException: Expected " + wanted + " but was " + (is_map ? "BEGIN_OBJECT" : "BEGIN_ARRAY"));
    return mismatch("Cannot deserialize value of type `" + wanted + "` from " + (is_map ? "Object value (token `JsonToken.START_OBJECT`)" : "Array value (token `JsonToken.START_ARRAY`)"));
  }

  /// A plain value; a number or a truth value becomes the text that it is written as.
  Result<Value> scalar(const Value& tree, std::string_view text) const {
    if (tree.is_null()) return tree;
    if (plan_.scalar_type == "java.lang.String" && !tree.is_bytes_like()) return Value(text.substr(0, text.find_first_of(" \t\r\n,")));
    if (tree.is_bool() && plan_.scalar_type != "java.lang.Boolean" && plan_.scalar_type != "java.lang.Object") {
      return mismatch("Cannot deserialize value of type `" + plan_.scalar_type + "` from Boolean value");
    }
    Result<Value> made = convert(tree, plan_.scalar_type);
    if (made) return made;
    const std::string why = "Cannot deserialize value of type `" + plan_.scalar_type + "` from String \"" + to_text(tree).str() + "\"";
    return plan_.gson ? not_readable(why) : Error("com.fasterxml.jackson.databind.exc.InvalidFormatException", why);
  }

  Result<Value> shaped(Value tree) const {
    switch (plan_.shape) {
      case Shape::Any:
        return tree;
      case Shape::Tree:
        return languages::JsonNode::wrap(std::move(tree));
      case Shape::List:
        if (tree.is_null() || (tree.is_list() && std::ranges::all_of(tree.list().items(), [&](const Value& item) { return fits_item(item); }))) return tree;
        return mismatch("Cannot deserialize value of type `java.util.ArrayList<java.lang.Object>` from " + kind_of(tree));
      default:
        break;
    }
    if (tree.is_null()) return tree;
    if (!tree.is_map()) return mismatch("Cannot deserialize value of type `java.util.LinkedHashMap<java.lang.Object,java.lang.Object>` from " + kind_of(tree));
    if (plan_.shape == Shape::Map) return tree;
    std::vector<Map::Entry> entries(tree.map().begin(), tree.map().end());
    std::ranges::sort(entries, {}, [](const Map::Entry& entry) { return entry.key.view(); });
    Map sorted;
    for (Map::Entry& entry : entries) sorted.set(std::move(entry.key), std::move(entry.value));
    return Value(std::move(sorted));
  }
  bool fits_item(const Value& item) const { return item.is_null() || (plan_.item == Shape::Map ? item.is_map() : plan_.item == Shape::List ? item.is_list() : true); }
  static std::string kind_of(const Value& tree) {
    return tree.is_map() ? "Object value (token `JsonToken.START_OBJECT`)" : tree.is_list() ? "Array value (token `JsonToken.START_ARRAY`)" : "a plain value";
  }
  Plan plan_;
};

struct KnownType {
  std::string_view name;
  Shape shape;
};
constexpr std::array kTypes = {
    KnownType{"java.lang.Object", Shape::Any},          KnownType{"java.util.Map", Shape::Map},
    KnownType{"java.util.HashMap", Shape::Map},         KnownType{"java.util.LinkedHashMap", Shape::Map},
    KnownType{"java.util.TreeMap", Shape::SortedMap},   KnownType{"java.util.SortedMap", Shape::SortedMap},
    KnownType{"java.util.List", Shape::List},           KnownType{"java.util.ArrayList", Shape::List},
    KnownType{"java.util.LinkedList", Shape::List},     KnownType{"java.util.Collection", Shape::List},
    KnownType{"com.fasterxml.jackson.databind.JsonNode", Shape::Tree},
};

void read_type(const FormatDecl& decl, Plan& plan, Assembler& assembler) {
  const std::string type = decl.options.text("unmarshalType");
  if (type.empty()) return;
  if (const auto* known = std::ranges::find(kTypes, type, &KnownType::name); known != kTypes.end()) {
    (plan.shape == Shape::List ? plan.item : plan.shape) = known->shape;
  } else if (type.starts_with("java.lang.") && is_known_type(type)) {
    plan.scalar_type = type;
  } else {
    assembler.error(decl.options.mark("unmarshalType"), "cannot unmarshal to the Java class '" + type + "'",
                    "leave unmarshalType out to get maps and lists, or use java.util.Map or java.util.List", "java.lang.ClassNotFoundException");
  }
}

void read_features(const FormatDecl& decl, Plan& plan, Assembler& assembler) {
  const std::string list = decl.options.text("enableFeatures");
  for (std::size_t from = 0; from < list.size();) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    std::string name = list.substr(from, comma - from);
    std::erase(name, ' ');
    if (name == "INDENT_OUTPUT") {
      plan.pretty = true;
    } else if (name == "ORDER_MAP_ENTRIES_BY_KEYS") {
      plan.sorted = true;
    } else if (!name.empty()) {
      assembler.error(decl.options.mark("enableFeatures"), "Jackson's feature '" + name + "' is not supported",
                      "INDENT_OUTPUT and ORDER_MAP_ENTRIES_BY_KEYS are");
    }
    from = comma + 1;
  }
}

/// Camel refuses them, too: its Gson data format does not have them.
void refuse_options_of_jackson(const FormatDecl& decl, Assembler& assembler) {
  for (const std::string_view name : {"useList", "collectionType", "allowUnmarshallType", "allowJmsType", "enableFeatures", "disableFeatures", "include", "combineUnicodeSurrogates"}) {
    if (decl.options.has(name)) {
      assembler.error(decl.options.mark(name), "option '" + std::string(name) + "' is Jackson's, and the library is Gson", "leave it out, or use library: Jackson",
                      "org.apache.camel.PropertyBindingException");
    }
  }
}

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler& assembler) {
  Plan plan;
  const std::string library = decl.options.choice("library");
  if (library == "Fastjson" || library == "Jsonb") {
    assembler.error(decl.options.mark("library"), "the JSON library '" + library + "' is not supported", "use Jackson, the default, or Gson");
  }
  plan.gson = library == "Gson";
  plan.pretty = decl.options.flag("prettyPrint");
  plan.content_type = decl.options.flag("contentTypeHeader");
  plan.combine_surrogates = decl.options.flag("combineUnicodeSurrogates");
  if (decl.options.flag("useList")) plan.shape = Shape::List;
  const std::string include = decl.options.choice("include");
  plan.include = include == "NON_EMPTY" ? Include::NonEmpty : include.empty() || include == "ALWAYS" ? Include::All : Include::NonNull;
  if (decl.options.text("disableFeatures").find("WRITE_NULL_MAP_VALUES") != std::string::npos && plan.include == Include::All) plan.include = Include::NonNull;
  if (plan.gson) refuse_options_of_jackson(decl, assembler);
  read_type(decl, plan, assembler);
  read_features(decl, plan, assembler);
  return std::make_unique<Json>(std::move(plan));
}

}  // namespace

FormatSpec json() {
  return {.name = "json",
          .summary = "Maps, lists and plain values as JSON, and JSON as those.",
          .fields = kFields,
          .example = "json: {library: Jackson, prettyPrint: true}",
          .compile = compile};
}

}  // namespace kamel::formats
