// tokenizer: cuts text for language models; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "langChain4jCharacterTokenizer", .type = FieldType::Any}, {.name = "langChain4jLineTokenizer", .type = FieldType::Any},
    {.name = "langChain4jParagraphTokenizer", .type = FieldType::Any}, {.name = "langChain4jSentenceTokenizer", .type = FieldType::Any},
    {.name = "langChain4jWordTokenizer", .type = FieldType::Any},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "LangChain4j, which runs in a JVM", "use split with tokenize to cut texts into lines or words",
         "java.lang.IllegalArgumentException");
}

}  // namespace

StepSpec tokenizer() {
  return {.name = "tokenizer",
          .summary = "Cuts text for language models; refused",
          .fields = kFields,
          .example = "- tokenizer: { langChain4jLineTokenizer: { maxTokens: 100 } }",
          .needs = "LangChain4j, which runs in a JVM",
          .compile = compile};
}

}  // namespace kamel::steps
