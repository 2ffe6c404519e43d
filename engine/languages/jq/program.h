// Program: a jq program compiled by libjq, for one worker.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dsl/value.h"

struct jq_state;

namespace kamel::languages::jq_lang {

/// Not thread-safe, as libjq's state is not: one per worker.
class Program {
 public:
  /// nullptr after having filled in `why` with libjq's messages.
  static std::unique_ptr<Program> compile(const std::string& text, std::string& why);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// All outputs for `input`. Whole numbers come back as Integer or Long, others as Double; libjq counts in doubles.
  Result<List> run(const Value& input);

 private:
  explicit Program(jq_state* state) : state_(state) {}
  jq_state* state_;
};

}  // namespace kamel::languages::jq_lang
