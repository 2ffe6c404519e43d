#include "connectors/xslt/stylesheet.h"

#include <libexslt/exslt.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxslt/extra.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include <cstdarg>
#include <cstdio>
#include <mutex>

#include "connectors/xslt/serializer.h"
#include "engine/xml.h"

namespace kamel::xslt {
namespace {

constexpr int kDepth = 2000;  // of templates: deeper recursion is an endless one

void collect(void* into, const char* format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  const int size = std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (into != nullptr && size > 0) static_cast<std::string*>(into)->append(line, std::min(static_cast<std::size_t>(size), sizeof line - 1));
}

void prepare_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    xsltInit();
    exsltCommonRegister();
    exsltMathRegister();
    exsltSetsRegister();
    exsltStrRegister();
    exsltDateRegister();
    exsltFuncRegister();
    xsltSecurityPrefs* rules = xsltNewSecurityPrefs();
    for (const auto option : {XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK}) {
      xsltSetSecurityPrefs(rules, option, xsltSecurityForbid);
    }
    xsltSetDefaultSecurityPrefs(rules);
  });
  xml::be_silent();
}

std::string one_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

Error broken(const std::string& why) { return Error("javax.xml.transform.TransformerConfigurationException", why); }

std::vector<std::string> declared(_xsltStylesheet* sheet) {
  std::vector<std::string> names;
  for (_xsltStylesheet* at = sheet; at != nullptr; at = xsltNextImport(at)) {
    for (const xsltStackElem* variable = at->variables; variable != nullptr; variable = variable->next) {
      if (variable->comp != nullptr && variable->comp->type == XSLT_FUNC_PARAM && variable->nameURI == nullptr)
        names.emplace_back(reinterpret_cast<const char*>(variable->name));
    }
  }
  return names;
}

struct FreeContext {
  void operator()(xsltTransformContext* context) const noexcept { xsltFreeTransformContext(context); }
};

const xmlChar* as_xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

}  // namespace

Result<std::shared_ptr<const Stylesheet>> Stylesheet::compile(const Slice& text, const std::string& base) {
  prepare_library();
  std::string complaints;
  xsltSetGenericErrorFunc(&complaints, collect);  // of this thread
  auto parsed = xml::parse(text.view(), false, xml::Definition::Contained);
  if (!parsed) {
    xsltSetGenericErrorFunc(nullptr, collect);
    return broken(std::string(parsed.error().message()));
  }
  xmlDoc* tree = xmlCopyDoc(parsed->get(), 1);  // the stylesheet owns its tree
  if (!base.empty()) tree->URL = xmlStrdup(as_xml(base));
  _xsltStylesheet* made = xsltParseStylesheetDoc(tree);
  xsltSetGenericErrorFunc(nullptr, collect);
  if (made == nullptr) {
    xmlFreeDoc(tree);
    return broken(complaints.empty() ? "it is no stylesheet" : one_line(complaints));
  }
  std::shared_ptr<Stylesheet> sheet(new Stylesheet(made));
  if (made->errors != 0) return broken(one_line(complaints));
  sheet->parameters_ = declared(made);
  return std::shared_ptr<const Stylesheet>(std::move(sheet));
}

Stylesheet::~Stylesheet() { xsltFreeStylesheet(sheet_); }

Output Stylesheet::transform(const std::shared_ptr<_xmlDoc>& document, const std::vector<Parameter>& parameters, bool write, Report& report) const {
  prepare_library();
  const std::unique_ptr<xsltTransformContext, FreeContext> context(xsltNewTransformContext(sheet_, document.get()));
  std::string said;
  xsltSetTransformErrorFunc(context.get(), &said, collect);
  context->maxTemplateDepth = kDepth;
  for (const Parameter& parameter : parameters) {
    if (parameter.quoted) {
      xsltQuoteOneUserParam(context.get(), as_xml(parameter.name), as_xml(parameter.value));
    } else {
      xsltEvalOneUserParam(context.get(), as_xml(parameter.name), as_xml(parameter.value));
    }
  }
  Output output;
  output.tree.reset(xsltApplyStylesheetUser(sheet_, document.get(), nullptr, nullptr, nullptr, context.get()), [](_xmlDoc* tree) {
    if (tree != nullptr) xmlFreeDoc(tree);
  });
  const bool error = said.find("runtime error") != std::string::npos || said.find("error:") != std::string::npos;
  const bool endless = said.find("infinite template recursion") != std::string::npos || said.find("maximum") != std::string::npos;
  if (context->state == XSLT_STATE_STOPPED && !error && !endless) {
    report.error = "Termination forced by an xsl:message instruction";
    report.message = one_line(said);
  } else if (context->state != XSLT_STATE_OK || output.tree == nullptr) {
    report.error = said.empty() ? "the transformation failed" : one_line(said);
  } else if (!error) {
    report.message = one_line(said);
  }
  if (!report.error.empty()) {
    output.tree.reset();
    return output;
  }
  if (write) output.text = serialize(sheet_, output.tree.get(), output.encoding);
  return output;
}

}  // namespace kamel::xslt
