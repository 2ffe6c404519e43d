#include "connectors/xslt/serializer.h"

#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxslt/imports.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/named_values.h"

namespace kamel::xslt {
namespace {

std::string_view view(const xmlChar* text) { return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text); }

constexpr auto kVoid = std::to_array<std::string_view>({"area", "base", "br", "col", "frame", "hr", "img", "input", "isindex", "link", "meta", "param"});

bool is_blank(const xmlNode* node) {
  return node->type == XML_TEXT_NODE && view(node->content).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_text(const xmlNode* node) { return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE || node->type == XML_ENTITY_REF_NODE; }

class Writer {
 public:
  Writer(bool html, bool indents, std::uint32_t highest, std::string encoding) : html_(html), indents_(indents), highest_(highest), encoding_(std::move(encoding)) {}

  void node(const xmlNode* node, std::size_t depth) {
    switch (node->type) {
      case XML_ELEMENT_NODE: return element(node, depth);
      case XML_TEXT_NODE: return text(node);
      case XML_CDATA_SECTION_NODE: out_.append("<![CDATA[").append(view(node->content)).append("]]>"); return;
      case XML_COMMENT_NODE: out_.append("<!--").append(view(node->content)).append("-->"); return;
      case XML_PI_NODE:
        out_.append("<?").append(view(node->name));
        if (node->content != nullptr) out_.append(" ").append(view(node->content));
        out_.append(html_ ? ">" : "?>");
        return;
      default: return;
    }
  }
  std::string& out() { return out_; }

 private:
  void text(const xmlNode* node) {
    const bool raw = node->name == xmlStringTextNoenc || (html_ && node->parent != nullptr && (view(node->parent->name) == "script" || view(node->parent->name) == "style"));
    raw ? void(out_.append(view(node->content))) : escaped(view(node->content), false);
  }

  void element(const xmlNode* node, std::size_t depth) {
    out_ += '<';
    name(node->ns, node->name);
    for (const xmlNs* ns = node->nsDef; ns != nullptr; ns = ns->next) {
      out_.append(ns->prefix != nullptr ? " xmlns:" : " xmlns").append(view(ns->prefix)).append("=\"");
      escaped(view(ns->href), true);
      out_ += '"';
    }
    for (const xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
      out_ += ' ';
      name(attribute->ns, attribute->name);
      out_ += "=\"";
      for (const xmlNode* part = attribute->children; part != nullptr; part = part->next) escaped(view(part->content), true);
      out_ += '"';
    }
    const bool is_void = html_ && std::ranges::find(kVoid, view(node->name)) != kVoid.end();
    if (node->children == nullptr && (!html_ || is_void)) {
      out_ += html_ ? ">" : "/>";
      return;
    }
    out_ += '>';
    if (html_ && same_ignoring_case(view(node->name), "head")) meta(depth + 1);
    content(node, depth);
    out_ += "</";
    name(node->ns, node->name);
    out_ += '>';
  }

  // Text alone stays in its line; beside elements every part gets a line of its own.
  void content(const xmlNode* parent, std::size_t depth) {
    bool lines = false;
    for (const xmlNode* child = parent->children; indents_ && child != nullptr; child = child->next) lines = lines || !is_text(child);
    for (const xmlNode* child = parent->children; child != nullptr; child = child->next) {
      if (lines && is_blank(child)) continue;
      if (lines) line(depth + 1);
      node(child, depth + 1);
    }
    if (lines) line(depth);
  }

  // As Java: the first thing of a head is what the whole is written in.
  void meta(std::size_t depth) {
    if (indents_) line(depth);
    out_.append("<META http-equiv=\"Content-Type\" content=\"text/html; charset=").append(encoding_).append("\">");
  }

  void line(std::size_t depth) { out_.append("\n").append(4 * depth, ' '); }

  void name(const xmlNs* ns, const xmlChar* local) {
    if (ns != nullptr && ns->prefix != nullptr) out_.append(view(ns->prefix)).append(":");
    out_.append(view(local));
  }

  void escaped(std::string_view text, bool attribute) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      const auto byte = static_cast<unsigned char>(c);
      if (c == '&') out_ += "&amp;";
      else if (c == '<' && !(html_ && attribute)) out_ += "&lt;";
      else if (c == '>' && !(html_ && attribute)) out_ += "&gt;";
      else if (c == '"' && attribute) out_ += "&quot;";
      else if (attribute && (c == '\n' || c == '\t' || c == '\r')) reference(byte);
      else if (c == '\r') out_ += "&#13;";
      else if (byte < 0x80) out_ += c;
      else at += character(text.substr(at));
    }
  }

  // A character beyond ASCII; how many bytes more than one it has.
  std::size_t character(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text[0]);
    const std::size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    if (size > text.size()) return text.size() - 1;
    std::uint32_t code = size == 1 ? byte : byte & (0xFFu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    code > highest_ ? reference(code) : void(out_.append(text.substr(0, size)));
    return size - 1;
  }

  void reference(std::uint32_t code) { out_.append("&#").append(std::to_string(code)).append(";"); }

  bool html_, indents_;
  std::uint32_t highest_;
  std::string encoding_;
  std::string out_;
};

/// What xsl:output says, imported stylesheets included.
struct Settings {
  std::string method, encoding, version = "1.0", doctype_public, doctype_system;
  int omit = -1, standalone = -1, indent = -1;
};

Settings settings_of(_xsltStylesheet* sheet, const xmlDoc* tree) {
  Settings out;
  for (_xsltStylesheet* at = sheet; at != nullptr; at = xsltNextImport(at)) {
    const auto take = [](std::string& into, const xmlChar* text) {
      if (into.empty()) into = view(text);
    };
    take(out.method, at->method);
    take(out.encoding, at->encoding);
    take(out.doctype_public, at->doctypePublic);
    take(out.doctype_system, at->doctypeSystem);
    if (out.omit < 0) out.omit = at->omitXmlDeclaration;
    if (out.standalone < 0) out.standalone = at->standalone;
    if (out.indent < 0) out.indent = at->indent;
  }
  const xmlNode* root = xmlDocGetRootElement(const_cast<xmlDoc*>(tree));
  if (out.method.empty()) out.method = root != nullptr && root->ns == nullptr && same_ignoring_case(view(root->name), "html") ? "html" : "xml";
  return out;
}

void plain_text(const xmlNode* node, std::string& out) {
  for (; node != nullptr; node = node->next) {
    if (is_text(node)) out.append(view(node->content));
    plain_text(node->children, out);
  }
}

void doctype(const Settings& settings, const xmlNode* root, std::string& out) {
  if (root == nullptr || (settings.doctype_system.empty() && settings.doctype_public.empty())) return;
  out.append("<!DOCTYPE ").append(view(root->name));
  if (!settings.doctype_public.empty()) out.append(" PUBLIC \"").append(settings.doctype_public).append("\"");
  if (!settings.doctype_system.empty()) out.append(settings.doctype_public.empty() ? " SYSTEM \"" : " \"").append(settings.doctype_system).append("\"");
  out.append(">\n");
}

}  // namespace

std::string serialize(_xsltStylesheet* sheet, _xmlDoc* tree, std::string& encoding) {
  const Settings settings = settings_of(sheet, tree);
  encoding = settings.encoding;
  if (settings.method == "text") {
    std::string out;
    plain_text(tree->children, out);
    return out;
  }
  const bool html = settings.method == "html", indents = settings.indent == 1 || (html && settings.indent != 0);
  const bool latin = same_ignoring_case(settings.encoding, "ISO-8859-1"), ascii = same_ignoring_case(settings.encoding, "US-ASCII");
  Writer writer(html, indents, ascii ? 0x7F : latin ? 0xFF : 0x10FFFF, settings.encoding.empty() ? "UTF-8" : settings.encoding);
  std::string& out = writer.out();
  if (!html && settings.omit != 1) {
    out.append("<?xml version=\"1.0\" encoding=\"").append(settings.encoding.empty() ? "UTF-8" : settings.encoding).append("\"");
    if (settings.standalone >= 0) out.append(settings.standalone == 1 ? " standalone=\"yes\"" : " standalone=\"no\"");
    out.append("?>");
  }
  doctype(settings, xmlDocGetRootElement(tree), out);
  for (const xmlNode* node = tree->children; node != nullptr; node = node->next) {
    if (node->type == XML_DTD_NODE || (indents && is_blank(node))) continue;
    writer.node(node, 0);
    if (indents) out += '\n';
  }
  return out;
}

}  // namespace kamel::xslt
