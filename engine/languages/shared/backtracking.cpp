#include "engine/languages/shared/backtracking.h"

#include <boost/regex.hpp>

namespace kamel::languages {
namespace {

class BoostRegex final : public Backtracking {
 public:
  explicit BoostRegex(std::string_view pattern) : regex_(pattern.begin(), pattern.end(), boost::regex::perl) {}

  bool find(std::string_view text, std::size_t from, Match match, std::vector<std::string_view>& groups) const override try {
    const char *begin = text.data(), *end = begin + text.size();
    boost::cmatch found;
    const auto flags = boost::match_not_dot_newline | (match == Match::AtFrom ? boost::match_continuous : boost::match_default);
    const bool matched = match == Match::Whole ? boost::regex_match(begin, end, found, regex_, flags)
                                               : boost::regex_search(begin + from, end, found, regex_, flags, begin);
    if (!matched) return false;
    groups.clear();
    for (const auto& piece : found)
      groups.push_back(piece.matched ? std::string_view(piece.first, static_cast<std::size_t>(piece.length())) : std::string_view());
    return true;
  } catch (const std::exception&) {
    return false;
  }

 private:
  boost::regex regex_;
};

}  // namespace

std::unique_ptr<const Backtracking> Backtracking::compile(std::string_view pattern) try {
  return std::make_unique<BoostRegex>(pattern);
} catch (const std::exception&) {
  return nullptr;
}

}  // namespace kamel::languages
