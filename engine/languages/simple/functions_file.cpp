// file:name and the like: what a file consumer put into the headers.
#include <algorithm>
#include <array>

#include "engine/convert.h"
#include "engine/languages/simple/functions.h"

namespace kamel::simple {
namespace {

std::string_view without_path(std::string_view name) {
  const auto slash = name.find_last_of("/\\");
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

/// Where the extension's dot is: the first one of the file's own name, or with `single` the last; npos when it has none.
std::size_t dot_of(std::string_view name, bool single) {
  const std::string_view own = without_path(name);
  const auto dot = single ? own.rfind('.') : own.find('.');
  return dot == std::string_view::npos ? dot : dot + (name.size() - own.size());
}

enum class Part : std::uint8_t { All, WithoutExtension, Extension };

struct FileFunction {
  std::string_view name;
  std::string_view header;
  bool only_name = false;
  Part part = Part::All;
  bool single = false;
};

constexpr std::string_view kName = "CamelFileName";
constexpr std::array kFunctions = {
    FileFunction{"name", kName},
    FileFunction{"name.noext", kName, false, Part::WithoutExtension},
    FileFunction{"name.noext.single", kName, false, Part::WithoutExtension, true},
    FileFunction{"name.ext", kName, false, Part::Extension},
    FileFunction{"ext", kName, false, Part::Extension},
    FileFunction{"name.ext.single", kName, false, Part::Extension, true},
    FileFunction{"onlyname", kName, true},
    FileFunction{"onlyname.noext", kName, true, Part::WithoutExtension},
    FileFunction{"onlyname.noext.single", kName, true, Part::WithoutExtension, true},
    FileFunction{"parent", "CamelFileParent"},
    FileFunction{"path", "CamelFilePath"},
    FileFunction{"absolute", "CamelFileAbsolute"},
    FileFunction{"absolute.path", "CamelFileAbsolutePath"},
    FileFunction{"length", "CamelFileLength"},
    FileFunction{"size", "CamelFileLength"},
    FileFunction{"modified", "CamelFileLastModified"},
};

Result<Value> read(const FileFunction& function, Exchange& exchange) {
  Value value = exchange.message.headers.get(function.header);
  if (function.only_name) {
    if (const Value only = exchange.message.headers.get("CamelFileNameOnly"); !only.is_null()) value = only;
  }
  if (value.is_null() || function.header != kName) return value;
  const Slice text = to_text(value);
  std::string_view name = text;
  if (function.only_name) name = without_path(name);
  const std::size_t dot = dot_of(name, function.single);
  if (function.part == Part::WithoutExtension && dot != std::string_view::npos) name = name.substr(0, dot);
  if (function.part == Part::Extension) {
    if (dot == std::string_view::npos) return Value();
    name = name.substr(dot + 1);
  }
  return Value(text.sub(name));
}

}  // namespace

ExpressionPtr file_function(Compiler&, const Piece& text) {
  const auto rest = after(text, "file:");
  if (!rest) return nullptr;
  const auto* found = std::ranges::find(kFunctions, rest->text, &FileFunction::name);
  if (found == kFunctions.end()) Compiler::fail(text, "Unknown file language syntax: " + std::string(rest->text));
  return compute([found](Exchange& exchange) { return read(*found, exchange); });
}

}  // namespace kamel::simple
