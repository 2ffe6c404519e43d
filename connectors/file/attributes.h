// What extendedAttributes asks for: a file's attributes as java.nio.file.Files gives them.
#pragma once

#include <sys/stat.h>

#include <memory>
#include <span>
#include <string>

#include "dsl/value.h"

namespace kamel::connectors {

/// A file's statx; nullptr when there is none. Blocks.
std::shared_ptr<const struct statx> look_at(const std::string& path);

/// The attributes that `names` ask for – "size", "basic:size", "posix:*", "*" (the basic ones) – under their full names, basic:size. Names that
/// Linux has nothing for are left out.
Map attributes_of(const struct statx& file, std::span<const std::string> names);

}  // namespace kamel::connectors
