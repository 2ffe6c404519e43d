// Trait init-containers: containers before and beside the integration's.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "initTasks", .type = FieldType::Texts, .summary = "run before: name;image;command, or name=;image=;command=;request-cpu=;limit-memory= …"},
    {.name = "sideCarTasks", .type = FieldType::Texts, .summary = "run beside, from before the start to after the end; written as initTasks"},
};
constexpr TraitAlias kAliases[] = {{"sidecar-tasks", "sideCarTasks"}};

struct Task {
  std::string name, image, command;
  json::object requests, limits;
};

void set(Task& task, const std::string& key, const std::string& value) {
  if (key == "name") task.name = value;
  if (key == "image") task.image = value;
  if (key == "command") task.command = value;
  if (key == "request-cpu") task.requests["cpu"] = value;
  if (key == "request-memory") task.requests["memory"] = value;
  if (key == "limit-cpu") task.limits["cpu"] = value;
  if (key == "limit-memory") task.limits["memory"] = value;
}

Task read(const std::string& text) {
  Task task;
  const auto words = cluster::parts(text, ';');
  constexpr const char* kOrder[] = {"name", "image", "command"};
  const bool named = text.starts_with("name=") || text.find(";image=") != std::string::npos;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto equals = words[i].find('=');
    if (named && equals != std::string::npos)
      set(task, words[i].substr(0, equals), words[i].substr(equals + 1));
    else if (!named && i < 3)
      set(task, kOrder[i], words[i]);
  }
  return task;
}

// Words of a command line; quotes keep together.
json::array command_words(const std::string& line) {
  json::array out;
  std::string word;
  char quote = 0;
  bool open = false;
  for (const char c : line) {
    if (quote == 0 && c == ' ') {
      if (std::exchange(open, false)) out.push_back(json::value(std::exchange(word, {})));
      continue;
    }
    open = true;
    if (quote != 0 ? c == quote : c == '"' || c == '\'')
      quote = quote != 0 ? '\0' : c;
    else
      word += c;
  }
  if (open) out.push_back(json::value(word));
  return out;
}

void add(const std::vector<std::string>& tasks, bool beside, Plan& plan) {
  for (const std::string& text : tasks) {
    Task task = read(text);
    if (task.name.empty() || task.image.empty()) {
      plan.error("trait init-containers: '" + text + "' is not name;image;command");
      continue;
    }
    json::object container{{"name", task.name}, {"image", task.image}};
    if (!task.command.empty()) container["command"] = command_words(task.command);
    json::object resources;
    if (!task.requests.empty()) resources["requests"] = std::move(task.requests);
    if (!task.limits.empty()) resources["limits"] = std::move(task.limits);
    if (!resources.empty()) container["resources"] = std::move(resources);
    // It sees what the integration sees.
    container["volumeMounts"] = plan.mounts;
    if (beside) container["restartPolicy"] = "Always";
    plan.init_containers.push_back(std::move(container));
  }
}

void apply(const Options& options, Plan& plan) {
  add(options.texts("initTasks"), false, plan);
  add(options.texts("sideCarTasks"), true, plan);
}

}  // namespace

TraitSpec init_containers() {
  return {.name = "init-containers",
          .summary = "Containers before and beside the integration's.",
          .fields = kFields,
          .aliases = kAliases,
          .order = 1610,
          .on = true,
          .example = "init-containers:\n  initTasks: ['wait;busybox:1;sh -c \"sleep 1\"']",
          .apply = apply};
}

}  // namespace kamel::traits
