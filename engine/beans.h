// Beans: what `beans:` declares, found by the references that Camel allows.
#pragma once

#include <string>
#include <string_view>

#include "dsl/node.h"

namespace kamel {

class Assembler;

/// One item of a `beans:` list. Borrows the set's nodes.
struct BeanDecl {
  const Node* node = nullptr;
  std::string name;
  std::string java_class;
  /// A property as text; "" when it is not there.
  std::string property(std::string_view key) const;
};

/// What a reference leads to: a declared bean, or just a class.
struct BeanReference {
  std::string java_class;  // "" when nothing was found
  const BeanDecl* bean = nullptr;
};

/// `name`, `#name`, `#bean:name`, `#class:pkg.Type`, `#type:pkg.Type`. A bare name with a dot in it that is no bean is taken for a class. The bean lives as
/// long as the assembler.
BeanReference find_bean(std::string_view reference, Assembler& assembler);

}  // namespace kamel
