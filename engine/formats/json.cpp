// json: JSON, as Jackson (or Gson) writes and reads it.
#include "dsl/json.h"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/formats/shared/gson.h"
#include "engine/formats/shared/input.h"
#include "engine/formats/shared/jackson.h"
#include "engine/languages/shared/json_node.h"

namespace kamel::formats {
namespace {

constexpr std::string_view kLibraries[] = {"Jackson", "Gson", "Fastjson", "Jsonb"};

constexpr Field kFields[] = {
    {.name = "library", .type = FieldType::Choice, .summary = "whose JSON: Jackson's or Gson's", .fallback = "Jackson", .choices = kLibraries},
    {.name = "prettyPrint", .type = FieldType::Bool, .summary = "indent what marshal writes", .fallback = "false"},
    {.name = "unmarshalType", .summary = "what to read: a map, list or plain Java type (java.util.Map, java.util.List, java.lang.String …)"},
    {.name = "useList", .type = FieldType::Bool, .summary = "read a list, and fail on anything else", .fallback = "false"},
    {.name = "collectionType", .summary = "the list's Java class", .ignored = "there is one kind of list here"},
    {.name = "contentTypeHeader", .type = FieldType::Bool, .summary = "marshal sets Content-Type to application/json", .fallback = "true"},
    {.name = "include", .type = FieldType::Choice, .summary = "which values of a map to write", .choices = kInclude},
    {.name = "enableFeatures", .summary = "Jackson features to switch on: INDENT_OUTPUT, ORDER_MAP_ENTRIES_BY_KEYS, USE_LONG_FOR_INTS, ACCEPT_SINGLE_VALUE_AS_ARRAY; those of Java objects and dates do nothing"},
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

struct Plan {
  bool gson = false, pretty = false, content_type = true, combine_surrogates = false;
  Shape shape = Shape::Any, item = Shape::Any;  // of the whole, and of a list's items
  std::string scalar_type;  // unmarshalType of a plain value
  JacksonPlan jackson;
};

Error not_readable(std::string message) { return Error("com.google.gson.JsonSyntaxException", std::move(message)); }
Error mismatch(std::string message) { return Error("com.fasterxml.jackson.databind.exc.MismatchedInputException", std::move(message)); }

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

/// USE_LONG_FOR_INTS: every whole number of the tree becomes a Long; fails where one does not fit.
Error make_longs(Value& tree) {
  if (tree.is_whole()) {
    tree = Value(std::int64_t{tree.as_whole()});
  } else if (tree.is_object() && tree.java_class() == "java.math.BigInteger") {
    return Error("com.fasterxml.jackson.core.exc.InputCoercionException", "Numeric value (" + to_text(tree).str() + ") out of range of long");
  } else if (tree.is_list()) {
    for (Value& item : tree.list().items()) {
      if (Error error = make_longs(item)) return error;
    }
  } else if (tree.is_map()) {
    for (const Map::Entry& entry : tree.map()) {
      if (Error error = make_longs(*tree.map().find(entry.key))) return error;
    }
  }
  return {};
}

/// What a number of a whole type may be; anything for other types.
std::pair<double, double> range_of(std::string_view java_type) {
  if (java_type == "java.lang.Byte") return {-128, 255};  // Jackson takes unsigned bytes, too
  if (java_type == "java.lang.Short") return {-32768, 32767};
  if (java_type == "java.lang.Integer") return {-2147483648.0, 2147483647.0};
  if (java_type == "java.lang.Long") return {-9223372036854775808.0, 9223372036854775807.0};
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  return {-kInfinite, kInfinite};
}

Error out_of_range(std::string_view number, const std::string& java_type, bool gson) {
  const std::string why = "Numeric value (" + std::string(number) + ") out of range of " + java_type;
  return gson ? not_readable(why) : Error("com.fasterxml.jackson.core.exc.InputCoercionException", why);
}

class Json final : public DataFormat {
 public:
  explicit Json(Plan plan) : plan_(std::move(plan)) {}

  Result<Value> marshal(const Value& body, Exchange& exchange) const override {
    if (const Value* found = unwritable(body)) {
      if (plan_.gson) return Error("com.google.gson.JsonIOException", "Failed making a field of " + std::string(found->java_class()) + " accessible");
      return no_serializer(*found);
    }
    if (plan_.content_type) set_content_type(exchange, "application/json");
    const Value& written = prunes(plan_.jackson) ? pruned(body, plan_.jackson) : body;
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
    const bool is_map = plan_.shape == Shape::Map || plan_.shape == Shape::SortedMap;
    Result<Value> tree = plan_.gson ? read_gson(*text, is_map) : json::parse(*text);
    if (!tree) return plan_.gson ? not_readable(tree.error().text()) : tree.error();
    if (!plan_.scalar_type.empty()) return scalar(*tree, text->view().substr(first));
    if (plan_.jackson.longs) {
      if (Error error = make_longs(*tree)) return error;
    }
    if (plan_.jackson.single_as_list && plan_.shape == Shape::List && !tree->is_list() && !tree->is_null()) *tree = Value(List{*tree});
    Result<Value> made = shaped(plan_.gson ? with_doubles(*tree) : std::move(*tree));
    return made || !plan_.gson ? made : not_readable(std::string(made.error().message()));
  }

 private:
  /// What the first character of a text tells already, before anything that is wrong further on.
  Error unexpected(char first) const {
    if (first != '{' && first != '[') return {};
    const bool is_map = first == '{';
    const bool fits = !plan_.scalar_type.empty() ? false : plan_.shape == Shape::List ? !is_map || plan_.jackson.single_as_list : plan_.shape == Shape::Map || plan_.shape == Shape::SortedMap ? is_map : true;
    if (fits) return {};
    const std::string wanted = !plan_.scalar_type.empty() ? plan_.scalar_type : plan_.shape == Shape::List ? "java.util.ArrayList<java.lang.Object>" : "java.util.LinkedHashMap<java.lang.Object,java.lang.Object>";
    if (plan_.gson) return not_readable("java.lang.IllegalStateException: Expected " + wanted + " but was " + (is_map ? "BEGIN_OBJECT" : "BEGIN_ARRAY"));
    return mismatch("Cannot deserialize value of type `" + wanted + "` from " + (is_map ? "Object value (token `JsonToken.START_OBJECT`)" : "Array value (token `JsonToken.START_ARRAY`)"));
  }

  /// A plain value; a number or a truth value becomes the text that it is written as.
  Result<Value> scalar(const Value& tree, std::string_view text) const {
    if (tree.is_null()) return tree;
    if (plan_.gson && (tree.is_map() || tree.is_list())) return not_readable("java.lang.IllegalStateException: Expected a string but was " + std::string(tree.is_map() ? "BEGIN_OBJECT" : "BEGIN_ARRAY"));
    if (plan_.scalar_type == "java.lang.String" && !tree.is_bytes_like()) return Value(text.substr(0, text.find_first_of(" \t\r\n,")));
    if (tree.is_bool() && plan_.scalar_type != "java.lang.Boolean" && plan_.scalar_type != "java.lang.Object") {
      return mismatch("Cannot deserialize value of type `" + plan_.scalar_type + "` from Boolean value");
    }
    if (const auto [least, most] = range_of(plan_.scalar_type); tree.is_number() || tree.is_object()) {
      const double number = tree.is_number() ? tree.number() : to_double(tree).value_or(0);
      if (number < least || number > most) return out_of_range(text.substr(0, text.find_first_of(" \t\r\n,")), plan_.scalar_type, plan_.gson);
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
  plan.jackson = read_jackson(decl, assembler);
  plan.pretty = plan.pretty || plan.jackson.indent;
  if (plan.gson) refuse_options_of_jackson(decl, assembler);
  read_type(decl, plan, assembler);
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
