#!/usr/bin/env python3
"""Applies an Integration again and again while its pods serve, and measures how long each edit takes to run in all of them.

    tests/bench/cluster_edits.py --kubeconfig FILE [--pods 10] [--edits 100] [--rate 2000] [--pause 0.2] [--namespace default]
                                 [--kafka BROKER [--records 5000]]

Needs a cluster whose pods can be reached from here, with `kamel operator` at work in it. With --kafka the pods also move numbered records from a topic to
another one, at so many a second, and what was lost, repeated, or rebalanced is told; BROKER must be an address that both pods and kcat here can reach. Sends numbered edits straight to the API server, waits for the
condition RoutesLive of the new generation (which tells of the last pod's receipt, and costs one more write), and requests each pod over keep-alive
connections all the while. Prints quantiles, failed requests, replaced pods and restarts. It measures; it is no test of the build."""
import argparse, asyncio, base64, collections, http.client, json, multiprocessing, re, ssl, subprocess, sys, threading, time

NAME = "edited"


def quantile(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * q))] if values else float("nan")


class Api:
    def __init__(self, path, space, broker):
        self.broker = broker
        config = json.load(open(path))
        self.server = config["clusters"][0]["cluster"]
        self.token = config["users"][0]["user"]["token"]
        self.space = space
        self.connect()

    def connect(self):
        context = ssl.create_default_context(cadata=base64.b64decode(self.server["certificate-authority-data"]).decode())
        self.connection = http.client.HTTPSConnection(self.server["server"].removeprefix("https://"), context=context)

    def call(self, method, path, body=None, kind="application/json"):
        self.connection.request(method, path, json.dumps(body) if body else None, {"Authorization": "Bearer " + self.token, "Content-Type": kind})
        answer = self.connection.getresponse()
        text = answer.read()
        if kind == "text" and answer.status < 300:
            return text.decode(errors="replace")
        if answer.status >= 300 and not (method == "DELETE" and answer.status == 404):
            sys.exit(f"{method} {path}: {answer.status} {text[:300]}")
        return json.loads(text)

    def integration(self, suffix=""):
        return f"/apis/camel.apache.org/v1/namespaces/{self.space}/integrations/{NAME}{suffix}"

    def apply(self, text, pods):
        flows = [{"from": {"uri": "platform-http:/hello", "steps": [{"setBody": {"constant": text}}]}}]
        if self.broker:
            source = f"kafka:{NAME}-in?brokers={self.broker}&groupId={NAME}&autoOffsetReset=earliest&autoCommitIntervalMs=500"
            flows.append({"from": {"uri": source, "steps": [{"setHeader": {"name": "edit", "constant": text}}, {"to": f"kafka:{NAME}-out?brokers={self.broker}"}]}})
        body = {"apiVersion": "camel.apache.org/v1", "kind": "Integration", "metadata": {"name": NAME},
                "spec": {"replicas": pods, "flows": flows, "traits": {"container": {"requestCPU": "10m", "requestMemory": "16Mi"}}}}
        return self.call("PATCH", self.integration("?fieldManager=bench&force=true"), body, "application/apply-patch+yaml")["metadata"]["generation"]

    def live(self):
        found = self.call("GET", self.integration())
        for condition in found.get("status", {}).get("conditions", []):
            if condition["type"] == "RoutesLive" and condition["status"] == "True":
                return found["status"].get("observedGeneration", 0), condition["message"]
        return 0, ""

    def pods(self):
        items = self.call("GET", f"/api/v1/namespaces/{self.space}/pods?labelSelector=camel.apache.org/integration={NAME}")["items"]
        return sorted((p["metadata"]["name"], p["status"].get("podIP"), sum(c["restartCount"] for c in p["status"].get("containerStatuses", [])),
                       any(c["type"] == "Ready" and c["status"] == "True" for c in p["status"].get("conditions", []))) for p in items)


    def rebalances(self):
        """How often partitions were assigned or revoked, in all pods together."""
        return sum(len(re.findall("partitions (?:assigned|revoked)", self.call("GET", f"/api/v1/namespaces/{self.space}/pods/{pod[0]}/log", kind="text"))) for pod in self.pods())


class Records:
    """Numbers into a topic at a steady rate; afterwards those that came out of the other one are counted."""

    def __init__(self, broker, rate):
        self.broker, self.rate, self.sent, self.stop = broker, rate, 0, False
        self.thread = threading.Thread(target=self.run)

    def run(self):
        kcat = subprocess.Popen(["kcat", "-q", "-E", "-b", self.broker, "-P", "-t", f"{NAME}-in", "-K:", "-X", "linger.ms=5"], stdin=subprocess.PIPE)
        began = time.monotonic()
        while not self.stop:
            due = int((time.monotonic() - began) * self.rate)
            if due > self.sent:
                kcat.stdin.write("".join(f"{n % 997}:{n}\n" for n in range(self.sent, due)).encode())
                kcat.stdin.flush()
                self.sent = due
            time.sleep(0.01)
        kcat.stdin.close()
        kcat.wait()

    def content(self, topic):
        """The numbers in a topic, and how often each is there."""
        out = subprocess.run(["kcat", "-q", "-E", "-b", self.broker, "-C", "-t", f"{NAME}-{topic}", "-e", "-o", "beginning", "-f", "%s\n"], capture_output=True, text=True).stdout
        return collections.Counter(map(int, out.split()))

    def judge(self):
        """Waits until all have arrived, or no more come."""
        wanted = self.content("in")  # what the broker has taken
        count, last = self.content("out"), -1
        while len(count) < len(wanted) and len(count) != last:
            last = len(count)
            time.sleep(10)
            count = self.content("out")
        lost = len(wanted) - len(count)
        repeated = sum((count - wanted).values())
        unsent = f" (and {self.sent - len(wanted)} that kcat could not bring to the broker)" if self.sent != len(wanted) else ""
        return lost, f"{len(wanted)} records, {lost} lost, {repeated} repeated{unsent}"


class Load(multiprocessing.Process):
    """Keep-alive clients, some for each pod: in a process of their own, so that they do not hold up who measures."""

    def __init__(self, addresses, rate):
        super().__init__(daemon=True)
        self.addresses, self.rate, self.connections = addresses, rate, max(16, len(addresses))
        self.sent = self.failed = 0
        self.why, self.seen, self.over = {}, {}, multiprocessing.Event()
        self.told, self.tell = multiprocessing.Pipe(duplex=False)

    def finish(self):
        """Ends it: the counts are here, and when each (address, answer) was first seen, on the clock of the whole machine."""
        self.over.set()
        self.sent, self.failed, self.why, self.seen = self.told.recv()
        self.join()

    async def client(self, address):
        writer, due = None, time.monotonic()
        while not self.over.is_set():
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection(address, 8080)
                writer.write(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                self.sent += 1
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
                body = await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head).group(1)))
                if not head.startswith(b"HTTP/1.1 200"):
                    raise ValueError(head.split(b"\r\n")[0].decode())
                self.seen.setdefault((address, body.decode()), time.monotonic())
            except Exception as error:
                self.failed += 1
                self.why[repr(error)[:80]] = self.why.get(repr(error)[:80], 0) + 1
                writer = None
            due += self.connections / self.rate
            await asyncio.sleep(max(0, due - time.monotonic()))

    def run(self):
        async def everyone():
            await asyncio.gather(*(self.client(self.addresses[n % len(self.addresses)]) for n in range(self.connections)))
        asyncio.run(everyone())
        self.tell.send((self.sent, self.failed, self.why, self.seen))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kubeconfig", required=True)
    p.add_argument("--namespace", default="default")
    p.add_argument("--pods", type=int, default=10)
    p.add_argument("--edits", type=int, default=100)
    p.add_argument("--rate", type=int, default=2000)
    p.add_argument("--pause", type=float, default=0.2)
    p.add_argument("--kafka")
    p.add_argument("--records", type=int, default=5000)
    o = p.parse_args()
    api = Api(o.kubeconfig, o.namespace, o.kafka)
    if o.kafka:  # so that the topics are there
        for topic in ("in", "out"):
            subprocess.run(["kcat", "-q", "-b", o.kafka, "-L", "-t", f"{NAME}-{topic}"], stdout=subprocess.DEVNULL)
    generation = api.apply("v0", o.pods)
    end = time.monotonic() + 180
    while not (sum(ready for *_, ready in api.pods()) == o.pods and api.live()[0] >= generation):
        if time.monotonic() > end:
            sys.exit(f"the pods did not become ready: {api.pods()}")
        time.sleep(0.2)
    before = [pod[:3] for pod in api.pods()]
    load = Load([ip for _, ip, _ in before], o.rate)
    load.start()
    records = Records(o.kafka, o.records) if o.kafka else None
    if records:
        records.thread.start()
        time.sleep(10)  # until the group has settled
    rebalances = api.rebalances()
    time.sleep(2)
    receipts, begins, served, slow = [], [], [], []
    for n in range(1, o.edits + 1):
        began = time.monotonic()
        generation = api.apply(f"v{n}", o.pods)
        while True:
            at, text = api.live()
            if at >= generation:
                break
            if time.monotonic() - began > 10:
                slow.append(f"edit {n}: not live after 10 s: {text}")
                break
            time.sleep(0.002)
        receipts.append(time.monotonic() - began)
        begins.append(began)
        time.sleep(o.pause)
    time.sleep(1)
    load.finish()
    for n, began in enumerate(begins, 1):
        firsts = [load.seen.get((ip, f"v{n}")) for _, ip, _ in before]
        if None in firsts:
            slow.append(f"edit {n}: not every pod was seen serving it before the next one, {o.pause} s after the receipts")
        else:
            served.append(max(firsts) - began)
    lost, told = 0, ""
    if records:
        rebalances = api.rebalances() - rebalances
        records.stop = True
        records.thread.join()
        lost, told = records.judge()
        told += f", {rebalances} partitions assigned or revoked meanwhile"
        lost += rebalances
    after = [pod[:3] for pod in api.pods()]
    ms = lambda values: ", ".join(f"{name} {quantile(values, q) * 1000:.0f}" for name, q in (("p50", 0.5), ("p99", 0.99), ("most", 1)))
    print(f"{o.edits} edits of {o.pods} pods; milliseconds from the apply to the last receipt in the status: {ms(receipts)}")
    print(f"  to the new answer from the last pod, as the requests saw it: {ms(served)}")
    print(f"  {load.sent} requests, {load.failed} failed {load.why or ''}; pods replaced or restarted: {len(set(before) - set(after))}")
    print("\n".join([told, *slow]).strip())
    return 1 if lost or load.failed or slow or before != after else 0


if __name__ == "__main__":
    sys.exit(main())
