// Attachments: messages here have none, and the functions answer as Camel's do for such a message.
#include <algorithm>
#include <array>

#include "engine/languages/simple/functions.h"

namespace kamel::simple {
namespace {

ExpressionPtr none(const Call&) { return constant(Value()); }
ExpressionPtr zero(const Call&) { return constant(0); }

ExpressionPtr no_content(const Call&) {
  return compute([](Exchange&) -> Result<Value> {
    const Error cause("java.lang.NullPointerException", "there is no such attachment");
    return Error("java.lang.RuntimeException", cause.text(), cause);
  });
}

constexpr std::array kFunctions = {
    FunctionEntry{"attachment", "${attachment(key)}", none},
    FunctionEntry{"attachmentContent", "${attachmentContent(key)}", no_content},
    FunctionEntry{"attachmentContentAsText", "${attachmentContentAsText(key)}", no_content},
    FunctionEntry{"attachmentContentAs", "${attachmentContentAs(key,type)}", no_content},
    FunctionEntry{"attachmentHeader", "${attachmentHeader(key,name)}", none},
    FunctionEntry{"attachmentHeaderAs", "${attachmentHeaderAs(key,name,type)}", none},
    FunctionEntry{"attachmentsContentAs", "${attachmentsContentAs(name,type)}", no_content, true},
    FunctionEntry{"attachmentsHeader", "${attachmentsHeader(key,name)}", none, true},
    FunctionEntry{"attachmentsHeaderAs", "${attachmentsHeaderAs(key,name,type)}", none, true},
    FunctionEntry{"attachmentsSize", "${attachmentsSize}", zero, true},
    FunctionEntry{"clearAttachments", "${clearAttachments}", none, true},
};

}  // namespace

std::span<const FunctionEntry> attachment_functions() { return kFunctions; }

ExpressionPtr attachment_access(Compiler& compiler, const Piece& text) {
  if (!text.text.starts_with("attachment") && text.text != "clearAttachments") return nullptr;
  const std::string_view rest = text.text.starts_with("attachments") ? text.text.substr(11) : std::string_view("-");
  if (rest.empty()) return constant(Map());
  if (rest == ".size" || rest == ".size()" || rest == ".length" || rest == ".length()") return constant(0);
  if (compiler.level() != Level::Camel414) {
    if (rest == "Size") return constant(0);
    if (rest == "Keys") return constant(List());
    if (text.text == "clearAttachments") return constant(Value());
  }
  if (text.text.starts_with("attachment.") || text.text.starts_with("attachments.") || text.text.starts_with("attachment[") ||
      text.text.starts_with("attachmentsContent")) {
    return constant(Value());
  }
  return nullptr;
}

}  // namespace kamel::simple
