// PathPattern: where an endpoint is mounted: "/orders/{id}", "/files/*".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kamel::http {

/// A parameter of a path that matched. Both are views: into the pattern, and into the path (still escaped).
struct PathParameter {
  std::string_view name;
  std::string_view value;
};

/// Matches as Vert.x does for Camel: a name is letters, digits and '_'; it takes at least one character and no '/'. A '*' at the end
/// matches anything
/// ("/a*" also "/ab", "/a/*" also "/a"), and gives it as the
/// parameter "*". A slash at the end of the path is tolerated.
class PathPattern {
 public:
  explicit PathPattern(std::string text);
  PathPattern(const PathPattern&) = delete;
  PathPattern& operator=(const PathPattern&) = delete;

  /// `parameters` is cleared first, and only meaningful after a match.
  bool matches(std::string_view path, std::vector<PathParameter>& parameters) const;
  /// The parameters' names.
  std::vector<std::string> names() const;
  const std::string& text() const noexcept { return text_; }

 private:
  struct Piece {
    bool parameter;
    std::string_view text;  // the literal, or the parameter's name
  };
  bool matches_from(std::size_t piece, std::string_view rest, std::vector<PathParameter>& parameters) const;
  std::string text_;
  std::vector<Piece> pieces_;
  bool prefix_ = false;  // ends with '*'
  bool slash_ = false;   // with "/*", and has no parameters
};

}  // namespace kamel::http
