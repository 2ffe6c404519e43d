#include "connectors/http/spool.h"

#include "engine/context.h"
#include "engine/worker.h"

namespace kamel::http {

Spool::Spool(Worker& worker) : worker_(worker), rules_(connectors::StoreRules::of(worker.context())) {}
Spool::~Spool() { *alive_ = false; }

void Spool::append(std::string_view bytes) {
  if (error_) return;
  if (!pending_) pending_ = std::make_unique<SliceBuilder>(in_file_ ? rules_.threshold + bytes.size() : bytes.size());
  pending_->append(bytes);
  if (pending_->size() >= rules_.threshold && !writing_) write();
}

void Spool::settle() {
  if (in_file_ && pending_ && !writing_ && !error_) write();
}

void Spool::write() {
  if (!file_) file_ = std::make_shared<File>();
  in_file_ = true;
  writing_ = true;
  const auto job = [file = file_, rules = rules_, piece = std::exchange(pending_, nullptr)->finish()] {
    if (!file->store) {
      auto opened = connectors::BodyStore::open(rules);
      if (!opened) return void(file->error = opened.error());
      file->store = std::move(*opened);
    }
    if (auto written = file->store->append(piece); !written) file->error = written.error();
  };
  worker_.offload(job, [this, alive = alive_] {
    if (!*alive) return;
    writing_ = false;
    if (file_->error) {
      error_ = file_->error;
      pending_.reset();
    }
    if (pending_ && pending_->size() >= rules_.threshold) write();
    if (const auto call = on_room_) call();  // a copy: the spool may end in it
  });
}

Result<Value> Spool::finish() {
  if (error_) return error_;
  if (in_file_) return file_->store->finish();
  return Value::stream(pending_ ? std::exchange(pending_, nullptr)->finish() : Slice());
}

}  // namespace kamel::http
