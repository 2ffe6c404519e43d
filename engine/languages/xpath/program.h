// Program: an XPath compiled by libxml2, for one worker.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/expression.h"
#include "engine/xml.h"

struct _xmlXPathCompExpr;

namespace kamel::languages::xpath_lang {

/// What a path gives: XPath's own four types, and one node.
enum class Kind : std::uint8_t { NodeSet, Node, String, Number, Boolean };

/// What a path is compiled with.
struct Source {
  std::string text;
  std::vector<std::pair<std::string, std::string>> namespaces;  // prefix, URI
  /// The simple texts in function:simple('…'), compiled.
  std::map<std::string, ExpressionPtr, std::less<>> simple;
};

/// Not shared between threads: libxml2 notes in a compiled path what its functions and variables resolved to.
class Program {
 public:
  /// nullptr after having filled in `why`.
  static std::unique_ptr<Program> compile(const Source& source, std::string& why);

  /// Fails with Camel's exceptions. Node values share the document.
  Result<Value> run(const xml::Input& input, Kind kind, Exchange& exchange) const;

 private:
  explicit Program(const Source& source) : source_(source) {}
  const Source& source_;
  std::shared_ptr<_xmlXPathCompExpr> path_;
};

}  // namespace kamel::languages::xpath_lang
