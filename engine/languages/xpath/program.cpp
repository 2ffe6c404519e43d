// Running XPaths with libxml2, and Camel's functions and variables in them.
#include "engine/languages/xpath/program.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <cstdlib>

#include "engine/context.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/languages/xpath/dialect.h"

namespace kamel::languages::xpath_lang {
namespace {

constexpr const char* kIn = "http://camel.apache.org/xml/in/";
constexpr const char* kOut = "http://camel.apache.org/xml/out/";
constexpr const char* kFunction = "http://camel.apache.org/xml/function/";
constexpr const char* kProperty = "http://camel.apache.org/xml/variables/exchange-property";
constexpr const char* kEnvironment = "http://camel.apache.org/xml/variables/environment-variables";

const xmlChar* x(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
const char* c(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

Error failure(const Source& source, const std::string& why) {
  const Error cause("javax.xml.xpath.XPathExpressionException", why);
  return Error("org.apache.camel.language.xpath.InvalidXPathException", "Invalid xpath: " + source.text + ". Reason: " + cause.text(), cause);
}

/// What functions and variables need of the evaluation they are called in.
struct Call {
  const Source& source;
  Exchange& exchange;
  Error error;
};

Call& call_of(xmlXPathParserContext* parser) { return *static_cast<Call*>(parser->context->userData); }

/// null is the empty text; numbers and booleans keep their kind.
xmlXPathObject* object_of(const Value& value) {
  if (value.is_bool()) return xmlXPathNewBoolean(value.as_bool() ? 1 : 0);
  if (value.is_number()) return xmlXPathNewFloat(value.number());
  return xmlXPathNewString(x(to_text(value).str().c_str()));
}

/// Of a function, null is no nodes.
xmlXPathObject* result_of(const Value& value) { return value.is_null() ? xmlXPathNewNodeSet(nullptr) : object_of(value); }

std::string pop_text(xmlXPathParserContext* parser) {
  xmlChar* text = xmlXPathPopString(parser);
  std::string copy = text != nullptr ? c(text) : "";
  xmlFree(text);
  return copy;
}

bool takes_one(xmlXPathParserContext* parser, int arguments) {
  if (arguments != 1) xmlXPathErr(parser, XPATH_INVALID_ARITY);
  return arguments == 1;
}

void body_function(xmlXPathParserContext* parser, int arguments) {
  for (; arguments > 0; --arguments) pop_text(parser);
  valuePush(parser, result_of(call_of(parser).exchange.message.body));
}

void header_function(xmlXPathParserContext* parser, int arguments) {
  if (!takes_one(parser, arguments)) return;
  valuePush(parser, result_of(call_of(parser).exchange.message.headers.get(pop_text(parser))));
}

/// There is no OUT message: neither a body nor a header.
void out_function(xmlXPathParserContext* parser, int arguments) {
  for (; arguments > 0; --arguments) pop_text(parser);
  valuePush(parser, result_of({}));
}

/// In UTF-16 units, as Java counts.
void string_length_function(xmlXPathParserContext* parser, int arguments) {
  if (arguments > 1) return xmlXPathErr(parser, XPATH_INVALID_ARITY);
  if (arguments == 0) valuePush(parser, xmlXPathWrapString(xmlXPathCastNodeToString(parser->context->node)));
  double length = 0;
  for (const char byte : pop_text(parser)) {
    const auto unit = static_cast<unsigned char>(byte);
    length += (unit & 0xC0u) == 0x80u ? 0 : unit >= 0xF0 ? 2 : 1;
  }
  valuePush(parser, xmlXPathNewFloat(length));
}

void properties_function(xmlXPathParserContext* parser, int arguments) {
  if (!takes_one(parser, arguments)) return;
  const std::string name = pop_text(parser);
  Call& call = call_of(parser);
  const auto found = call.exchange.context().property(name);
  if (!found) call.error = failure(call.source, "javax.xml.xpath.XPathFunctionException: java.lang.IllegalArgumentException: Property with key [" + name + "] not found in properties");
  valuePush(parser, xmlXPathNewString(x(found.value_or("").c_str())));
}

void simple_function(xmlXPathParserContext* parser, int arguments) {
  if (!takes_one(parser, arguments)) return;
  const std::string text = pop_text(parser);
  Call& call = call_of(parser);
  const auto compiled = call.source.simple.find(text);
  Value value;
  if (compiled == call.source.simple.end()) {
    call.error = Error("java.lang.IllegalArgumentException", "function:simple takes a literal text only");
  } else if (Result<Value> result = compiled->second->evaluate(call.exchange)) {
    value = std::move(*result);
  } else {
    call.error = result.error();
  }
  valuePush(parser, result_of(value));
}

Value variable(const Exchange& exchange, std::string_view name, std::string_view space) {
  if (space == kProperty) return exchange.properties.get(name);
  if (space == kEnvironment) {
    const char* found = std::getenv(std::string(name).c_str());
    return found != nullptr ? Value(found) : Value();
  }
  if (const Value* found = exchange.message.headers.find(name)) return *found;
  if (space == kIn || space == kOut) return name == "body" ? exchange.message.body : Value();
  return exchange.properties.get(name);  // Camel's own variables are not looked at
}

xmlXPathObject* look_up_variable(void* data, const xmlChar* name, const xmlChar* space) {
  const Call& call = *static_cast<Call*>(data);
  return object_of(variable(call.exchange, c(name), space != nullptr ? c(space) : ""));
}

using ContextPtr = std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)>;
using ObjectPtr = std::unique_ptr<xmlXPathObject, decltype(&xmlXPathFreeObject)>;

void keep_message(void* into, xmlError* error) {
  auto& message = *static_cast<std::string*>(into);
  if (!message.empty() || error == nullptr || error->message == nullptr) return;
  message = error->message;
  while (!message.empty() && message.back() == '\n') message.pop_back();
}

ContextPtr context_for(xmlDoc* tree, const Source& source) {
  xml::be_silent();
  ContextPtr context(xmlXPathNewContext(tree), xmlXPathFreeContext);
  for (const auto& [prefix, uri] : {std::pair{"in", kIn}, {"out", kOut}, {"function", kFunction}, {"env", kEnvironment}}) {
    xmlXPathRegisterNs(context.get(), x(prefix), x(uri));
  }
  for (const auto& [prefix, uri] : source.namespaces) xmlXPathRegisterNs(context.get(), x(prefix.c_str()), x(uri.c_str()));
  xmlXPathRegisterFuncNS(context.get(), x("body"), x(kIn), body_function);
  xmlXPathRegisterFuncNS(context.get(), x("header"), x(kIn), header_function);
  for (const char* name : {"body", "header"}) xmlXPathRegisterFuncNS(context.get(), x(name), x(kOut), out_function);
  xmlXPathRegisterFunc(context.get(), x("string-length"), string_length_function);
  xmlXPathRegisterFuncNS(context.get(), x("properties"), x(kFunction), properties_function);
  xmlXPathRegisterFuncNS(context.get(), x("simple"), x(kFunction), simple_function);
  return context;
}

// Text beside CDATA is one text in XPath; libxml2 has a node for each.
bool is_text_before(const xmlNode* node) {
  const auto is_text = [](const xmlNode* one) { return one != nullptr && (one->type == XML_TEXT_NODE || one->type == XML_CDATA_SECTION_NODE); };
  return is_text(node) && is_text(node->prev);
}

/// A namespace that is in force at an element: prints as its URI.
class NamespaceNode final : public Object {
 public:
  explicit NamespaceNode(std::string uri) : uri_(std::move(uri)) {}
  std::string_view java_class() const noexcept override { return "com.sun.org.apache.xerces.internal.dom.AttrNSImpl"; }
  std::string text() const override { return uri_; }
  std::optional<Value> converted() const override { return Value(uri_); }

 private:
  std::string uri_;
};

Value node_of(const std::shared_ptr<_xmlDoc>& tree, xmlNode* node) {
  if (node->type != XML_NAMESPACE_DECL) return xml::node_value(tree, node);
  return Value(std::unique_ptr<Object>(std::make_unique<NamespaceNode>(c(reinterpret_cast<xmlNs*>(node)->href))));
}

/// Where a namespace is in force in many elements, Camel has it once, and that of `xml` last.
void add_namespaces(const xmlNodeSet* set, List& nodes) {
  std::vector<const xmlNs*> found;
  for (int i = 0; i < set->nodeNr; ++i) {
    if (set->nodeTab[i]->type != XML_NAMESPACE_DECL) continue;
    const auto* space = reinterpret_cast<const xmlNs*>(set->nodeTab[i]);
    const auto same = [space](const xmlNs* other) { return xmlStrEqual(other->prefix, space->prefix) != 0 && xmlStrEqual(other->href, space->href) != 0; };
    if (std::ranges::none_of(found, same)) found.push_back(space);
  }
  std::ranges::stable_partition(found, [](const xmlNs* space) { return xmlStrEqual(space->prefix, x("xml")) == 0; });
  for (const xmlNs* space : found) nodes.push_back(Value(std::unique_ptr<Object>(std::make_unique<NamespaceNode>(c(space->href)))));
}

Value nodes_of(const std::shared_ptr<_xmlDoc>& tree, const xmlNodeSet* set) {
  List nodes;
  for (int i = 0; set != nullptr && i < set->nodeNr; ++i) {
    if (set->nodeTab[i]->type != XML_NAMESPACE_DECL && !is_text_before(set->nodeTab[i])) nodes.push_back(xml::node_value(tree, set->nodeTab[i]));
  }
  if (set != nullptr) add_namespaces(set, nodes);
  return Value(std::unique_ptr<Object>(std::make_unique<XmlNodeList>(std::move(nodes))));
}

Result<Value> value_of(const xml::Input& input, xmlXPathObject* result, Kind kind, const Source& source) {
  switch (kind) {
    case Kind::String: {
      xmlChar* text = xmlXPathCastToString(result);
      Value value(text != nullptr ? c(text) : "");
      xmlFree(text);
      return value;
    }
    case Kind::Number:
      return Value(xmlXPathCastToNumber(result));
    case Kind::Boolean:
      return Value(xmlXPathCastToBoolean(result) != 0);
    default:
      break;
  }
  if (result->type != XPATH_NODESET) return failure(source, "Can not convert the result to a NodeList!");
  if (kind == Kind::NodeSet) return nodes_of(input.tree, result->nodesetval);
  const xmlNodeSet* set = result->nodesetval;
  return set == nullptr || set->nodeNr == 0 ? Value() : node_of(input.tree, set->nodeTab[0]);
}

}  // namespace

std::unique_ptr<Program> Program::compile(const Source& source, std::string& why) {
  if (source.text.empty()) {
    why = "Empty expression!";
    return nullptr;
  }
  const auto tree = xml::empty_document();
  const ContextPtr context = context_for(tree.get(), source);
  context->userData = &why;
  context->error = keep_message;
  if (why = wrong_for_xalan(source.text); !why.empty()) return nullptr;
  xmlXPathCompExpr* compiled = xmlXPathCtxtCompile(context.get(), x(without_current(source.text).c_str()));
  if (compiled == nullptr) {
    if (why.empty()) why = "invalid expression";
    return nullptr;
  }
  std::unique_ptr<Program> program(new Program(source));
  program->path_ = {compiled, xmlXPathFreeCompExpr};
  return program;
}

Result<Value> Program::run(const xml::Input& input, Kind kind, Exchange& exchange) const {
  const ContextPtr context = context_for(input.tree.get(), source_);
  Call call{source_, exchange, {}};
  context->userData = &call;
  context->error = [](void*, xmlError*) {};
  context->node = input.start;
  xmlXPathRegisterVariableLookup(context.get(), look_up_variable, &call);
  const ObjectPtr result(xmlXPathCompiledEval(path_.get(), context.get()), xmlXPathFreeObject);
  if (call.error) return call.error;
  if (result == nullptr) {
    std::string why = context->lastError.message != nullptr ? context->lastError.message : "evaluation failed";
    while (!why.empty() && why.back() == '\n') why.pop_back();
    return failure(source_, why);
  }
  return value_of(input, result.get(), kind, source_);
}

}  // namespace kamel::languages::xpath_lang
