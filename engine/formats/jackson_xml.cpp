// jacksonXml: maps and lists as XML, and XML as maps, as Jackson's XmlMapper does it.
#include <libxml/tree.h>

#include "dsl/json.h"
#include "engine/formats/shared/input.h"
#include "engine/formats/shared/jackson.h"
#include "engine/xml.h"

namespace kamel::formats {
namespace {

constexpr Field kFields[] = {
    {.name = "prettyPrint", .type = FieldType::Bool, .summary = "indent what marshal writes", .fallback = "false"},
    {.name = "contentTypeHeader", .type = FieldType::Bool, .summary = "marshal sets Content-Type to application/xml", .fallback = "true"},
    {.name = "unmarshalType", .summary = "what to read: a map (java.util.Map), a list of the root's values (java.util.List) or its text (java.lang.String)"},
    {.name = "useList", .type = FieldType::Bool, .summary = "read a list: the values of the root's children", .fallback = "false"},
    {.name = "collectionType", .summary = "the list's Java class", .ignored = "there is one kind of list here"},
    {.name = "include", .type = FieldType::Choice, .summary = "which values of a map to write", .choices = kInclude},
    {.name = "enableFeatures", .summary = "Jackson features to switch on: INDENT_OUTPUT, ORDER_MAP_ENTRIES_BY_KEYS; those of Java objects and dates do nothing"},
    {.name = "disableFeatures", .summary = "Jackson features to switch off: WRITE_NULL_MAP_VALUES; those of Java objects and dates do nothing"},
    {.name = "maxStringLength", .type = FieldType::Int, .summary = "the longest string to read", .ignored = "bodies are bounded by the route's byte credits"},
    {.name = "allowJmsType", .type = FieldType::Bool, .summary = "the JMSType header names the class to read", .fallback = "false", .ignored = kNoBeans},
    {.name = "allowUnmarshallType", .type = FieldType::Bool, .summary = "a header names the class to read", .fallback = "false", .ignored = kNoBeans},
    {.name = "enableJaxbAnnotationModule", .type = FieldType::Bool, .summary = "heed JAXB annotations", .fallback = "false", .ignored = kNoBeans},
    {.name = "jsonView", .summary = "a Java class that selects properties", .refused = kNoBeans},
    {.name = "moduleClassNames", .summary = "Jackson modules", .refused = kNoMapper},
    {.name = "moduleRefs", .summary = "Jackson module beans", .refused = kNoMapper},
    {.name = "timezone", .summary = "of dates", .ignored = "dates in maps are text or numbers already"},
    {.name = "xmlMapper", .type = FieldType::Reference, .summary = "an XmlMapper bean", .refused = kNoMapper},
};

void append_escaped(std::string_view text, SliceBuilder& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<') {
      out.append("&lt;");
    } else if (c == '&') {
      out.append("&amp;");
    } else if (c == '>' && i > 0 && text[i - 1] == ']') {
      out.append("&gt;");
    } else {
      out.push_back(c);
    }
  }
}

class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}

  void element(std::string_view name, const Value& original, std::size_t depth) {
    const auto tree = original.is_object() ? original.object().converted() : std::nullopt;
    const Value& value = tree ? *tree : original;
    if (value.is_list() && depth > 0) {  // each item by the list's name
      for (const Value& item : value.list()) element(name, item, depth);
      return;
    }
    indent(depth);
    if (value.is_list()) return container(name, value.list().size(), [&] {
      for (const Value& item : value.list()) element("item", item, depth + 1);
    }, depth);
    if (value.is_map()) return container(name, value.map().size(), [&] {
      for (const Map::Entry& entry : value.map()) element(entry.key, entry.value, depth + 1);
    }, depth);
    plain_ = depth == 0;
    if (pretty_ && plain_) out_.push_back('\n');
    if (value.is_null()) return tag(name, "/>");
    tag(name, ">");
    if (value.kind() == Value::Kind::Bytes) {
      const Slice quoted = json::write(value);  // base64
      out_.append(quoted.view().substr(1, quoted.size() - 2));
    } else {
      append_escaped(to_text(value).view(), out_);
    }
    out_.append("</");
    out_.append(name);
    out_.push_back('>');
  }
  Slice finish() {
    if (pretty_ && !plain_) out_.push_back('\n');
    return out_.finish();
  }

 private:
  void tag(std::string_view name, std::string_view end) {
    out_.push_back('<');
    out_.append(name);
    out_.append(end);
  }
  void indent(std::size_t depth) {
    if (!pretty_ || depth == 0) return;
    out_.push_back('\n');
    for (std::size_t i = 0; i < depth; ++i) out_.append("  ");
  }
  void container(std::string_view name, std::size_t, const auto& children, std::size_t depth) {
    const std::size_t start = out_.size();
    tag(name, ">");
    const std::size_t before = out_.size();
    children();
    if (out_.size() == before) {
      out_.truncate(start);
      return tag(name, "/>");
    }
    if (pretty_) {
      out_.push_back('\n');
      for (std::size_t i = 0; i < depth; ++i) out_.append("  ");
    }
    out_.append("</");
    out_.append(name);
    out_.push_back('>');
  }

  bool pretty_;
  bool plain_ = false;  // the whole is one text, which Jackson puts a line's end before instead of behind
  SliceBuilder out_;
};

std::string_view text_of(const xmlChar* text) { return text != nullptr ? reinterpret_cast<const char*>(text) : std::string_view(); }

/// A name met again makes a list.
void add(Map& map, std::string_view name, Value value) {
  Value* found = map.find(name);
  if (found == nullptr) return map.set(Slice(name), std::move(value));
  if (found->is_list()) return found->list().push_back(std::move(value));
  *found = Value(List{*found, std::move(value)});
}

bool is_text(const xmlNode* node) { return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE; }

bool is_nil(const xmlNode* element) {
  for (const xmlAttr* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
    const bool named = text_of(attribute->name) == "nil" && attribute->ns != nullptr && text_of(attribute->ns->href) == "http://www.w3.org/2001/XMLSchema-instance";
    if (named && xml::content(reinterpret_cast<xmlNode*>(const_cast<xmlAttr*>(attribute))) == "true") return true;
  }
  return false;
}

/// Attributes and children by their local names, text under the empty name; an element of text only is that text.
Value value_of(xmlNode* element, bool is_root) {
  if (!is_root && is_nil(element)) return {};
  Map map;
  for (const xmlAttr* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
    add(map, text_of(attribute->name), Value(xml::content(reinterpret_cast<xmlNode*>(const_cast<xmlAttr*>(attribute)))));
  }
  bool has_children = false;
  for (xmlNode* child = element->children; child != nullptr; child = child->next) has_children = has_children || child->type == XML_ELEMENT_NODE;
  std::string text;
  const auto flush = [&] {
    if (!text.empty() && (!has_children || text.find_first_not_of(" \t\r\n") != std::string::npos)) add(map, "", Value(text));
    text.clear();
  };
  for (xmlNode* child = element->children; child != nullptr; child = child->next) {
    if (is_text(child)) {
      text += text_of(child->content);
    } else if (child->type == XML_ELEMENT_NODE) {
      flush();
      add(map, text_of(child->name), value_of(child, false));
    }
  }
  flush();
  if (is_root || !map.empty()) {
    const Value* only = map.size() == 1 ? map.find("") : nullptr;
    if (!is_root && only != nullptr && only->is_text() && element->properties == nullptr) return *only;
    return Value(std::move(map));
  }
  return Value("");
}

Error mismatch(std::string message) { return Error("com.fasterxml.jackson.databind.exc.MismatchedInputException", std::move(message)); }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// The attributes and children of the root one by one. An item without content is an empty map; text is no item of a list of maps.
Result<Value> list_of(xmlNode* root, bool of_maps) {
  List items;
  bool has_children = false;
  for (const xmlAttr* attribute = root->properties; attribute != nullptr; attribute = attribute->next) {
    items.push_back(Value(Map{{Slice(text_of(attribute->name)), Value(xml::content(reinterpret_cast<xmlNode*>(const_cast<xmlAttr*>(attribute))))}}));
  }
  for (xmlNode* child = root->children; child != nullptr; child = child->next) {
    if (is_text(child) && !is_blank(text_of(child->content))) return mismatch("Cannot construct an item of the list from the text '" + std::string(text_of(child->content)) + "'");
    if (child->type != XML_ELEMENT_NODE) continue;
    has_children = true;
    Value item = value_of(child, false);
    if (item.is_null() || (item.is_text() && is_blank(item.slice()))) item = Value(Map());
    if (of_maps && !item.is_map()) return mismatch("Cannot construct instance of `java.util.LinkedHashMap` from the text '" + to_text(item).str() + "'");
    items.push_back(std::move(item));
  }
  if (!has_children && !items.empty()) return mismatch("Unexpected end-of-input when trying read value of a list");
  return Value(std::move(items));
}

/// The last text directly within the root.
Value text_within(const xmlNode* root) {
  std::string text;
  bool fresh = true;
  for (const xmlNode* child = root->children; child != nullptr; child = child->next) {
    if (!is_text(child)) {
      fresh = fresh || child->type == XML_ELEMENT_NODE;
      continue;
    }
    if (std::exchange(fresh, false)) text.clear();
    text += text_of(child->content);
  }
  return Value(text);
}

enum class Shape : std::uint8_t { Map, List, ListOfMaps, Text };

class JacksonXml final : public DataFormat {
 public:
  JacksonXml(JacksonPlan plan, Shape shape, bool content_type) : plan_(plan), shape_(shape), content_type_(content_type) {}

  Result<Value> marshal(const Value& body, Exchange& exchange) const override {
    if (const Value* found = unwritable(body)) return no_serializer(*found);
    if (content_type_) set_content_type(exchange, "application/xml");
    const std::string_view java_class = body.is_null()                         ? "null"
                                        : body.is_list()                       ? "ArrayList"
                                        : body.kind() == Value::Kind::Bytes    ? "bytes"
                                        : body.is_bytes_like()                 ? "String"
                                                                               : body.java_class();
    const std::size_t dot = java_class.rfind('.');
    Writer writer(plan_.indent);
    writer.element(dot == std::string_view::npos ? java_class : java_class.substr(dot + 1), prunes(plan_) ? pruned(body, plan_) : body, 0);
    return Value::stream(writer.finish());
  }

  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    auto tree = xml::parse(text->view(), body.is_text());
    if (!tree) return Error("com.fasterxml.jackson.core.JsonParseException", std::string(tree.error().message()));
    xmlNode* root = xmlDocGetRootElement(tree->get());
    if (shape_ == Shape::Text) return text_within(root);
    if (shape_ != Shape::Map) return list_of(root, shape_ == Shape::ListOfMaps);
    return value_of(root, true);
  }

 private:
  JacksonPlan plan_;
  Shape shape_;
  bool content_type_;
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler& assembler) {
  JacksonPlan plan = read_jackson(decl, assembler);
  plan.indent = plan.indent || decl.options.flag("prettyPrint");
  const std::string type = decl.options.text("unmarshalType");
  const bool is_list = type.ends_with("List") || type.ends_with("Collection");
  const Shape shape = decl.options.flag("useList") ? Shape::ListOfMaps : is_list ? Shape::List : type.ends_with("String") ? Shape::Text : Shape::Map;
  return std::make_unique<JacksonXml>(plan, shape, decl.options.flag("contentTypeHeader"));
}

}  // namespace

FormatSpec jackson_xml() {
  return {.name = "jacksonXml", .summary = "Maps and lists as XML, and XML as maps.", .fields = kFields, .example = "jacksonXml: {prettyPrint: true}", .compile = compile};
}

}  // namespace kamel::formats
