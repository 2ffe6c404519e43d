#include "dsl/value.h"

#include <algorithm>
#include <unordered_map>

namespace kamel {

static_assert(sizeof(Value) == 32);

std::optional<Value> Object::converted() const { return std::nullopt; }
std::optional<List> Object::items() const { return std::nullopt; }
std::optional<Value> Object::property(std::string_view) const { return std::nullopt; }

Value::Value(List list) : kind_(Kind::List), list_(pool::create<List>(std::move(list))) { list_->references_ = 1; }
Value::Value(Map map) : kind_(Kind::Map), map_(pool::create<Map>(std::move(map))) { map_->references_ = 1; }
Value::Value(std::unique_ptr<Object> object) noexcept : kind_(Kind::Object), object_(object.release()) { object_->references_ = 1; }

void Value::copy_from(const Value& other) noexcept {
  kind_ = other.kind_;
  switch (kind_) {
    case Kind::Text:
    case Kind::Bytes:
    case Kind::Stream: ::new (&slice_) Slice(other.slice_); break;
    case Kind::Error: ::new (&error_) Error(other.error_); break;
    case Kind::List: ++(list_ = other.list_)->references_; break;
    case Kind::Map: ++(map_ = other.map_)->references_; break;
    case Kind::Object: (object_ = other.object_)->references_.fetch_add(1, std::memory_order_relaxed); break;
    case Kind::Double: real_ = other.real_; break;
    default: scalar_ = other.scalar_; break;
  }
}

void Value::destroy_owned() noexcept {
  switch (kind_) {
    case Kind::List:
      if (--list_->references_ == 0) pool::destroy(list_);
      break;
    case Kind::Map:
      if (--map_->references_ == 0) pool::destroy(map_);
      break;
    case Kind::Object:
      if (object_->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete object_;
      break;
    case Kind::Error: error_.~Error(); break;
    default: slice_.~Slice(); break;
  }
}

Value Value::detached() const {
  if (kind_ == Kind::List) {
    List copy;
    copy.grouped_ = list_->grouped_;
    copy.items_.reserve(list_->size());
    for (const Value& item : *list_) copy.push_back(item.detached());
    return copy;
  }
  if (kind_ == Kind::Map) {
    Map copy;
    for (const auto& [key, value] : *map_) copy.set(key, value.detached());
    return copy;
  }
  return *this;
}

std::string_view Value::java_class() const noexcept {
  switch (kind_) {
    case Kind::Null: return "";
    case Kind::Bool: return "java.lang.Boolean";
    case Kind::Int: return "java.lang.Integer";
    case Kind::Long: return "java.lang.Long";
    case Kind::Double: return "java.lang.Double";
    case Kind::Text: return "java.lang.String";
    case Kind::Bytes: return "byte[]";
    case Kind::Stream: return "org.apache.camel.converter.stream.InputStreamCache";
    case Kind::List: return list_->grouped_ ? "org.apache.camel.processor.aggregate.AbstractListAggregationStrategy$GroupedExchangeList" : "java.util.ArrayList";
    case Kind::Map: return "java.util.LinkedHashMap";
    case Kind::Error: return error_.type();
    case Kind::Object: return object_->java_class();
  }
  return "";
}

namespace {
bool same_entries(const Map& a, const Map& b) noexcept {
  return a.size() == b.size() && std::ranges::all_of(a, [&](const Map::Entry& entry) {
           const Value* other = b.find(entry.key);
           return other != nullptr && *other == entry.value;
         });
}
}  // namespace

bool operator==(const Value& a, const Value& b) noexcept {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Value::Kind::Null: return true;
    case Value::Kind::Double: return a.real_ == b.real_;
    case Value::Kind::Text:
    case Value::Kind::Bytes:
    case Value::Kind::Stream: return a.slice_ == b.slice_;
    case Value::Kind::List: return a.list_ == b.list_ || std::ranges::equal(*a.list_, *b.list_);
    case Value::Kind::Map: return a.map_ == b.map_ || same_entries(*a.map_, *b.map_);
    case Value::Kind::Error: return a.error_ == b.error_;
    case Value::Kind::Object: return a.object_ == b.object_;
    default: return a.scalar_ == b.scalar_;
  }
}

// The index refers to keys by view: Slices keep their bytes in place when an entry moves.
struct Map::Index {
  std::unordered_map<std::string_view, std::size_t> places;
};

namespace {
constexpr std::size_t kIndexedFrom = 17;
constexpr std::size_t kUsual = 4;  // most maps are small: room for so many at once
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
}  // namespace

List::List(std::initializer_list<Value> items) : items_(items) {}

Map::Map() = default;
Map::Map(std::initializer_list<Entry> entries) {
  for (const Entry& entry : entries) set(entry.key, entry.value);
}
Map::Map(const Map& other) : entries_(other.entries_) {}
Map::Map(Map&& other) noexcept : entries_(std::move(other.entries_)), index_(std::move(other.index_)) { other.entries_.clear(); }
Map& Map::operator=(Map other) noexcept {
  entries_.swap(other.entries_);
  index_.swap(other.index_);
  return *this;
}
Map::~Map() = default;

std::size_t Map::place_of(std::string_view key) const noexcept {
  if (entries_.size() < kIndexedFrom) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].key == key) return i;
    }
    return kNowhere;
  }
  if (!index_) {
    index_ = std::make_unique<Index>();
    for (std::size_t i = 0; i < entries_.size(); ++i) index_->places.emplace(entries_[i].key.view(), i);
  }
  const auto found = index_->places.find(key);
  return found == index_->places.end() ? kNowhere : found->second;
}

const Value* Map::find(std::string_view key) const noexcept {
  const std::size_t place = place_of(key);
  return place == kNowhere ? nullptr : &entries_[place].value;
}

void Map::set(Slice key, Value value) { slot(std::move(key)) = std::move(value); }

Value& Map::slot(Slice key) {
  if (const std::size_t place = place_of(key); place != kNowhere) return entries_[place].value;
  if (entries_.empty()) entries_.reserve(kUsual);
  entries_.emplace_back(std::move(key));
  if (index_) index_->places.emplace(entries_.back().key.view(), entries_.size() - 1);
  return entries_.back().value;
}

bool Map::erase(std::string_view key) {
  const std::size_t place = place_of(key);
  if (place == kNowhere) return false;
  index_.reset();
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(place));
  return true;
}

void Map::clear() noexcept {
  entries_.clear();
  index_.reset();
}

}  // namespace kamel
