#!/usr/bin/env python3
"""Saves a route file again and again while messages flow, and counts what is lost.

    tests/bench/live_edit.py --kamel build/release/kamel [--brokers HOST:PORT] [--saves 200] [--kafka-rate 10000] [--http-rate 2000]

Runs `kamel run --dev` with a Kafka→Kafka route and an HTTP route, sends numbered records by kcat and numbered requests over 16 keep-alive
connections, and saves the file at an even pace; every tenth save is broken. Without --brokers the embedded broker is used.
Prints what was lost, duplicated, failed or rebalanced, and how long a save took to be live. Exit code 0 when nothing was.
Needs kcat. It measures; it is no test of the build."""
import argparse, asyncio, json, os, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time

ROUTES = """\
- route:
    id: pass
    from:
      uri: kafka:live-in
      parameters: {{ groupId: live, autoOffsetReset: earliest }}
      steps:
        - setHeader: {{ name: version, constant: "{version}" }}
        - filter: {{ simple: "${{body}} != ''", steps: [ {{ to: "kafka:live-out" }} ] }}
- route:
    id: answer
    from:
      uri: platform-http:/answer
      steps:
        - setBody: {{ constant: "{version}" }}
"""
BROKEN = "- route: { id: pass, from: { uri: 'kafka:live-in', steps: [ { setBodi: x } ] } }\n"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def quantile(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * q))] if values else float("nan")


class Requests:
    """Keep-alive clients that note every answer that is not 200, and when each version was first answered."""

    def __init__(self, port, rate, connections=16):
        self.port, self.rate, self.connections = port, rate, connections
        self.sent = self.failed = 0
        self.first_seen = {}
        self.stop = False
        self.why = {}

    async def client(self):
        reader = writer = None
        pause = self.connections / self.rate
        due = time.monotonic()
        while not self.stop:
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(b"GET /answer HTTP/1.1\r\nHost: x\r\n\r\n")
                self.sent += 1
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
                length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
                body = await reader.readexactly(length)
                if not head.startswith(b"HTTP/1.1 200"):
                    raise ValueError(head.split(b"\r\n")[0].decode())
                self.first_seen.setdefault(body.decode(), time.monotonic())
            except Exception as error:  # each is a failed request
                self.failed += 1
                self.why[repr(error)[:80]] = self.why.get(repr(error)[:80], 0) + 1
                writer = None
            due += pause
            await asyncio.sleep(max(0, due - time.monotonic()))

    def run(self):
        async def all_of_them():
            await asyncio.gather(*(self.client() for _ in range(self.connections)))
        asyncio.run(all_of_them())


class Records(threading.Thread):
    """Numbered records by kcat, at an even rate."""

    def __init__(self, brokers, rate):
        super().__init__()
        self.rate, self.sent, self.stop = rate, 0, False
        self.kcat = subprocess.Popen(["kcat", "-P", "-b", brokers, "-t", "live-in", "-q"], stdin=subprocess.PIPE)

    def run(self):
        step, began = max(1, self.rate // 100), time.monotonic()
        while not self.stop:
            self.kcat.stdin.write("".join(f"{n}\n" for n in range(self.sent, self.sent + step)).encode())
            self.kcat.stdin.flush()
            self.sent += step
            time.sleep(max(0, began + self.sent / self.rate - time.monotonic()))
        self.kcat.stdin.close()
        self.kcat.wait()


def wait_for_port(port, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    sys.exit("kamel did not open its port")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kamel", required=True)
    p.add_argument("--brokers")
    p.add_argument("--saves", type=int, default=200)
    p.add_argument("--pause", type=float, default=0.15, help="seconds between saves")
    p.add_argument("--kafka-rate", type=int, default=10000)
    p.add_argument("--http-rate", type=int, default=2000)
    o = p.parse_args()
    if not shutil.which("kcat"):
        sys.exit("needs kcat (apt-get install kcat)")
    folder = tempfile.mkdtemp(prefix="live-edit-")
    path, log = os.path.join(folder, "live.yaml"), os.path.join(folder, "kamel.log")
    save = lambda text: (open(path + "~", "w").write(text), os.replace(path + "~", path))
    save(ROUTES.format(version="v0"))
    port = free_port()
    command = [o.kamel, "run", path, "--dev", "--port", str(port), "--observe-port", "0"]
    if o.brokers:
        command += ["-p", "camel.component.kafka.brokers=" + o.brokers]
    kamel = subprocess.Popen(command, stdout=open(log, "w"), stderr=subprocess.STDOUT)
    try:
        wait_for_port(port)
        brokers = o.brokers or re.search(r"127\.0\.0\.1:\d+|localhost:\d+", re.sub(rf"[^ ]*:{port}\b", "", broker_line(log))).group(0)
        out = os.path.join(folder, "out")
        collector = subprocess.Popen(["kcat", "-C", "-b", brokers, "-t", "live-out", "-o", "beginning", "-u", "-q"], stdout=open(out, "w"), stderr=subprocess.DEVNULL)
        records, requests = Records(brokers, o.kafka_rate), Requests(port, o.http_rate)
        web = threading.Thread(target=requests.run)
        records.start(), web.start()
        time.sleep(5)  # joined, connected, warm
        before = open(log).read().count("partitions assigned")
        saved = {}
        for n in range(1, o.saves + 1):
            broken = n % 10 == 0
            if not broken:
                saved[f"v{n}"] = time.monotonic()
            save(BROKEN if broken else ROUTES.format(version=f"v{n}"))
            time.sleep(o.pause)
        requests.stop = records.stop = True
        web.join(), records.join()
        rebalances = open(log).read().count("partitions assigned") - before
        lines = settle(out, records.sent)
        collector.terminate()
        kamel.send_signal(signal.SIGTERM)
        drained = kamel.wait(30)
        return report(o, records, requests, saved, lines, rebalances, drained, log)
    finally:
        if kamel.poll() is None:
            kamel.kill()


def broker_line(log):
    for _ in range(200):
        text = open(log).read()
        for line in text.splitlines():
            if "broker" in line.lower() and re.search(r"(127\.0\.0\.1|localhost):\d+", line):
                return line
        time.sleep(0.05)
    sys.exit("kamel named no broker:\n" + text)


def settle(out, expected):
    """What has arrived once nothing more comes for three seconds."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < 3:
        now = os.path.getsize(out)
        if now != size:
            size, since = now, time.monotonic()
        time.sleep(0.1)
    return open(out).read().split()


def report(o, records, requests, saved, lines, rebalances, drained, log):
    seen = [int(n) for n in lines if n.isdigit()]
    lost, duplicated = records.sent - len(set(seen)), len(seen) - len(set(seen))
    disorder = sum(1 for a, b in zip(seen, seen[1:]) if b < a)
    live = [requests.first_seen[v] - t for v, t in saved.items() if v in requests.first_seen]
    print(json.dumps({
        "saves": o.saves, "records": records.sent, "lost": lost, "duplicated": duplicated, "steps_back": disorder,
        "requests": requests.sent, "failed": requests.failed, "why": requests.why, "rebalances": rebalances, "exit": drained,
        "versions_seen": f"{len(live)} of {len(saved)}",
        "live_ms": {"p50": round(quantile(live, .5) * 1e3, 1), "p99": round(quantile(live, .99) * 1e3, 1), "max": round(max(live, default=0) * 1e3, 1)},
        "log": log}, indent=1))
    return 1 if lost or duplicated or requests.failed or rebalances or drained else 0


sys.exit(main())
