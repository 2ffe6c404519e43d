// What the operator and a pod's admin port say to each other: PUT /routes and its receipt, as JSON.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/error.h"

namespace kamel::cluster {

/// Which of two programs is the later one.
struct Version {
  std::string uid;              // of the Integration: generations of another one of the same name say nothing
  std::int64_t generation = 0;  // of the Integration: what people know it by
  std::int64_t revision = 0;    // resourceVersion of the ConfigMap that keeps the program: counts up in the whole cluster
  std::string digest;           // of the program: equal digests, equal behaviour

  /// Whether this must not replace `other`.
  bool is_older_than(const Version& other) const noexcept {
    return revision < other.revision || (uid == other.uid && generation < other.generation);
  }
  friend bool operator==(const Version&, const Version&) = default;
};

struct NamedText {
  std::string name, text;
};

/// The body of PUT /routes.
struct Push {
  Version version;
  std::vector<NamedText> sources, kamelets;
  std::map<std::string, std::string> properties;
};
std::string write(const Push& push);
/// Fails with java.lang.IllegalArgumentException, which says what is missing.
Result<Push> read_push(std::string_view text);

/// One problem of the routes, as text: a pod has no marks to give.
struct Finding {
  bool error = true;
  std::string file;
  std::uint32_t line = 0, column = 0;
  std::string message, hint;
  /// "orders.yaml:5:11: error: unknown step 'setBdy'; did you mean 'setBody'?"
  std::string text() const;
};
std::vector<Finding> findings(const Diagnostics& diagnostics);

/// The answer to PUT and GET /routes: what runs now, whether or not the push was taken.
struct Receipt {
  Version running;
  double milliseconds = 0;  // from the request to the last worker running it
  std::string change;       // "2 swapped (a, b)"; "" when nothing changed
  std::string problem;      // why nothing changed, where it is not the routes' fault
  std::vector<Finding> diagnostics;
  std::int64_t routes = 0;  // that run
};
std::string write(const Receipt& receipt);
Result<Receipt> read_receipt(std::string_view text);

}  // namespace kamel::cluster
