/* raw_bridge: what kamel is measured against and with. Plain librdkafka, one file.
 *   raw_bridge create BROKER TOPIC [PARTITIONS]        makes a topic anew
 *   raw_bridge remove BROKER TOPIC
 *   raw_bridge fill BROKER TOPIC COUNT                 keyed JSON orders of about 190 bytes; half of them are coffee
 *   raw_bridge coffee COUNT                            how many of the first COUNT orders are coffee
 *   raw_bridge count BROKER TOPIC                      sum of the end offsets
 *   raw_bridge measure BROKER TOPIC EXPECTED INPUTS SECONDS PID   waits until TOPIC holds EXPECTED records; prints rate and CPU of PID per input
 *   raw_bridge run BROKER IN OUT GROUP passthrough|filter         the bridge by hand, at least once: flush and commit each second
 */
#define _GNU_SOURCE
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PARTITIONS = 4, BATCH = 1000 };
static volatile sig_atomic_t stopping;
static long failed;

static void on_signal(int number) { (void)number; stopping = 1; }
static double seconds(clockid_t clock) {
  struct timespec now;
  return clock_gettime(clock, &now) != 0 ? -1 : (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
static void on_report(rd_kafka_t *client, const rd_kafka_message_t *message, void *opaque) {
  (void)client; (void)opaque;
  if (message->err) ++failed;
}
static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
  char why[256];
  if (rd_kafka_conf_set(conf, name, value, why, sizeof why) != RD_KAFKA_CONF_OK) { fprintf(stderr, "%s\n", why); exit(1); }
}
static rd_kafka_t *make(rd_kafka_type_t type, rd_kafka_conf_t *conf) {
  char why[256];
  rd_kafka_t *client = rd_kafka_new(type, conf, why, sizeof why);
  if (!client) { fprintf(stderr, "%s\n", why); exit(1); }
  return client;
}
static rd_kafka_t *producer(const char *broker) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", broker);
  set(conf, "linger.ms", "5");
  set(conf, "queue.buffering.max.messages", "200000");
  set(conf, "acks", "all");
  set(conf, "enable.idempotence", "true");
  set(conf, "partitioner", "murmur2_random");
  rd_kafka_conf_set_dr_msg_cb(conf, on_report);
  return make(RD_KAFKA_PRODUCER, conf);
}
static rd_kafka_t *consumer(const char *broker, const char *group, const char *topic) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", broker);
  set(conf, "group.id", group);
  set(conf, "auto.offset.reset", "earliest");
  set(conf, "enable.auto.commit", "false");
  set(conf, "queued.min.messages", "1000000");
  rd_kafka_t *client = make(RD_KAFKA_CONSUMER, conf);
  rd_kafka_poll_set_consumer(client);
  rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, topic, RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(client, list);
  rd_kafka_topic_partition_list_destroy(list);
  return client;
}
static void put(rd_kafka_t *client, rd_kafka_topic_t *topic, const void *key, size_t key_size, const void *value, size_t size, rd_kafka_headers_t *headers) {
  static int calls;
  for (;;) {
    rd_kafka_resp_err_t why;
    if (headers) {
      why = rd_kafka_producev(client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_KEY(key, key_size), RD_KAFKA_V_VALUE((void *)value, size),
                              RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
    } else {
      why = rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, (void *)value, size, key, key_size, NULL) ? rd_kafka_last_error() : RD_KAFKA_RESP_ERR_NO_ERROR;
    }
    if (!why) break;
    if (why != RD_KAFKA_RESP_ERR__QUEUE_FULL) { fprintf(stderr, "%s\n", rd_kafka_err2str(why)); exit(1); }
    rd_kafka_poll(client, 5);
  }
  if (++calls % 500 == 0) rd_kafka_poll(client, 0);
}
static int is_coffee(long number) { return (int)(((uint64_t)number * 2654435761u >> 16) & 1); }
static int order(char *out, long number) {
  return sprintf(out,
                 "{\"id\":%ld,\"kind\":\"%s\",\"qty\":%ld,\"customer\":\"customer-%05ld\",\"ts\":%lld,\"store\":\"Rue de la Paix 12, 1020 Renens\","
                 "\"note\":\"please ring twice, leave at the door; no sugar, extra hot\"}",
                 number, is_coffee(number) ? "coffee" : "tea", 1 + number % 9, number % 10007, 1732164000000ll + number);
}
static void recreate(rd_kafka_t *client, const char *topic, int partitions) {
  char why[256];
  rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
  rd_kafka_DeleteTopic_t *old = rd_kafka_DeleteTopic_new(topic);
  rd_kafka_DeleteTopics(client, &old, 1, NULL, queue);
  rd_kafka_event_destroy(rd_kafka_queue_poll(queue, 20000));
  for (int attempt = 0; partitions && attempt < 50; ++attempt) {
    rd_kafka_NewTopic_t *made = rd_kafka_NewTopic_new(topic, partitions, 1, why, sizeof why);
    rd_kafka_CreateTopics(client, &made, 1, NULL, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, 20000);
    size_t count = 0;
    const rd_kafka_topic_result_t **results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
    const int done = count && !rd_kafka_topic_result_error(results[0]);
    rd_kafka_event_destroy(event);
    if (done) break;
    usleep(100000);
  }
}
static long records(rd_kafka_t *client, const char *topic) {
  rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
  for (int i = 0; i < PARTITIONS; ++i) rd_kafka_topic_partition_list_add(list, topic, i)->offset = RD_KAFKA_OFFSET_END;
  rd_kafka_resp_err_t why = rd_kafka_offsets_for_times(client, list, 5000);
  long sum = 0;
  for (int i = 0; i < list->cnt; ++i) {
    if (list->elems[i].err) why = list->elems[i].err;
    else if (list->elems[i].offset > 0) sum += (long)list->elems[i].offset;
  }
  rd_kafka_topic_partition_list_destroy(list);
  return why ? -1 : sum;
}
static long peak_rss_mb(int pid) {
  char path[64], line[256];
  long kb = 0;
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *file = fopen(path, "r");
  while (file && fgets(line, sizeof line, file)) if (!strncmp(line, "VmHWM:", 6)) kb = atol(line + 6);
  if (file) fclose(file);
  return kb / 1024;
}

static int measure(const char *broker, const char *topic, long expected, long inputs, double limit, int pid) {
  clockid_t cpu;
  if (clock_getcpuclockid(pid, &cpu)) { fprintf(stderr, "no process %d\n", pid); return 1; }
  rd_kafka_t *client = producer(broker);
  const double began = seconds(CLOCK_MONOTONIC);
  double first = 0, last = 0, cpu_first = 0, cpu_last = 0;
  long at_first = 0, at_last = 0;
  while (at_last < expected) {
    const long now = records(client, topic);
    const double time = seconds(CLOCK_MONOTONIC), used = seconds(cpu);
    if (used < 0) { fprintf(stderr, "process %d ended at %ld of %ld\n", pid, at_last, expected); return 1; }
    if (now > 0) {
      if (first == 0) first = time, cpu_first = used, at_first = now;
      last = time, cpu_last = used, at_last = now;
    }
    if (time - began > limit) { fprintf(stderr, "timeout at %ld of %ld\n", at_last, expected); return 1; }
    usleep(15000);
  }
  usleep(400000);
  const long final = records(client, topic);
  const double per = (double)inputs / (double)expected, count = (double)(at_last - at_first) * per;
  printf("rate=%.0f\tcpu_us=%.3f\twall_s=%.2f\trss_mb=%ld\trecords=%ld\n", count / (last - first), (cpu_last - cpu_first) / count * 1e6, last - first, peak_rss_mb(pid), final);
  fflush(stdout);
  return final == expected ? 0 : 3;
}

static int run(const char *broker, const char *in, const char *out, const char *group, int filter) {
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  rd_kafka_t *writer = producer(broker), *reader = consumer(broker, group, in);
  rd_kafka_topic_t *topic = rd_kafka_topic_new(writer, out, NULL);
  rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(reader);
  rd_kafka_message_t *batch[BATCH];
  double committed = seconds(CLOCK_MONOTONIC);
  long since = 0;
  while (!stopping) {
    ssize_t count = 0;
    if ((batch[0] = rd_kafka_consume_queue(queue, 20))) {
      count = 1 + rd_kafka_consume_batch_queue(queue, 0, batch + 1, BATCH - 1);
      if (count < 1) count = 1;
    }
    rd_kafka_poll(writer, 0);
    for (ssize_t i = 0; i < count; ++i) {
      rd_kafka_message_t *message = batch[i];
      if (!message->err) {
        ++since;
        if (!filter) {
          put(writer, topic, message->key, message->key_len, message->payload, message->len, NULL);
        } else if (memmem(message->payload, message->len, "\"kind\":\"coffee\"", 15)) {
          rd_kafka_headers_t *headers = rd_kafka_headers_new(1);
          rd_kafka_header_add(headers, "source", 6, "bridge", 6);
          put(writer, topic, message->key, message->key_len, message->payload, message->len, headers);
        }
      }
      rd_kafka_message_destroy(message);
    }
    if (since && seconds(CLOCK_MONOTONIC) - committed > 1.0) {
      rd_kafka_flush(writer, 60000);
      if (failed) { fprintf(stderr, "%ld records failed\n", failed); _exit(1); }
      rd_kafka_commit(reader, NULL, 1);
      committed = seconds(CLOCK_MONOTONIC);
      since = 0;
    }
  }
  rd_kafka_flush(writer, 10000);
  rd_kafka_commit(reader, NULL, 0);
  rd_kafka_consumer_close(reader);
  _exit(0);
}

int main(int count, char **words) {
  const char *what = count > 1 ? words[1] : "";
  if (!strcmp(what, "coffee") && count == 3) {
    long sum = 0;
    for (long i = 0; i < atol(words[2]); ++i) sum += is_coffee(i);
    printf("%ld\n", sum);
    return 0;
  }
  if ((!strcmp(what, "create") || !strcmp(what, "remove")) && count >= 4) {
    recreate(producer(words[2]), words[3], *what == 'c' ? (count > 4 ? atoi(words[4]) : PARTITIONS) : 0);
    _exit(0);
  }
  if (!strcmp(what, "count") && count == 4) {
    printf("%ld\n", records(producer(words[2]), words[3]));
    fflush(stdout);
    _exit(0);
  }
  if (!strcmp(what, "fill") && count == 5) {
    rd_kafka_t *client = producer(words[2]);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(client, words[3], NULL);
    char key[32], value[512];
    for (long i = 0; i < atol(words[4]); ++i) {
      const int key_size = sprintf(key, "k%ld", i % 1009), size = order(value, i);
      put(client, topic, key, (size_t)key_size, value, (size_t)size, NULL);
    }
    rd_kafka_flush(client, 60000);
    _exit(failed != 0);
  }
  if (!strcmp(what, "measure") && count == 8) _exit(measure(words[2], words[3], atol(words[4]), atol(words[5]), atof(words[6]), atoi(words[7])));
  if (!strcmp(what, "run") && count == 7) return run(words[2], words[3], words[4], words[5], !strcmp(words[6], "filter"));
  fprintf(stderr, "see the head of raw_bridge.c\n");
  return 2;
}
