// Value: everything a body, a header or a variable can hold, with Java's distinctions where Camel's results depend on them.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/error.h"
#include "dsl/pool.h"
#include "dsl/slice.h"

namespace kamel {

class Value;
class List;
class Map;

/// What only one part of the program knows: an XML node, an iterator, a file, a date. Shared by count, like a Java reference.
class Object {
 public:
  Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;
  /// The Java class that Camel would have here, e.g. "java.util.Date".
  virtual std::string_view java_class() const noexcept = 0;
  /// What Java's toString() gives.
  virtual std::string text() const = 0;
  /// The value that Camel's type converters see where they know the class (an XML node's text, a JSON tree's value); nothing: none.
  virtual std::optional<Value> converted() const;
  /// What iterating over it gives (a java.lang.Iterable); nothing: that of `converted`, or the object itself.
  virtual std::optional<List> items() const;
  /// A bean property (`name` for getName()), for OGNL; nothing: no such property.
  virtual std::optional<Value> property(std::string_view name) const;

 private:
  friend class Value;
  std::atomic<std::uint32_t> references_{0};
};

/// Null, Boolean, Integer, Long, Double, String, byte[], a stream of bytes, a List, a Map, an exception, or an Object.
/// 32 bytes. Text and bytes are shared, never copied. Lists and maps are references, as in Java: a copy of the Value sees
/// changes made through the other. They belong to one worker; `detached()` makes the copy that may go to another.
class Value {
 public:
  enum class Kind : std::uint8_t { Null, Bool, Int, Long, Double, Text, Bytes, Stream, List, Map, Error, Object };

  Value() noexcept : kind_(Kind::Null), scalar_(0) {}
  Value(std::nullptr_t) noexcept : Value() {}
  Value(bool v) noexcept : kind_(Kind::Bool), scalar_(v ? 1 : 0) {}
  Value(std::int32_t v) noexcept : kind_(Kind::Int), scalar_(v) {}
  Value(std::int64_t v) noexcept : kind_(Kind::Long), scalar_(v) {}
  Value(double v) noexcept : kind_(Kind::Double), real_(v) {}
  Value(Slice text) noexcept : kind_(Kind::Text), slice_(std::move(text)) {}
  Value(std::string_view text) : Value(Slice(text)) {}
  Value(const std::string& text) : Value(Slice(text)) {}
  Value(const char* text) : Value(Slice(text)) {}
  /// Not from an Error: a function that gives a Result<Value> returns one as its failure. See `exception`.
  Value(Error) = delete;
  Value(List list);
  Value(Map map);
  /// Takes ownership.
  explicit Value(std::unique_ptr<Object> object) noexcept;
  static Value bytes(Slice bytes) noexcept { return Value(Kind::Bytes, std::move(bytes)); }
  static Value stream(Slice bytes) noexcept { return Value(Kind::Stream, std::move(bytes)); }
  /// An exception as a value (${exception}).
  static Value exception(Error error) noexcept { return Value(Kind::Error, std::move(error)); }
  /// An Integer where it fits 32 bits, else a Long: how YAML, JSON and Camel's own readers number.
  static Value integer(std::int64_t v) noexcept { return v >= INT32_MIN && v <= INT32_MAX ? Value(static_cast<std::int32_t>(v)) : Value(v); }

  Value(const Value& other) noexcept { copy_from(other); }
  Value(Value&& other) noexcept { move_from(std::move(other)); }
  Value& operator=(const Value& other) noexcept {
    if (this != &other) {
      Value copy(other);
      destroy();
      move_from(std::move(copy));
    }
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    if (this == &other) return *this;
    if (kind_ < Kind::Text) {
      move_from(std::move(other));
      return *this;
    }
    Value taken(std::move(other));  // it may lie in what this one holds
    destroy();
    move_from(std::move(taken));
    return *this;
  }
  ~Value() { destroy(); }

  Kind kind() const noexcept { return kind_; }
  bool is_null() const noexcept { return kind_ == Kind::Null; }
  bool is_bool() const noexcept { return kind_ == Kind::Bool; }
  bool is_whole() const noexcept { return kind_ == Kind::Int || kind_ == Kind::Long; }
  bool is_number() const noexcept { return is_whole() || kind_ == Kind::Double; }
  bool is_text() const noexcept { return kind_ == Kind::Text; }
  /// Text, byte[] or stream: bytes that `slice()` gives.
  bool is_bytes_like() const noexcept { return kind_ >= Kind::Text && kind_ <= Kind::Stream; }
  bool is_list() const noexcept { return kind_ == Kind::List; }
  bool is_map() const noexcept { return kind_ == Kind::Map; }
  bool is_error() const noexcept { return kind_ == Kind::Error; }
  bool is_object() const noexcept { return kind_ == Kind::Object; }

  // Each accessor requires the matching kind.
  bool as_bool() const noexcept { return scalar_ != 0; }
  std::int64_t as_whole() const noexcept { return scalar_; }
  double as_double() const noexcept { return real_; }
  /// Any number as a double.
  double number() const noexcept { return kind_ == Kind::Double ? real_ : static_cast<double>(scalar_); }
  const Slice& slice() const noexcept { return slice_; }
  const List& list() const noexcept { return *list_; }
  List& list() noexcept { return *list_; }
  const Map& map() const noexcept { return *map_; }
  Map& map() noexcept { return *map_; }
  const Error& error() const noexcept { return error_; }
  Object& object() const noexcept { return *object_; }
  /// The object as a T, or nullptr when it is something else.
  template <class T>
  T* object_as() const noexcept {
    return kind_ == Kind::Object ? dynamic_cast<T*>(object_) : nullptr;
  }

  /// A copy whose lists and maps are its own all the way down, for another worker or a deep copy.
  Value detached() const;
  /// The Java class name: "java.lang.String", "java.util.LinkedHashMap"; "" for null.
  std::string_view java_class() const noexcept;
  /// The same kind and the same content; lists and maps by content. Not Camel's `==` (see engine/compare.h).
  friend bool operator==(const Value& a, const Value& b) noexcept;

 private:
  Value(Kind kind, Slice bytes) noexcept : kind_(kind), slice_(std::move(bytes)) {}
  Value(Kind kind, Error error) noexcept : kind_(kind), error_(std::move(error)) {}
  void copy_from(const Value& other) noexcept;
  // All that a value can hold may be moved as plain memory, once the one it came from has forgotten it.
  void move_from(Value&& other) noexcept {
    // Word by word, as it was written a moment ago: one wide load over narrow stores that are still under way would wait for them.
    static_assert(sizeof(std::int64_t) == 8 && sizeof(slice_) == 24);
    kind_ = other.kind_;
    auto* to = reinterpret_cast<char*>(this);
    const auto* from = reinterpret_cast<const char*>(&other);
    std::memcpy(to + 8, from + 8, 8);
    std::memcpy(to + 16, from + 16, 8);
    std::memcpy(to + 24, from + 24, 8);
    other.kind_ = Kind::Null;
  }
  void destroy() noexcept {
    if (kind_ >= Kind::Text && kind_ <= Kind::Stream) {
      slice_.~Slice();
    } else if (kind_ > Kind::Stream) {
      destroy_owned();
    }
  }
  void destroy_owned() noexcept;

  Kind kind_;
  union {
    std::int64_t scalar_;
    double real_;
    Slice slice_;
    List* list_;
    Map* map_;
    Error error_;
    Object* object_;
  };
};

/// A java.util.List: what `Value::list()` refers to.
class List {
 public:
  using Items = std::vector<Value, pool::Allocator<Value>>;
  List() = default;
  List(std::initializer_list<Value> items);
  std::size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }
  const Value& operator[](std::size_t i) const noexcept { return items_[i]; }
  Value& operator[](std::size_t i) noexcept { return items_[i]; }
  void push_back(Value v) { items_.push_back(std::move(v)); }
  Items& items() noexcept { return items_; }
  const Items& items() const noexcept { return items_; }
  auto begin() const noexcept { return items_.begin(); }
  auto end() const noexcept { return items_.end(); }
  /// Camel's grouping strategies make lists that as text say how long they are: List<Exchange>(3 elements).
  void set_grouped() noexcept { grouped_ = true; }
  bool is_grouped() const noexcept { return grouped_; }

 private:
  friend class Value;
  Items items_;
  std::uint32_t references_ = 0;
  bool grouped_ = false;
};

/// A java.util.LinkedHashMap with text keys: iterates in the order of first insertion.
class Map {
 public:
  struct Entry {
    Slice key;
    Value value;
  };
  using Entries = std::vector<Entry, pool::Allocator<Entry>>;
  Map();
  Map(std::initializer_list<Entry> entries);
  Map(const Map& other);
  Map(Map&& other) noexcept;
  Map& operator=(Map other) noexcept;
  ~Map();
  std::size_t size() const noexcept { return entries_.size(); }
  bool empty() const noexcept { return entries_.empty(); }
  /// nullptr when the key is not there.
  const Value* find(std::string_view key) const noexcept;
  Value* find(std::string_view key) noexcept { return const_cast<Value*>(std::as_const(*this).find(key)); }
  /// Adds the entry, or replaces the value and keeps the place.
  void set(Slice key, Value value);
  /// The value of the key, which is added with null where it is not there. Good until the map changes.
  Value& slot(Slice key);
  /// Whether the key was there.
  bool erase(std::string_view key);
  void clear() noexcept;
  const Entries& entries() const noexcept { return entries_; }
  auto begin() const noexcept { return entries_.begin(); }
  auto end() const noexcept { return entries_.end(); }

 private:
  friend class Value;
  struct Index;  // made once a map is large enough for a linear look-up to hurt
  std::size_t place_of(std::string_view key) const noexcept;
  Entries entries_;
  mutable std::unique_ptr<Index> index_;
  std::uint32_t references_ = 0;
};

}  // namespace kamel
