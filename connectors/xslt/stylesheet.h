// Stylesheet: an XSLT 1.0 stylesheet, compiled by libxslt.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/slice.h"
#include "dsl/value.h"

struct _xmlDoc;
struct _xsltStylesheet;

namespace kamel::xslt {

/// What a document is transformed with: the text of strings, XPath for numbers and booleans.
struct Parameter {
  std::string name, value;
  bool quoted = true;  // false: `value` is XPath
};

/// What a transformation gave.
struct Output {
  std::shared_ptr<_xmlDoc> tree;
  std::string text;      // the tree, written as xsl:output says; UTF-8 whatever it declares
  std::string encoding;  // that it declares; "" for UTF-8
};

/// Immutable: any number of threads may transform with it at a time. Reads files only (document(), xsl:include) below its own folder's
/// reach; writes nothing and uses no network.
class Stylesheet {
 public:
  /// `base`: the path that relative names in it refer to. Fails with javax.xml.transform.TransformerConfigurationException.
  static Result<std::shared_ptr<const Stylesheet>> compile(const Slice& text, const std::string& base);
  ~Stylesheet();
  Stylesheet(const Stylesheet&) = delete;
  Stylesheet& operator=(const Stylesheet&) = delete;

  /// The parameters that it declares at its top.
  const std::vector<std::string>& parameters() const noexcept { return parameters_; }
  /// What went wrong or was said on the way.
  struct Report {
    std::string error;    // "" when there was none
    std::string message;  // of xsl:message
  };
  /// Null tree: see the report. `write`: make the text, too.
  Output transform(const std::shared_ptr<_xmlDoc>& document, const std::vector<Parameter>& parameters, bool write, Report& report) const;

 private:
  explicit Stylesheet(_xsltStylesheet* sheet) noexcept : sheet_(sheet) {}
  _xsltStylesheet* sheet_;
  std::vector<std::string> parameters_;
};

}  // namespace kamel::xslt
