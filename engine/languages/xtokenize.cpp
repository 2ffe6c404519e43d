// xtokenize: the elements of an XML body at a path, one at a time.
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/iterator.h"
#include "engine/languages/shared/namespaces.h"
#include "engine/languages/shared/source.h"
#include "engine/languages/shared/typed.h"
#include "engine/languages/tokenize/tokens.h"
#include "engine/xml.h"

namespace kamel::languages {
namespace {

constexpr std::string_view kModes[] = {"i", "w", "u", "t"};

constexpr Field kFields[] = {
    {.name = "mode", .type = FieldType::Choice, .summary = "i: with the namespaces it needs; w: wrapped in its parents' tags; u: what is in it; t: its text",
     .fallback = "i", .choices = kModes},
    {.name = "group", .type = FieldType::Int, .summary = "how many elements make one part"},
    {.name = "namespace", .type = FieldType::Any, .summary = "prefixes and their URIs: a list of {key: prefix, value: uri}"},
    kSourceField,
    {.name = "resultType", .summary = "the Java type to convert each part to"},
};

std::string inner(xmlNode* element) {
  std::string all;
  for (xmlNode* child = element->children; child != nullptr; child = child->next) all += xml::serialize(child);
  return all;
}

std::string text_of(const xmlChar* text) { return text != nullptr ? reinterpret_cast<const char*>(text) : ""; }

std::string name_of(const xmlNode* element) {
  const bool prefixed = element->ns != nullptr && element->ns->prefix != nullptr;
  return (prefixed ? text_of(element->ns->prefix) + ":" : "") + text_of(element->name);
}

/// A start tag with its own namespaces and attributes: an empty copy of the element, opened.
std::string start_tag(xmlNode* element) {
  xmlNode* copy = xmlCopyNode(element, 2);
  std::string tag = xml::serialize(copy);
  xmlFreeNode(copy);
  if (tag.ends_with("/>")) tag.replace(tag.size() - 2, 2, ">");
  return tag;
}

std::string wrapped(xmlNode* element) {
  std::string text = xml::serialize(element);
  for (xmlNode* up = element->parent; up != nullptr && up->type == XML_ELEMENT_NODE; up = up->parent) {
    text = start_tag(up) + text + "</" + name_of(up) + ">";
  }
  return text;
}

std::string part(xmlNode* element, char mode) {
  switch (mode) {
    case 'w':
      return wrapped(element);
    case 'u':
      return inner(element);
    case 't':
      return xml::content(element);
    default:
      return xml::serialize(element);
  }
}

/// Serializes one element after the other: what is held at once is the tree, and one part's text.
class Elements final : public Iterator {
 public:
  Elements(std::shared_ptr<_xmlDoc> tree, std::vector<xmlNode*> found, char mode) : tree_(std::move(tree)), found_(std::move(found)), mode_(mode) {}
  std::optional<Value> next() override {
    if (place_ == found_.size()) return std::nullopt;
    return Value(part(found_[place_++], mode_));
  }
  std::string_view java_class() const noexcept override { return "org.apache.camel.language.xtokenizer.XMLTokenExpressionIterator$XMLTokenIterator"; }

 private:
  std::shared_ptr<_xmlDoc> tree_;
  std::vector<xmlNode*> found_;
  std::size_t place_ = 0;
  char mode_;
};

class XTokenize final : public Expression {
 public:
  struct Plan {
    InputSource source;
    std::string path;
    Namespaces namespaces;
    char mode = 'i';
    std::int64_t group = 0;
    std::string result_type;
  };
  explicit XTokenize(Plan plan) : plan_(std::move(plan)) {}

  Result<Value> evaluate(Exchange& exchange) const override {
    Result<Value> value = plan_.source.read(exchange);
    if (!value) return value;
    Result<xml::Input> input = xml::read(*value, exchange);
    if (!input) return input.error();
    std::unique_ptr<Iterator> parts = std::make_unique<Elements>(input->tree, select(*input), plan_.mode);
    if (plan_.group > 0) parts = std::make_unique<Groups>(std::move(parts), plan_.group, Slice(), false);
    if (!plan_.result_type.empty()) parts = std::make_unique<Converted>(std::move(parts), plan_.result_type);
    return Value(std::unique_ptr<Object>(std::move(parts)));
  }

  /// The elements at the path; of nested ones the outer only, since a token ends before the next begins.
  std::vector<xmlNode*> select(const xml::Input& input) const {
    xml::be_silent();
    const std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context(xmlXPathNewContext(input.tree.get()), xmlXPathFreeContext);
    const auto x = [](const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); };
    for (const auto& [prefix, uri] : plan_.namespaces) xmlXPathRegisterNs(context.get(), x(prefix), x(uri));
    context->error = [](void*, xmlError*) {};
    const std::unique_ptr<xmlXPathObject, decltype(&xmlXPathFreeObject)> result(xmlXPathEval(x(plan_.path), context.get()), xmlXPathFreeObject);
    std::vector<xmlNode*> found;
    if (result == nullptr || result->type != XPATH_NODESET || result->nodesetval == nullptr) return found;
    xmlXPathNodeSetSort(result->nodesetval);
    for (int i = 0; i < result->nodesetval->nodeNr; ++i) {
      xmlNode* node = result->nodesetval->nodeTab[i];
      if (node->type == XML_ELEMENT_NODE && (found.empty() || !is_within(node, found.back()))) found.push_back(node);
    }
    return found;
  }

 private:
  static bool is_within(const xmlNode* node, const xmlNode* outer) {
    for (node = node->parent; node != nullptr; node = node->parent) {
      if (node == outer) return true;
    }
    return false;
  }
  Plan plan_;
};

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  XTokenize::Plan plan;
  plan.source = InputSource(decl.options.text("source"));
  plan.path = decl.text;
  plan.mode = decl.options.choice("mode").front();
  plan.group = decl.options.integer("group");
  plan.result_type = result_type(decl, assembler);
  plan.namespaces = read_namespaces(decl.options.node("namespace"), assembler);
  if (!decl.text.starts_with('/')) {
    assembler.error(decl.mark, "an xtokenize path begins with / or //", "for example //order", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  if (const std::string prefix = undeclared_prefix(decl.text, plan.namespaces); !prefix.empty()) {
    assembler.error(decl.mark_at(decl.text.find(prefix + ":")), "prefix '" + prefix + "' has no namespace",
                    "declare it: namespace: [{key: " + prefix + ", value: \"urn:…\"}]", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  return std::make_unique<XTokenize>(std::move(plan));
}

}  // namespace

LanguageSpec xtokenize() {
  return {.name = "xtokenize",
          .summary = "Gives the elements of an XML body at a path, one at a time.",
          .fields = kFields,
          .example = "xtokenize: {expression: //x:order, mode: i, namespace: [{key: x, value: \"urn:x\"}]}",
          .compile = compile};
}

}  // namespace kamel::languages
