#!/usr/bin/env python3
"""Edits many Integrations within a few seconds, once each, and measures how long each edit takes to run in its pod.

    tests/bench/cluster_many.py --kubeconfig FILE --kamel BINARY [--namespace default] [--integrations 100] [--pods 20] [--seconds 10]

Needs a cluster with `kamel operator` at work in it, on this machine. The first --pods Integrations have a pod each; the others are scaled to zero, and a
`kamel serve` process on this machine is registered as their pod, at an address of its own in 127.0.0.0/8: so that more of them can be looked after than
pods fit here. An edit lasts from the write to the status that tells of the pod's receipt, as a watch sees it."""
import argparse, base64, http.client, json, os, ssl, subprocess, sys, tempfile, threading, time


def quantile(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * q))] if values else float("nan")


class Api:
    """Of one thread each."""

    def __init__(self, path):
        config = json.load(open(path))
        server, self.token = config["clusters"][0]["cluster"], config["users"][0]["user"]["token"]
        context = ssl.create_default_context(cadata=base64.b64decode(server["certificate-authority-data"]).decode())
        self.connection = http.client.HTTPSConnection(server["server"].removeprefix("https://"), context=context)

    def open(self, method, path, body=None, kind="application/json"):
        self.connection.request(method, path, json.dumps(body) if body else None, {"Authorization": "Bearer " + self.token, "Content-Type": kind})
        return self.connection.getresponse()

    def call(self, *arguments):
        answer = self.open(*arguments)
        text = answer.read()
        if answer.status >= 300:
            sys.exit(f"{arguments[:2]}: {answer.status} {text[:300]}")
        return json.loads(text)


class Live:
    """Which generation of each Integration runs, and since when, as a watch tells it."""

    def __init__(self, kubeconfig, space):
        self.seen, self.kubeconfig, self.space = {}, kubeconfig, space
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        for line in Api(self.kubeconfig).open("GET", f"/apis/camel.apache.org/v1/namespaces/{self.space}/integrations?watch=true"):
            found = json.loads(line)["object"]
            status = found.get("status", {})
            live = any(c["type"] == "RoutesLive" and c["status"] == "True" for c in status.get("conditions", []))
            if live and status.get("observedGeneration", 0) == found["metadata"]["generation"]:
                self.seen.setdefault((found["metadata"]["name"], found["metadata"]["generation"]), time.monotonic())

    def since(self, name, generation, end):
        while time.monotonic() < end:
            if (name, generation) in self.seen:
                return self.seen[name, generation]
            time.sleep(0.002)
        return None


def apply(api, space, name, text, replicas):
    flow = {"from": {"uri": "timer:tick?period=60000", "steps": [{"setBody": {"constant": text}}]}}
    body = {"apiVersion": "camel.apache.org/v1", "kind": "Integration", "metadata": {"name": name},
            "spec": {"replicas": replicas, "flows": [flow], "traits": {"container": {"requestCPU": "5m", "requestMemory": "16Mi"}}}}
    return api.call("PATCH", f"/apis/camel.apache.org/v1/namespaces/{space}/integrations/{name}?fieldManager=bench&force=true", body,
                    "application/apply-patch+yaml")["metadata"]["generation"]


def certificates(api, space, folder):
    data = api.call("GET", f"/api/v1/namespaces/{space}/secrets/kamel-admin")["data"]
    for name, value in data.items():
        open(f"{folder}/{name}", "wb").write(base64.b64decode(value))


def register(api, space, name, address):
    """A pod that nobody runs but the process at `address`: its node is none, and nothing may chase it away from there."""
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"{name}-process", "labels": {"camel.apache.org/integration": name}},
           "spec": {"nodeName": "processes", "automountServiceAccountToken": False, "tolerations": [{"operator": "Exists"}],
                    "containers": [{"name": "integration", "image": "none"}]}}
    api.call("POST", f"/api/v1/namespaces/{space}/pods", pod)
    status = {"phase": "Running", "podIP": address, "podIPs": [{"ip": address}], "conditions": [{"type": "Ready", "status": "True"}],
              "containerStatuses": [{"name": "integration", "image": "none", "imageID": "", "ready": True, "restartCount": 0, "containerID": f"process://{name}",
                                     "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}}]}
    api.call("PATCH", f"/api/v1/namespaces/{space}/pods/{name}-process/status", {"status": status}, "application/strategic-merge-patch+json")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kubeconfig", required=True)
    p.add_argument("--kamel", required=True)
    p.add_argument("--namespace", default="default")
    p.add_argument("--integrations", type=int, default=100)
    p.add_argument("--pods", type=int, default=20)
    p.add_argument("--seconds", type=float, default=10)
    o = p.parse_args()
    api, live = Api(o.kubeconfig), Live(o.kubeconfig, o.namespace)
    names = [f"many-{n:03}" for n in range(o.integrations)]
    api.open("POST", "/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "processes"}, "spec": {"unschedulable": True}}).read()
    processes, folder = [], tempfile.mkdtemp()
    try:
        generations = {name: apply(api, o.namespace, name, "v0", 1 if n < o.pods else 0) for n, name in enumerate(names)}
        time.sleep(2)
        certificates(api, o.namespace, folder)
        os.mkdir(f"{folder}/none")
        for n, name in enumerate(names[o.pods:]):
            address = f"127.77.{n // 250}.{n % 250 + 1}"
            processes.append(subprocess.Popen([o.kamel, "serve", f"{folder}/none", "--name", name, "--workers", "1", "--admin-certs", folder, "--admin-host", address,
                                               "--admin-port", "9443", "--observe-host", address, "--observe-port", "9876"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            register(api, o.namespace, name, address)
        end = time.monotonic() + 240
        missing = [name for name in names if live.since(name, generations[name], end) is None]
        if missing:
            sys.exit(f"not live after 240 s: {missing}")
        print(f"{o.integrations} Integrations run, {o.pods} in pods, {o.integrations - o.pods} in processes")
        began, took, slow = time.monotonic(), [], []
        starts = {}
        for n, name in enumerate(names):
            time.sleep(max(0, began + n * o.seconds / len(names) - time.monotonic()))
            starts[name] = time.monotonic()
            generations[name] = apply(api, o.namespace, name, "v1", 1 if n < o.pods else 0)
        for name in names:
            since = live.since(name, generations[name], began + o.seconds + 30)
            slow.append(name) if since is None else took.append(since - starts[name])
        ms = ", ".join(f"{what} {quantile(took, q) * 1000:.0f}" for what, q in (("p50", 0.5), ("p99", 0.99), ("most", 1)))
        print(f"{len(names)} edits within {o.seconds:g} s; milliseconds from the write to the receipt in the status: {ms}")
        if slow:
            print("not live:", *slow)
        return 1 if slow else 0
    finally:
        for process in processes:
            process.kill()
        for name in names:
            api.open("DELETE", f"/apis/camel.apache.org/v1/namespaces/{o.namespace}/integrations/{name}").read()
            api.open("DELETE", f"/api/v1/namespaces/{o.namespace}/pods/{name}-process?gracePeriodSeconds=0").read()
        api.open("DELETE", "/api/v1/nodes/processes").read()


if __name__ == "__main__":
    sys.exit(main())
