// XML documents and nodes as values, on libxml2.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/value.h"

struct _xmlDoc;
struct _xmlNode;

namespace kamel {

class Exchange;

/// A parsed document, shared by the nodes taken out of it.
class XmlDocument : public Object {
 public:
  explicit XmlDocument(std::shared_ptr<_xmlDoc> tree) : tree_(std::move(tree)) {}
  const std::shared_ptr<_xmlDoc>& tree() const noexcept { return tree_; }
  std::string_view java_class() const noexcept override { return "com.sun.org.apache.xerces.internal.dom.DeferredDocumentImpl"; }
  std::string text() const override;
  std::optional<Value> converted() const override;

 private:
  std::shared_ptr<_xmlDoc> tree_;
};

/// One node. Prints as XML without a declaration; a text or an attribute as its value. Converts as its text content.
class XmlNode final : public Object {
 public:
  XmlNode(std::shared_ptr<_xmlDoc> tree, _xmlNode* node) : tree_(std::move(tree)), node_(node) {}
  const std::shared_ptr<_xmlDoc>& tree() const noexcept { return tree_; }
  _xmlNode* node() const noexcept { return node_; }
  std::string_view java_class() const noexcept override;
  std::string text() const override;
  std::optional<Value> converted() const override;

 private:
  std::shared_ptr<_xmlDoc> tree_;
  _xmlNode* node_;
};

/// What an XPath that gives nodes gives. Prints as all of them, one after the other; converts as their text contents, likewise.
class XmlNodeList final : public Object {
 public:
  explicit XmlNodeList(List nodes) : nodes_(std::move(nodes)) {}
  std::string_view java_class() const noexcept override { return "com.sun.org.apache.xml.internal.dtm.ref.DTMNodeList"; }
  std::string text() const override;
  std::optional<Value> converted() const override;
  std::optional<List> items() const override { return nodes_; }

 private:
  List nodes_;
};

namespace xml {

/// What is done about a document type definition. Camel forbids it for DOM documents; XSLT and XSD take it, but neither follows what it
/// points to, nor lets entities multiply.
enum class Definition : std::uint8_t { Refused, Contained };
/// Reads bytes. Their own encoding counts where `decoded` is false; text has been decoded already. No network, no external files: external
/// entities are empty, and those that grow beyond measure (bombs) are an error. Fails with org.xml.sax.SAXParseException.
Result<std::shared_ptr<_xmlDoc>> parse(std::string_view text, bool decoded, Definition definition = Definition::Refused);
std::shared_ptr<_xmlDoc> empty_document();

/// A value as a document: bytes are parsed (once per exchange and bytes), an element becomes the root of a document of its own, null is an empty document.
/// Fails with TypeConversionException or NoTypeConversionAvailableException, as Camel's converter.
struct Input {
  std::shared_ptr<_xmlDoc> tree;
  _xmlNode* start = nullptr;  // the document's own node, or the given one
};
Result<Input> read(const Value& value, Exchange& exchange);

/// Makes of a parsed document what Camel's document builder makes of it: no comments, attributes in the order of their names.
void as_dom(_xmlDoc* tree);

/// A node with the namespaces it needs declared, without a declaration.
std::string serialize(_xmlNode* node);
/// The whole document, without a declaration.
std::string serialize(_xmlDoc* tree);
std::string content(_xmlNode* node);
Value node_value(const std::shared_ptr<_xmlDoc>& tree, _xmlNode* node);

/// Keeps libxml2 from writing its errors to standard error. Cheap; call before using it on a thread.
void be_silent();

}  // namespace xml
}  // namespace kamel
