#include "connectors/file/selection.h"

#include <algorithm>
#include <random>

#include "connectors/file/describe.h"
#include "engine/compare.h"
#include "engine/convert.h"
#include "engine/repositories/idempotent_repository.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

using Answer = IdempotentRepository::Answer;
using SortKey = FilePlan::SortKey;

Value sort_value(const SortKey& key, const FileEntry& entry, const FilePlan& plan, Worker& worker) {
  if (key.what == "modified") return entry.modified_ms;
  if (key.what == "length" || key.what == "size") return entry.size;
  std::string text = key.value ? evaluate_text(key.value, entry, plan, worker) : key.what == "onlyname" ? entry.only_name() : entry.relative;
  if (key.ignore_case) std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return Value(text);
}

// What is equal goes by the next key; a reversed key reverses those behind it, too, as in Camel.
int order_of(std::span<const SortKey> keys, std::span<const Value> a, std::span<const Value> b) {
  if (keys.empty()) return 0;
  int order = compare(a.front(), b.front()).value_or(0);
  if (order == 0) order = order_of(keys.subspan(1), a.subspan(1), b.subspan(1));
  return keys.front().reverse ? -order : order;
}

}  // namespace

void FileSelection::choose(const std::unordered_set<std::string>& in_progress) {
  in_progress_ = &in_progress;
  go_on();
}

void FileSelection::go_on() {
  for (; next_ < found_.size() && !full(); ++next_) {
    const FileEntry& entry = found_[next_];
    if (!matches(entry)) continue;
    if (!plan_->keys) {
      take(true, {});
      continue;
    }
    std::string key = key_of(entry);
    const IdempotentRepository::Done done = [weak = weak_from_this(), key](const Result<bool>& is_new) {
      const auto self = weak.lock();
      if (!self) return;
      self->take(is_new && *is_new, key);
      ++self->next_;
      self->go_on();
    };
    const Answer answer = plan_->idempotent_eager ? plan_->keys->add(key, worker_, done) : plan_->keys->look(key, worker_, done);
    if (answer == Answer::Later) return;
    take(answer == Answer::New, std::move(key));
  }
  sort();
  limit();
  tell_(std::move(chosen_));
}

bool FileSelection::full() const { return plan_->limits_eagerly && plan_->max_messages > 0 && static_cast<std::int64_t>(chosen_.size()) >= plan_->max_messages; }

bool FileSelection::matches(const FileEntry& entry) {
  if (in_progress_->contains(entry.path) || !enters(entry)) return false;
  if (plan_->file_name && evaluate_text(plan_->file_name, entry, *plan_, worker_) != entry.only_name()) return false;
  return !plan_->filter_file || evaluate_text(plan_->filter_file, entry, *plan_, worker_) == "true";
}

// Whether filterDirectory lets the look come to that file: all directories on the way must meet it.
bool FileSelection::enters(const FileEntry& entry) {
  if (!plan_->filter_directory) return true;
  for (auto slash = entry.relative.find('/'); slash != std::string::npos; slash = entry.relative.find('/', slash + 1)) {
    if (!enters_directory(entry.relative.substr(0, slash))) return false;
  }
  return true;
}

bool FileSelection::enters_directory(const std::string& relative) {
  const auto known = directories_.find(relative);
  if (known != directories_.end()) return known->second;
  const std::string& base = plan_->filter.directory;
  const FileEntry directory{.path = base + "/" + relative, .relative = relative, .absolute = base.starts_with("/")};
  return directories_[relative] = evaluate_text(plan_->filter_directory, directory, *plan_, worker_) == "true";
}

std::string FileSelection::key_of(const FileEntry& entry) const {
  return plan_->idempotent_key ? evaluate_text(plan_->idempotent_key, entry, *plan_, worker_) : entry.absolute_path();
}

void FileSelection::take(bool is_new, std::string key) {
  if (is_new) chosen_.push_back({found_[next_], std::move(key)});
}

void FileSelection::sort() {
  if (!plan_->sort.empty()) {
    std::vector<std::pair<std::vector<Value>, ChosenFile>> keyed;
    for (ChosenFile& file : chosen_) {
      std::vector<Value> keys;
      for (const SortKey& key : plan_->sort) keys.push_back(sort_value(key, file.entry, *plan_, worker_));
      keyed.emplace_back(std::move(keys), std::move(file));
    }
    std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) { return order_of(plan_->sort, a.first, b.first) < 0; });
    for (std::size_t i = 0; i < chosen_.size(); ++i) chosen_[i] = std::move(keyed[i].second);
  }
  if (plan_->shuffle) std::ranges::shuffle(chosen_, std::mt19937(std::random_device{}()));
}

void FileSelection::limit() {
  const auto most = static_cast<std::size_t>(std::max<std::int64_t>(plan_->max_messages, 0));
  if (most == 0 || chosen_.size() <= most) return;
  if (plan_->keys && plan_->idempotent_eager) {
    for (std::size_t i = most; i < chosen_.size(); ++i) plan_->keys->remove(chosen_[i].key);
  }
  chosen_.resize(most);
}

}  // namespace kamel::connectors
