// threads: in Camel, hands the message to a pool of threads; here steps never block, so that it goes on where it is.
#include "engine/assembler.h"

namespace kamel::steps {
namespace {

constexpr std::string_view kNoPool = "steps never block, so that no pool of threads is needed";
constexpr std::string_view kPolicies[] = {"Abort", "CallerRuns"};
constexpr std::string_view kUnits[] = {"NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS"};
constexpr Field kFields[] = {
    {.name = "poolSize", .type = FieldType::Int, .ignored = kNoPool},
    {.name = "maxPoolSize", .type = FieldType::Int, .ignored = kNoPool},
    {.name = "maxQueueSize", .type = FieldType::Int, .ignored = kNoPool},
    {.name = "keepAliveTime", .type = FieldType::Int, .ignored = kNoPool},
    {.name = "timeUnit", .type = FieldType::Choice, .choices = kUnits, .ignored = kNoPool},
    {.name = "rejectedPolicy", .type = FieldType::Choice, .choices = kPolicies, .ignored = "nothing is rejected for want of a thread"},
    {.name = "callerRunsWhenRejected", .type = FieldType::Bool, .fallback = "true", .ignored = "nothing is rejected for want of a thread"},
    {.name = "allowCoreThreadTimeOut", .type = FieldType::Bool, .fallback = "false", .ignored = kNoPool},
    {.name = "threadName", .fallback = "Threads", .ignored = kNoPool},
    {.name = "executorService", .type = FieldType::Reference, .refused = "it names a pool of Java threads; leave it out, none is needed"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  const auto largest = given.maybe_integer("maxPoolSize");
  if (largest && *largest < given.maybe_integer("poolSize").value_or(0)) {
    assembler.error(given.mark("maxPoolSize"), "maxPoolSize is below poolSize", "give at least as many",
                    "java.lang.IllegalArgumentException");
  }
}

}  // namespace

StepSpec threads() {
  return {.name = "threads",
          .summary = "In Camel, goes on in other threads; no more than a note here",
          .fields = kFields,
          .example = "- threads: { poolSize: 5 }",
          .compile = compile};
}

}  // namespace kamel::steps
