// Token iterators: text cut at a delimiter, between a pair of tokens, or into XML elements; and tokens put together in groups.
#pragma once

#include <memory>
#include <string>

#include "engine/iterator.h"
#include "engine/languages/shared/pattern.h"

namespace kamel::languages {

/// Camel's Scanner: one delimiter before a token is skipped, inner empty tokens stay, an empty last one goes, nothing is trimmed.
/// Tokens are pieces of `text`, not copies.
class Scanner final : public Iterator {
 public:
  Scanner(Slice text, std::shared_ptr<const Pattern> delimiter) : text_(std::move(text)), delimiter_(std::move(delimiter)) {}
  std::optional<Value> next() override;
  std::optional<Slice> next_token();
  std::string_view java_class() const noexcept override { return "org.apache.camel.util.Scanner"; }

 private:
  Slice text_;
  std::shared_ptr<const Pattern> delimiter_;
  std::size_t position_ = 0;
};

/// What stands between `start` (plain text) and `end` (a delimiter). Ends at the first piece that holds no `start`, as in Camel.
class TokenPairs final : public Iterator {
 public:
  /// `included` is the start and end text to put around each token; empty for none.
  struct Around {
    Slice start, end;
    bool include = false;
  };
  TokenPairs(Slice text, std::shared_ptr<const Pattern> end, Around around)
      : scanner_(std::move(text), std::move(end)), around_(std::move(around)) {}
  std::optional<Value> next() override;
  std::string_view java_class() const noexcept override {
    return "org.apache.camel.support.builder.TokenPairExpressionIterator$TokenPairIterator";
  }

 private:
  Scanner scanner_;
  Around around_;
  bool ended_ = false;
};

/// The XML elements of one name, found by scanning and not by parsing: also inside comments, any prefix for a name without one, and an
/// element ends at the first end tag of its name. `inherit` names the element whose namespace declarations each token gets; "*" wraps each
/// token in all that stood before the first.
class XmlTokens final : public Iterator {
 public:
  XmlTokens(Slice text, std::string name, std::string inherit);
  std::optional<Value> next() override;
  std::string_view java_class() const noexcept override {
    return "org.apache.camel.support.builder.TokenXMLExpressionIterator$XMLTokenIterator";
  }

 private:
  Slice dress(std::string_view token) const;
  Slice text_;
  std::string name_;
  std::size_t position_ = 0;
  bool wraps_ = false;
  bool first_ = true;
  std::string namespaces_;         // to be added to each start tag
  std::string before_, after_;     // to be put around each token
};

/// `size` tokens of another iterator joined into one.
class Groups final : public Iterator {
 public:
  Groups(std::unique_ptr<Iterator> tokens, std::int64_t size, Slice delimiter, bool skip_first)
      : tokens_(std::move(tokens)), delimiter_(std::move(delimiter)), size_(size), skip_first_(skip_first) {}
  std::optional<Value> next() override;
  std::string_view java_class() const noexcept override { return "org.apache.camel.support.GroupTokenIterator"; }

 private:
  std::unique_ptr<Iterator> tokens_;
  Slice delimiter_;
  std::int64_t size_;
  bool skip_first_;
};

/// Each item converted to a Java type.
class Converted final : public Iterator {
 public:
  Converted(std::unique_ptr<Iterator> items, std::string java_type) : items_(std::move(items)), type_(std::move(java_type)) {}
  std::optional<Value> next() override;
  std::string_view java_class() const noexcept override { return "org.apache.camel.support.IteratorConvertTo"; }

 private:
  std::unique_ptr<Iterator> items_;
  std::string type_;
};

}  // namespace kamel::languages
