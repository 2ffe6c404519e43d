// XML documents and nodes.
#include "engine/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlsave.h>

#include <algorithm>
#include <mutex>

#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel {
namespace {

void ignore(void*, const char*, ...) {}

std::string taken(xmlChar* text) {
  if (text == nullptr) return {};
  std::string copy(reinterpret_cast<const char*>(text));
  xmlFree(text);
  return copy;
}

xmlNode* root_of(xmlDoc* tree) { return xmlDocGetRootElement(tree); }

std::string dump(xmlDoc* tree, xmlNode* node) {
  const std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer(xmlBufferCreate(), xmlBufferFree);
  xmlSaveCtxt* save = xmlSaveToBuffer(buffer.get(), "UTF-8", XML_SAVE_NO_DECL | XML_SAVE_AS_XML);
  if (save == nullptr) return {};
  node != nullptr ? xmlSaveTree(save, node) : xmlSaveDoc(save, tree);
  xmlSaveClose(save);
  std::string text(reinterpret_cast<const char*>(xmlBufferContent(buffer.get())), static_cast<std::size_t>(xmlBufferLength(buffer.get())));
  if (node == nullptr && text.ends_with('\n')) text.pop_back();
  return text;
}

/// Whether a document type definition stands before the first element.
bool has_definition(std::string_view text) {
  for (std::size_t open = text.find('<'); open != std::string_view::npos; open = text.find('<', open + 1)) {
    const std::string_view rest = text.substr(open);
    if (rest.starts_with("<!DOCTYPE")) return true;
    if (!rest.starts_with("<?") && !rest.starts_with("<!--")) return false;
    const std::size_t end = text.find(rest.starts_with("<?") ? "?>" : "-->", open);
    if (end == std::string_view::npos) return false;
    open = end;
  }
  return false;
}

}  // namespace

std::string XmlDocument::text() const { return xml::serialize(tree_.get()); }

std::optional<Value> XmlDocument::converted() const {
  xmlNode* root = root_of(tree_.get());
  return root == nullptr ? Value("") : Value(xml::content(root));
}

std::string_view XmlNode::java_class() const noexcept {
  switch (node_->type) {
    case XML_ATTRIBUTE_NODE:
      return "com.sun.org.apache.xerces.internal.dom.DeferredAttrNSImpl";
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
      return "com.sun.org.apache.xerces.internal.dom.DeferredTextImpl";
    case XML_DOCUMENT_NODE:
      return "com.sun.org.apache.xerces.internal.dom.DeferredDocumentImpl";
    default:
      return "com.sun.org.apache.xerces.internal.dom.DeferredElementNSImpl";
  }
}

std::string XmlNode::text() const { return xml::serialize(node_); }

std::optional<Value> XmlNode::converted() const { return Value(xml::content(node_)); }

std::string XmlNodeList::text() const {
  std::string all;
  for (const Value& node : nodes_) all += to_text(node).view();
  return all;
}

std::optional<Value> XmlNodeList::converted() const {
  SliceBuilder all;
  for (const Value& node : nodes_) {
    if (const auto content = node.object().converted()) all.append(content->slice());
  }
  return Value(all.finish());
}

namespace xml {

void be_silent() {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });
  thread_local const bool silent = (xmlSetGenericErrorFunc(nullptr, ignore), true);
  static_cast<void>(silent);
}

namespace {

// Every external entity becomes an empty internal one before anybody can load it.
void declare_contained(void* parser, const xmlChar* name, int type, const xmlChar* public_id, const xmlChar* system_id, xmlChar* content) {
  static xmlChar nothing[] = "";
  const bool external = type == XML_EXTERNAL_GENERAL_PARSED_ENTITY || type == XML_EXTERNAL_PARAMETER_ENTITY || type == XML_EXTERNAL_GENERAL_UNPARSED_ENTITY;
  if (!external) return xmlSAX2EntityDecl(parser, name, type, public_id, system_id, content);
  xmlSAX2EntityDecl(parser, name, type == XML_EXTERNAL_PARAMETER_ENTITY ? XML_INTERNAL_PARAMETER_ENTITY : XML_INTERNAL_GENERAL_ENTITY, nullptr, nullptr, nothing);
}

}  // namespace

Result<std::shared_ptr<_xmlDoc>> parse(std::string_view text, bool decoded, Definition definition) {
  be_silent();
  const auto failure = [](std::string message) { return Error("org.xml.sax.SAXParseException", std::move(message)); };
  const bool defined = has_definition(text);
  if (defined && definition == Definition::Refused) {
    return failure("DOCTYPE is disallowed when the feature \"http://apache.org/xml/features/disallow-doctype-decl\" set to true.");
  }
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(xmlNewParserCtxt(), xmlFreeParserCtxt);
  const int flags = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT | (decoded ? XML_PARSE_IGNORE_ENC : 0) | (defined ? XML_PARSE_NOENT : 0);
  if (defined) parser->sax->entityDecl = declare_contained;
  const std::size_t start = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  if (decoded && text.substr(start).starts_with("\xEF\xBB\xBF")) return failure("Content is not allowed in prolog.");  // a mark is for bytes
  if (start > 0 && text.substr(start).starts_with("<?xml ")) return failure("The processing instruction target matching \"[xX][mM][lL]\" is not allowed.");
  xmlDoc* tree = xmlCtxtReadMemory(parser.get(), text.data() + start, static_cast<int>(text.size() - start), nullptr, decoded ? "UTF-8" : nullptr, flags);
  if (tree != nullptr) return std::shared_ptr<_xmlDoc>(tree, xmlFreeDoc);
  if (start == text.size()) return failure("Premature end of file.");
  if (text[start] != '<') return failure("Content is not allowed in prolog.");
  const xmlError* why = xmlCtxtGetLastError(parser.get());
  std::string message = why != nullptr && why->message != nullptr ? why->message : "not well-formed";
  while (!message.empty() && message.back() == '\n') message.pop_back();
  if (why != nullptr) message += "; lineNumber: " + std::to_string(why->line) + "; columnNumber: " + std::to_string(why->int2);
  return failure(std::move(message));
}

std::shared_ptr<_xmlDoc> empty_document() { return {xmlNewDoc(nullptr), xmlFreeDoc}; }

namespace {

/// The attributes of an element in the order of their names, as Java's DOM keeps them whatever order they were written in.
void sort_attributes(xmlNode* element) {
  std::vector<std::pair<std::string, xmlAttr*>> sorted;
  for (xmlAttr* each = element->properties; each != nullptr; each = each->next) {
    const std::string prefix = each->ns != nullptr && each->ns->prefix != nullptr ? reinterpret_cast<const char*>(each->ns->prefix) + std::string(":") : "";
    sorted.emplace_back(prefix + reinterpret_cast<const char*>(each->name), each);
  }
  if (std::ranges::is_sorted(sorted)) return;
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sorted[i].second->prev = i == 0 ? nullptr : sorted[i - 1].second;
    sorted[i].second->next = i + 1 == sorted.size() ? nullptr : sorted[i + 1].second;
  }
  element->properties = sorted.front().second;
}

/// The node that follows in document order, below `top` without its children when `skip_children`.
xmlNode* next_in_order(xmlNode* node, xmlNode* top, bool skip_children) {
  if (!skip_children && node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
  while (node != top && node->next == nullptr) node = node->parent;
  return node == top ? nullptr : node->next;
}

/// Text that a comment stood between becomes one again.
void remove_comment(xmlNode* comment) {
  xmlNode* before = comment->prev;
  xmlNode* after = comment->next;
  xmlUnlinkNode(comment);
  xmlFreeNode(comment);
  if (before != nullptr && after != nullptr && before->type == XML_TEXT_NODE && after->type == XML_TEXT_NODE) xmlTextMerge(before, after);
}

}  // namespace

void as_dom(_xmlDoc* tree) {
  auto* top = reinterpret_cast<xmlNode*>(tree);
  for (xmlNode* node = tree->children; node != nullptr;) {
    if (node->type == XML_ELEMENT_NODE) sort_attributes(node);
    if (node->type != XML_COMMENT_NODE) {
      node = next_in_order(node, top, false);
      continue;
    }
    // The node before stays; what follows it is looked up after the removal, since texts may have merged.
    xmlNode* before = node->prev;
    xmlNode* parent = node->parent;
    remove_comment(node);
    if (before != nullptr) {
      node = next_in_order(before, top, true);
    } else {
      node = parent->children != nullptr ? parent->children : next_in_order(parent, top, true);
    }
  }
}

namespace {

Input whole(std::shared_ptr<_xmlDoc> tree) {
  auto* start = reinterpret_cast<xmlNode*>(tree.get());
  return {std::move(tree), start};
}

// As Camel's XmlConverter.toDOMDocument: the root is its document, an inner element becomes the root of one of its own, and no other node can be one.
Result<Input> document_of(const XmlNode& value) {
  xmlNode* node = value.node();
  if (node->type == XML_DOCUMENT_NODE || node == xmlDocGetRootElement(value.tree().get())) return whole(value.tree());
  if (node->type != XML_ELEMENT_NODE) {
    const Error cause("javax.xml.transform.TransformerException", "Unable to convert DOM node to a Document: " + value.text());
    return Error("org.apache.camel.TypeConversionException",
                 "Error during type conversion from type: " + std::string(value.java_class()) + " to the required type: org.w3c.dom.Document with value " + value.text() +
                     " due to " + cause.text(),
                 cause);
  }
  auto tree = empty_document();
  xmlNode* copy = xmlDocCopyNode(node, tree.get(), 1);
  xmlDocSetRootElement(tree.get(), copy);
  xmlReconciliateNs(tree.get(), copy);
  return whole(std::move(tree));
}

}  // namespace

Result<Input> read(const Value& value, Exchange& exchange) {
  if (value.is_null()) return whole(empty_document());
  if (const auto* document = value.object_as<XmlDocument>()) return whole(document->tree());
  if (const auto* node = value.object_as<XmlNode>()) return document_of(*node);
  std::optional<Value> text = value.is_object() ? value.object().converted() : value;
  if (!text || !text->is_bytes_like()) {
    const Error cause("org.apache.camel.NoTypeConversionAvailableException", "No type converter available to convert from type: " + std::string(value.java_class()) +
                                                                                 " to the required type: org.w3c.dom.Document");
    return Error("org.apache.camel.RuntimeCamelException", cause.text(), cause);
  }
  auto& [bytes, parsed] = exchange.parsed;
  const Slice& slice = text->slice();
  if (!slice.empty() && bytes.data() == slice.data() && bytes.size() == slice.size()) {
    if (const auto* document = parsed.object_as<XmlDocument>()) return whole(document->tree());
  }
  Result<std::shared_ptr<_xmlDoc>> tree = parse(slice, text->is_text());
  if (!tree) {
    return Error("org.apache.camel.TypeConversionException",
                 "Error during type conversion from type: " + std::string(value.java_class()) + " to the required type: org.w3c.dom.Document with value " +
                     slice.str() + " due to " + tree.error().text(),
                 tree.error());
  }
  as_dom(tree->get());
  bytes = slice;
  parsed = Value(std::unique_ptr<Object>(std::make_unique<XmlDocument>(*tree)));
  return whole(std::move(*tree));
}

namespace {

/// Puts an element's last attribute before another one of it.
void move_last_before(xmlAttr* place) {
  xmlAttr* last = place;
  while (last->next != nullptr) last = last->next;
  if (last == place) return;
  last->prev->next = nullptr;
  last->prev = place->prev;
  last->next = place;
  (place->prev != nullptr ? place->prev->next : place->parent->properties) = last;
  place->prev = last;
}

/// As Java's serializer: the element's namespace that was declared further up comes where it is needed first, by an attribute or else behind all.
void declare_last(const xmlNode* original, xmlNode* copy) {
  const auto same = [&](const xmlNs* own) { return xmlStrEqual(own->prefix, copy->ns->prefix) != 0; };
  if (copy->ns == nullptr) return;
  for (const xmlNs* own = original->nsDef; own != nullptr; own = own->next) {
    if (same(own)) return;
  }
  xmlNs** link = &copy->nsDef;
  while (*link != nullptr && *link != copy->ns) link = &(*link)->next;
  if (*link == nullptr || xmlSearchNs(copy->doc, copy, reinterpret_cast<const xmlChar*>("xml")) == nullptr) return;
  xmlNs* const space = *link;
  *link = space->next;
  space->next = copy->doc->oldNs->next;  // behind that of `xml`, which is the first; freed with the document
  copy->doc->oldNs->next = space;
  const std::string name = space->prefix == nullptr ? "xmlns" : "xmlns:" + std::string(reinterpret_cast<const char*>(space->prefix));
  xmlAttr* user = copy->properties;
  while (user != nullptr && user->ns != space) user = user->next;
  xmlNewProp(copy, reinterpret_cast<const xmlChar*>(name.c_str()), space->href);
  if (user != nullptr) move_last_before(user);
}

}  // namespace

std::string serialize(_xmlNode* node) {
  if (node->type == XML_DOCUMENT_NODE) return serialize(reinterpret_cast<xmlDoc*>(node));
  if (node->type == XML_PI_NODE) return dump(node->doc, node);
  if (node->type != XML_ELEMENT_NODE) return content(node);
  if (node->parent == nullptr || node->parent->type == XML_DOCUMENT_NODE) return dump(node->doc, node);
  // A copy into a document of its own declares the namespaces that were declared further up.
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> tree(xmlNewDoc(nullptr), xmlFreeDoc);
  xmlNode* copy = xmlDocCopyNode(node, tree.get(), 1);
  if (copy == nullptr) return {};
  xmlDocSetRootElement(tree.get(), copy);
  declare_last(node, copy);
  return dump(tree.get(), copy);
}

std::string serialize(_xmlDoc* tree) {
  if (tree == nullptr || root_of(tree) == nullptr) return {};
  return dump(tree, nullptr);
}

std::string content(_xmlNode* node) { return taken(xmlNodeGetContent(node)); }

Value node_value(const std::shared_ptr<_xmlDoc>& tree, _xmlNode* node) {
  return Value(std::unique_ptr<Object>(std::make_unique<XmlNode>(tree, node)));
}

}  // namespace xml
}  // namespace kamel
