// Routes that lie on GitHub: github:org/repo/path[?branch=name], gist:id and https://gist.github.com/….
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dsl/error.h"

namespace kamel::cli {

/// The URL of the plain file behind github:…; nullopt for what is no such text, or names no file.
std::optional<std::string> github_url(const std::string& text);
/// The id of a gist; nullopt for what names none.
std::optional<std::string> gist_id(const std::string& text);
/// Names and texts of its files, as GitHub's API tells them. Fails with java.io.IOException.
Result<std::vector<std::pair<std::string, std::string>>> gist_files(const std::string& answer);
/// Asks GitHub for them, with GITHUB_TOKEN where that is set.
Result<std::vector<std::pair<std::string, std::string>>> fetch_gist(const std::string& id);

}  // namespace kamel::cli
