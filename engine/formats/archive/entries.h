// Archives: what zipFile and tarFile share.
#pragma once

#include <optional>
#include <string>

#include "engine/formats/shared/input.h"
#include "engine/iterator.h"

namespace kamel::formats::archive {

/// A folder's name ends with a slash, and it has no content.
struct Entry {
  std::string name;
  Slice content;
};

/// Reads the files and folders of an archive one by one.
class Reader {
 public:
  virtual ~Reader() = default;
  /// Nothing at the end, which for something that is no archive is at once.
  virtual Result<std::optional<Entry>> next() = 0;
};

/// How one kind of archive differs from the other.
struct Kind {
  std::string_view name;         // "zip"
  std::string_view suffix;       // of the file name that marshal leaves: ".zip"
  std::string_view broken;       // "Unable to unzip the file, it may be corrupted."
  std::string_view several;      // "Zip file has more than 1 entry."
  std::string_view name_header;  // of an iterated entry: "zipFileName"
  std::string_view iterator_class;
  std::unique_ptr<Reader> (*read)(Slice bytes, std::size_t limit);
  Slice (*write)(const std::vector<Entry>& entries);
};

/// The options of both formats, and their compile function.
std::span<const Field> fields() noexcept;
std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, const Kind& kind);

Error too_long();

}  // namespace kamel::formats::archive
